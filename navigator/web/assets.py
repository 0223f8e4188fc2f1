"""Front-end files: found by the hash of what is in them, served already compressed, kept by browsers for a year."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask, Response, abort, request

BUILT = Path(__file__).parent.parent / "static" / "built"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


class Assets:
    """Names built files by hash and serves them. Read once at start."""

    def __init__(self, folder: Path = BUILT):
        self._names: dict[str, str] = {}
        self._files: dict[str, dict[str, bytes]] = {}
        for path in sorted(folder.iterdir()):
            if path.suffix in _TYPES:
                hashed = f"{path.stem}.{file_hash(path)[:10]}{path.suffix}"
                self._names[path.name] = hashed
                forms = {"": path.read_bytes()}
                for coding, ending in (("br", ".br"), ("gzip", ".gz")):
                    compressed = path.with_name(path.name + ending)
                    if compressed.is_file():
                        forms[coding] = compressed.read_bytes()
                self._files[hashed] = forms

    @property
    def version(self) -> str:
        """What changes when any file does."""
        return hashlib.sha256(" ".join(sorted(self._files)).encode()).hexdigest()[:10]

    def url(self, name: str, otherwise: str = "") -> str:
        """Return the address of a built file, or of another where there is no such."""
        return f"/static/{self._names[name if name in self._names or not otherwise else otherwise]}"

    def serve(self, name: str) -> Response:
        """Answer a request for one file in the best coding the browser takes."""
        forms = self._files.get(name)
        if forms is None:
            abort(404)
        coding = next((c for c in ("br", "gzip") if c in forms and c in request.accept_encodings), "")
        response = Response(forms[coding], content_type=_TYPES[Path(name).suffix])
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        response.headers["Vary"] = "Accept-Encoding"
        if coding:
            response.headers["Content-Encoding"] = coding
        return response


def hang_assets(app: Flask) -> Assets:
    """Give *app* its front-end files."""
    assets = Assets()
    app.add_url_rule("/static/<name>", "static", assets.serve)
    return assets
