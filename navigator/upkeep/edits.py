"""Edits, reports and the links by which providers say their entry is still right."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from navigator.database import Base, Moment, Sealed, new_id, utc_now

STATES = ("waiting", "approved", "sent-back", "reverted")
#: What can be wrong with an entry, as a resident taps it.
REPORTS = ("phone", "closed", "hours", "not-for-me", "other", "not-found", "reads-wrong")
#: Months between askings.
RHYTHMS = (1, 3, 6, 12)


class Edit(Base):
    """A proposed change to one service: the fields of its file before and after, who, why, and what came of it."""

    __tablename__ = "directory_edit"
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(24), unique=True, default=new_id)
    service_id: Mapped[str] = mapped_column(String(80), index=True)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    why: Mapped[str] = mapped_column(String(500))
    by: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(10), default="waiting", index=True)
    made_at: Mapped[datetime] = mapped_column(Moment, default=utc_now)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[str] = mapped_column(String(60), default="")
    answer: Mapped[str] = mapped_column(String(500), default="")
    pulled_at: Mapped[datetime | None] = mapped_column(Moment)
    #: The last day it holds: a closure over Christmas ends by itself.
    until: Mapped[date | None] = mapped_column(Date)


class Report(Base):
    """Something wrong, or not found, as somebody told us in a tap. No address of theirs is kept."""

    __tablename__ = "directory_report"
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(24), unique=True, default=new_id)
    service_id: Mapped[str] = mapped_column(String(80), default="", index=True)
    kind: Mapped[str] = mapped_column(String(12))
    needs: Mapped[list[str]] = mapped_column(JSON, default=list)
    words: Mapped[str | None] = mapped_column(Sealed("directory_report.words"))
    language: Mapped[str] = mapped_column(String(10))
    made_at: Mapped[datetime] = mapped_column(Moment, default=utc_now, index=True)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by: Mapped[str] = mapped_column(String(60), default="")
    answer: Mapped[str] = mapped_column(String(500), default="")


class Asking(Base):
    """Whom we ask whether a service's entry is still right, and how often."""

    __tablename__ = "directory_asking"
    service_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    email: Mapped[str] = mapped_column(Sealed("directory_asking.email"))
    months: Mapped[int] = mapped_column(default=6)
    trusted: Mapped[bool] = mapped_column(default=False)
    next_on: Mapped[date] = mapped_column(Date)
    asked_at: Mapped[datetime | None] = mapped_column(Moment)
    reminders: Mapped[int] = mapped_column(default=0)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    link_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    link_ends_at: Mapped[datetime | None] = mapped_column(Moment)
    #: A campaign's question, and the day until which its answer holds.
    question: Mapped[str] = mapped_column(String(120), default="")
    holds_until: Mapped[date | None] = mapped_column(Date)


def approved(session: Session, today: date) -> dict[str, dict[str, Any]]:
    """Return the fields of every service with a standing approved edit, the newest of each, by id."""
    standing: dict[str, dict[str, Any]] = {}
    rows = session.scalars(
        select(Edit).where(Edit.state == "approved", Edit.pulled_at.is_(None)).order_by(Edit.decided_at, Edit.id)
    )
    for row in rows:
        if row.until is None or row.until >= today:
            standing[row.service_id] = row.after
    return standing


def mark_of(session: Session) -> str:
    """Return a mark that changes whenever what is approved changes: by it a node knows that it must bake."""
    count, newest = session.execute(
        select(func.count(Edit.id), func.max(Edit.decided_at)).where(Edit.state.in_(("approved", "reverted")))
    ).one()
    return f"{count}:{newest.isoformat() if newest else ''}"
