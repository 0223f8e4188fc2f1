"""What every answer carries beside the page: what a browser may load, keep and tell others."""

from __future__ import annotations

import gzip
import hashlib
import io

from flask import Flask, Response, request

#: Nothing from anywhere else, nothing inline, nobody's frame.
POLICY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'",
        "font-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'", "manifest-src 'self'",
        "worker-src 'self'",
    )
)  # fmt: skip
_SMALL = 500


def finish(response: Response) -> Response:
    """Add the headers, an ETag where the page may be kept, and compress. Pages hold no secret that compression could betray."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), interest-cohort=()"
    headers.setdefault("Cache-Control", "no-store")
    if (
        response.direct_passthrough
        or response.status_code >= 300
        or not (response.content_type or "").startswith(("text/", "application/json"))
    ):
        return response
    if "Content-Encoding" in headers or request.path.startswith("/static/"):
        return response
    body = response.get_data()
    if request.method == "GET" and "no-store" not in headers["Cache-Control"]:
        response.set_etag(hashlib.blake2b(body, digest_size=12).hexdigest())
        response.make_conditional(request)
        if response.status_code == 304:
            return response
    if len(body) > _SMALL and "gzip" in request.accept_encodings:
        packed = io.BytesIO()
        with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=6, mtime=0) as pack:
            pack.write(body)
        response.set_data(packed.getvalue())
        headers["Content-Encoding"] = "gzip"
    headers.add("Vary", "Accept-Encoding")
    return response


def is_same_site() -> bool:
    """Return whether a form came from our own page.

    Residents' forms hold no token: a page that only changes the sender's own sealed cookie is safe when the browser says where
    the form came from, and a token that goes stale would throw away what a tired person typed.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return not origin or origin == "null" or origin.split("://")[-1] == request.host


def hang_headers(app: Flask) -> None:
    """Give every answer of *app* its headers."""
    app.after_request(finish)
