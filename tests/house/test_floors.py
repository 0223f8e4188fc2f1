"""Arrows point down: who may import whom, read from every import of the package."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import navigator

PACKAGE = Path(navigator.__file__).parent
GROUND = {"migrations", "settings", "errors", "clock", "folding", "yaml_files", "database", "keys"}
ROOMS = {
    "flows",
    "understanding",
    "directory",
    "places",
    "casework",
    "messages",
    "insight",
    "languages",
    "upkeep",
    "paper",
}
HALLS = {"actions", "web"}
#: What one bake holds, opened: between the rooms it gathers and the halls that read it.
SHELF = {"shelf"}
DOORS = {"pages", "desk", "oruk", "cli"}
#: Libraries that live in named places and nowhere else.
HOMES = {
    "whoosh": {"directory/index.py", "directory/search.py"},
    "click": {"cli/"},
    "sqlite_utils": {"directory/", "places/", "oruk/"},
    "flask": {"web/", "pages/", "desk/", "oruk/", "__init__.py", "cli/bench.py"},
    "flask_babel": {"web/"},
    "flask_wtf": {"web/", "desk/"},
    "flask_security": {"web/staff_door.py", "desk/sign_in.py", "casework/staff.py"},
    "sqlalchemy": {
        "database.py",
        "casework/",
        "messages/",
        "insight/",
        "upkeep/",
        "actions/",
        "web/",
        "pages/promises.py",
        "desk/",
        "migrations/",
    },
    "alembic": {"actions/keep_database.py", "migrations/"},
    "yaml": {"yaml_files.py", "cli/", "directory/write.py", "actions/edit_directory.py"},
    "opening_hours": {"directory/"},
    "gunicorn": {"cli/"},
    "weasyprint": {"paper/"},
}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def imports(path: Path) -> set[str]:
    """Return every module a file imports, dotted."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module)
            if node.module in ("navigator", "navigator.cli"):
                found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def room_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).parts
    return parts[0].removesuffix(".py")


def floor(room: str) -> float:
    return 0 if room in GROUND else 1 if room in ROOMS else 1.5 if room in SHELF else 2 if room in HALLS else 3


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_down(path: Path) -> None:
    """A file imports only what lies on floors below its own, or its own room."""
    room = room_of(path)
    if room == "__init__":
        return  # create_app is the one place that knows all
    for module in imports(path):
        if not module.startswith("navigator."):
            continue
        other = module.split(".")[1]
        if other in (room, "__version__", "create_app"):
            continue

        assert other in GROUND | ROOMS | SHELF | HALLS | DOORS, f"{other} is no room; add it to a floor"
        assert room == other or other in GROUND or floor(other) < floor(room), (
            f"{path.name} ({room}) imports {module}: rooms of one floor never import each other"
        )


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_libraries_stay_home(path: Path) -> None:
    """A library that belongs to one room is imported nowhere else, so that it can be replaced in one place."""
    here = path.relative_to(PACKAGE).as_posix()
    for module in imports(path):
        homes = HOMES.get(module.split(".")[0])

        assert homes is None or any(here.startswith(home) for home in homes), (
            f"{here} imports {module}; it lives in {homes}"
        )


def test_every_room_says_what_it_owns() -> None:
    """Each package opens with a docstring: its door plate."""
    for path in PACKAGE.glob("*/__init__.py"):
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), f"{path} has no docstring"


def test_no_code_names_the_place() -> None:
    """Another borough is another folder: no Python or template says Haringey, except as the default setting."""
    allowed = {"settings.py"}
    for path in [*modules(), *(PACKAGE.parent / "templates").rglob("*.html")]:
        if path.name not in allowed:
            assert "haringey" not in path.read_text(encoding="utf-8").lower(), f"{path} names the place"
