"""The vendored front-end files and their manifest."""

from __future__ import annotations

import json
from pathlib import Path

import click

from navigator.cli import main
from navigator.errors import Problem, relative_name
from navigator.web.assets import BUILT, file_hash

SOURCE = BUILT.parent / "source"
MANIFEST = BUILT / "manifest.json"


@main.group()
def assets() -> None:
    """The built style sheets and scripts."""


@assets.command()
def manifest() -> None:
    """Note what was built: each file's hash, and the packages it was made from with version and licence."""
    packages = {}
    for name in json.loads((SOURCE / "package.json").read_text())["devDependencies"]:
        described = json.loads((SOURCE / "node_modules" / name / "package.json").read_text())
        packages[name] = {"version": described["version"], "licence": described.get("license", "see package")}
    files = {path.name: file_hash(path) for path in _built()}
    MANIFEST.write_text(json.dumps({"packages": packages, "files": files}, indent=2) + "\n")
    click.echo(f"Noted {len(files)} files.")


def _built() -> list[Path]:
    return sorted(path for path in BUILT.iterdir() if path != MANIFEST)


def manifest_problems() -> list[Problem]:
    """Return where the built files differ from the manifest."""
    noted = json.loads(MANIFEST.read_text())["files"]
    name = relative_name(MANIFEST)
    problems = [
        Problem(name, 0, path.name, "is not noted.", "Run `make assets`.")
        for path in _built()
        if path.name not in noted
    ]
    for file, digest in noted.items():
        path = BUILT / file
        if not path.is_file() or file_hash(path) != digest:
            problems.append(Problem(name, 0, file, "is missing or was changed by hand.", "Run `make assets`."))
    return problems
