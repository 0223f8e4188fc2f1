"""The database for what is personal: one engine, sessions, and columns that seal themselves.

SQLite with a write-ahead log by default; PostgreSQL by one setting. Nothing public is read from here, so residents' pages go on when it
is away.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, LargeBinary, MetaData, create_engine, event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase, Session, scoped_session, sessionmaker
from sqlalchemy.types import TypeDecorator

from navigator.clock import utc_now as utc_now
from navigator.keys import KeyRing

#: Names for every constraint, so that SQLite's can be changed by a migration too.
NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

_ring: KeyRing | None = None


class Base(DeclarativeBase):
    """Every table of the database."""

    metadata = MetaData(naming_convention=NAMES)


class Sealed(TypeDecorator[str]):
    """Text that stands encrypted in the database, bound to its table and column."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, place: str):
        super().__init__()
        self.place = place

    def process_bind_param(self, value: str | None, dialect: Any) -> bytes | None:
        return None if value is None else ring().seal(value, self.place)

    def process_result_value(self, value: bytes | None, dialect: Any) -> str | None:
        return None if value is None else ring().open(bytes(value), self.place)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, with its zone on both databases."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


def ring() -> KeyRing:
    """Return the key ring in use. Set by `Database`."""
    if _ring is None:
        raise RuntimeError("the database was used before it was opened with its key ring")
    return _ring


def new_id() -> str:
    """Return a short random id that cannot be guessed: what stands in a desk address."""
    return secrets.token_urlsafe(12).replace("-", "a").replace("_", "b")


class Database:
    """One database, opened with its key ring. `sessions` is the scoped session pages use; `session()` is one for a command."""

    def __init__(self, url: str, keys: KeyRing):
        global _ring
        _ring = keys
        self.url = url.replace("postgresql://", "postgresql+psycopg://", 1)
        self.engine = make_engine(self.url)
        self._maker = sessionmaker(self.engine, expire_on_commit=False)
        self.sessions: scoped_session[Session] = scoped_session(self._maker)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Yield a session that is committed when the block ends well and rolled back when it does not."""
        session = self._maker()
        try:
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.close()

    def close(self) -> None:
        """Close every connection."""
        self.sessions.remove()
        self.engine.dispose()


def make_engine(url: str) -> Engine:
    """Return an engine for *url*, SQLite made safe for several processes."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": 5})

    @event.listens_for(engine, "connect")
    def settle(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "busy_timeout=5000",
            "foreign_keys=ON",
            "secure_delete=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return engine
