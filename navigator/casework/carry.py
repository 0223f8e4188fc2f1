"""A list carried from one screen to another: needs and services, nothing about who, under a short code that works once."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import String, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from navigator.database import Base, Moment, Sealed, utc_now

#: How long a spoken code lives, and a link kept on one's own phone.
CODE_LASTS, LINK_LASTS = timedelta(minutes=15), timedelta(hours=24)
#: No letter that sounds or looks like another, and no vowel: a code read out over a noisy room, and never a word.
LETTERS = "BCDFGHJKMPQRTWXY346789"
CODE_LENGTH = 6


class Carried(Base):
    """What one code carries. Only the code's hash is kept."""

    __tablename__ = "carried"
    id: Mapped[int] = mapped_column(primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    what: Mapped[str] = mapped_column(Sealed("carried.what"))
    ends_at: Mapped[datetime] = mapped_column(Moment, index=True)
    taken_at: Mapped[datetime | None] = mapped_column(Moment)


def hash_of(code: str) -> str:
    """Return the hash a code or link token is kept by. Spaces, dashes and small letters in a spoken code are forgiven."""
    plain = "".join(c for c in code.upper() if c.isalnum()) if len(code) < 20 else code
    return hashlib.sha256(plain.encode()).hexdigest()


def carry(session: Session, what: str, lasts: timedelta = CODE_LASTS, link: bool = False) -> str:
    """Keep *what* for a while; return the code (or the token of a link) that fetches it once."""
    session.execute(delete(Carried).where(Carried.ends_at < utc_now()))
    code = secrets.token_urlsafe(24) if link else "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    session.add(Carried(code_hash=hash_of(code), what=what, ends_at=utc_now() + lasts))
    session.flush()
    return code


def look(session: Session, code: str) -> str | None:
    """Return what a code carries, without taking it; None when it is wrong, used or over."""
    row = _row(session, code)
    return row.what if row and row.taken_at is None else None


def fetch(session: Session, code: str, keep: bool = False) -> str | None:
    """Return what a code carries, once; None when it is wrong, used or over. With *keep* it goes on working until its time is over."""
    row = _row(session, code)
    if row is None or row.taken_at is not None:
        return None
    what = row.what
    if keep:
        return what
    # Two fetches at once: only one of them takes it.
    taken = session.execute(
        update(Carried).where(Carried.id == row.id, Carried.taken_at.is_(None)).values(taken_at=utc_now(), what="-")
    )
    return what if taken.rowcount else None  # type: ignore[attr-defined]


def _row(session: Session, code: str) -> Carried | None:
    return session.scalar(select(Carried).where(Carried.code_hash == hash_of(code), Carried.ends_at > utc_now()))


def forget_carried(session: Session) -> int:
    """Delete what is over or was taken; return how many."""
    gone = session.execute(delete(Carried).where((Carried.ends_at < utc_now()) | Carried.taken_at.is_not(None)))
    return gone.rowcount  # type: ignore[attr-defined]
