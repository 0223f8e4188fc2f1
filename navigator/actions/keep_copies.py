"""Copies of the database: a backup while it is written to, a restore, and the move to another database with everything carried over."""

from __future__ import annotations

import json
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import Boolean, DateTime, create_engine, select, text
from sqlalchemy.engine import make_url

from navigator.actions.keep_database import revision, upgrade
from navigator.casework.case import Case
from navigator.clock import utc_now
from navigator.database import Base, Database, ring
from navigator.errors import CannotDo
from navigator.keys import Unreadable

ROWS_AT_ONCE = 500


def back_up(database: Database, target: Path) -> Path:
    """Write a backup to *target* (a folder or a file name) while others write; return the file. The key ring is not in it."""
    if target.is_dir():
        target = target / f"navigator-{utc_now():%Y%m%dT%H%M%S}.tar.gz"
    if target.exists():
        raise CannotDo(f"{target} exists already. Give another name.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        copy = Path(folder) / "navigator.sqlite"
        if database.engine.dialect.name == "sqlite":
            source, made = sqlite3.connect(make_url(database.url).database or ""), sqlite3.connect(copy)
            with made:
                source.backup(made)
            source.close()
        else:
            small = Database(f"sqlite:///{copy}", ring())
            _copy_tables(database, small, lambda _: None)
            small.close()
            made = sqlite3.connect(copy)
        # One file, its log folded in: the archive holds nothing else.
        made.execute("PRAGMA journal_mode=DELETE")
        made.close()
        about = {"made": utc_now().isoformat(timespec="seconds"), "step": revision(database)[0]}
        (Path(folder) / "about.json").write_text(json.dumps(about))
        part = target.with_suffix(".part")
        with tarfile.open(part, "w:gz") as archive:
            for name in ("about.json", "navigator.sqlite"):
                archive.add(Path(folder) / name, name)
        part.replace(target)
    target.chmod(0o600)
    return target


def restore(database: Database, source: Path, force: bool, tell: Callable[[str], None]) -> int:
    """Put a backup in the place of the database; return how many rows there are. Refuses over rows that are there unless *force*."""
    if not source.is_file() or not tarfile.is_tarfile(source):
        raise CannotDo(f"{source} is not a backup. Give a file that `navigator backup` made.")
    upgrade(database)
    if _rows(database) and not force:
        raise CannotDo("The database holds records. To put the backup in their place, say --force.")
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(source) as archive:
            archive.extractall(folder, filter="data")
        copy = Path(folder) / "navigator.sqlite"
        if not copy.is_file():
            raise CannotDo(f"{source} holds no database. Give a file that `navigator backup` made.")
        before = Database(f"sqlite:///{copy}", ring())
        upgrade(before)
        _check_keys(before)
        rows = _copy_tables(before, database, tell)
        before.close()
        return rows


def move(database: Database, url: str, tell: Callable[[str], None]) -> int:
    """Carry everything to the database at *url*, which must be empty; return how many rows went."""
    if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        raise CannotDo("Give an address such as postgresql://name:password@host/database.")
    target = Database(url, ring())
    if _has_tables(target) and _rows(target):
        raise CannotDo("The other database holds records already. Give an empty one.")
    upgrade(database)
    upgrade(target)
    rows = _copy_tables(database, target, tell)
    target.close()
    return rows


def _has_tables(database: Database) -> bool:
    from sqlalchemy import inspect

    return inspect(database.engine).has_table("staff")


def _rows(database: Database) -> int:
    with database.engine.connect() as connection:
        return sum(
            connection.execute(text(f'SELECT count(*) FROM "{table.name}"')).scalar_one()
            for table in Base.metadata.sorted_tables
            if table.name != "role"
        )


def _check_keys(database: Database) -> None:
    """Read one sealed value, so that a restore with the wrong key ring is refused before anything is lost."""
    try:
        with database.session() as session:
            session.scalar(select(Case.called).limit(1))
    except Unreadable:
        raise CannotDo(
            "The key ring does not open this backup. Bring back the key ring that was in use when it was made."
        ) from None


def _copy_tables(source: Database, target: Database, tell: Callable[[str], None]) -> int:
    """Copy every row as it stands, sealed values sealed; the target's rows go. One transaction: all or nothing."""
    upgrade(target)
    total = 0
    # Plain engines: our own column types would open and seal each value again.
    reader, writer = create_engine(source.url), create_engine(target.url)
    tables = Base.metadata.sorted_tables
    with reader.connect() as old, writer.begin() as new:
        for table in reversed(tables):
            new.execute(text(f'DELETE FROM "{table.name}"'))
        for table in tables:
            names = [column.name for column in table.columns]
            quoted = ", ".join(f'"{name}"' for name in names)
            rows = old.execution_options(yield_per=ROWS_AT_ONCE).execute(
                text(f'SELECT {quoted} FROM "{table.name}" ORDER BY 1')
            )
            count = 0
            for part in rows.partitions(ROWS_AT_ONCE):
                values = [dict(zip(names, map(_plain, table.columns, row), strict=True)) for row in part]
                new.execute(
                    text(f'INSERT INTO "{table.name}" ({quoted}) VALUES ({", ".join(f":{name}" for name in names)})'),
                    values,
                )
                count += len(values)
            total += count
            tell(f"{table.name}: {count}")
            if new.dialect.name == "postgresql" and "id" in names and table.columns["id"].type.python_type is int:
                new.execute(
                    text(
                        f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), coalesce(max(id), 1), max(id) IS NOT NULL) FROM \"{table.name}\""
                    )
                )
    reader.dispose()
    writer.dispose()
    return total


def _plain(column: object, value: object) -> object:
    """Return a value as either database takes it: SQLite keeps moments as text and truths as numbers."""
    kind = getattr(column, "type", None)
    kind = getattr(kind, "impl_instance", kind)
    if isinstance(kind, DateTime) and isinstance(value, str):
        return datetime.fromisoformat(value)
    if isinstance(kind, Boolean) and value is not None:
        return bool(value)
    if isinstance(value, dict | list):
        return json.dumps(value)
    return value
