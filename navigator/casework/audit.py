"""The audit trail: every read and change of a person's record, each row chained to the one before it.

A row's hash covers its own words and the hash before, so a row that is changed, removed or moved breaks the chain where it stood. The
newest hash can be written down elsewhere; then even cutting the end off is found.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from navigator.database import Base, Moment, utc_now

FIRST = "0" * 64


class AuditRow(Base):
    """One thing someone did: who, what, to which record, when, why. Never the record's words."""

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(String(60), index=True)
    deed: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(60), index=True)
    detail: Mapped[str] = mapped_column(String(300), default="")
    before: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


def chain_hash(row: AuditRow) -> str:
    """Return the hash a row should carry."""
    words = [row.at.isoformat(timespec="microseconds"), row.actor, row.deed, row.subject, row.detail, row.before]
    return hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()


def note(session: Session, actor: str, deed: str, subject: str, detail: str = "") -> AuditRow:
    """Append a row to the trail, in the transaction of what it notes."""
    lock(session)
    last = session.scalar(select(AuditRow).order_by(AuditRow.id.desc()).limit(1))
    row = AuditRow(
        at=utc_now(),
        actor=actor[:60],
        deed=deed,
        subject=subject,
        detail=detail[:300],
        before=last.hash if last else FIRST,
    )
    row.hash = chain_hash(row)
    session.add(row)
    session.flush()
    return row


def lock(session: Session) -> None:
    """Make other writers of the trail wait, so that no two rows follow the same one. SQLite's single writer does so by itself."""
    if session.get_bind().dialect.name == "postgresql":
        from sqlalchemy import text

        session.execute(text("SELECT pg_advisory_xact_lock(7261)"))
    else:
        from sqlalchemy import text

        # Becoming the writer before reading the last row: a deferred transaction would read first and then be refused.
        session.execute(text("UPDATE audit SET id = id WHERE id = -1"))


def broken_links(session: Session) -> list[str]:
    """Return what is wrong with the trail, a sentence each; empty when it is whole."""
    found = []
    before, last_id = FIRST, 0
    for row in session.scalars(select(AuditRow).order_by(AuditRow.id)).yield_per(500):
        if row.hash != chain_hash(row):
            found.append(f"Row {row.id} was changed after it was written.")
        if row.before != before:
            found.append(f"Row {row.id} does not follow row {last_id}: a row between them was removed or moved.")
        before, last_id = row.hash, row.id
    return found
