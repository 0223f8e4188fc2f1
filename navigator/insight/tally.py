"""Tallies: how often something happened in a month. Nothing in a tally leads back to anybody."""

from __future__ import annotations

from sqlalchemy import String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from navigator.database import Base


class Tally(Base):
    """One count: in which month, of what ("referral", "outcome", "case"), and which ("service:state", "need:helped"…)."""

    __tablename__ = "tally"
    __table_args__ = (UniqueConstraint("month", "what", "which"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[str] = mapped_column(String(7), index=True)
    what: Mapped[str] = mapped_column(String(30))
    which: Mapped[str] = mapped_column(String(160))
    number: Mapped[int] = mapped_column(default=0)


def add(session: Session, month: str, what: str, which: str, number: int = 1) -> None:
    """Add *number* to a tally."""
    row = session.scalar(select(Tally).where(Tally.month == month, Tally.what == what, Tally.which == which))
    if row is None:
        row = Tally(month=month, what=what, which=which[:160], number=0)
        session.add(row)
    row.number += number
    session.flush()
