"""A plan: goals in the resident's words, steps, a named lead, what was tried; and how much it matters, scored by them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from navigator.casework.case import Case
from navigator.casework.staff import User
from navigator.database import Base, Moment, Sealed, new_id, utc_now

STEP_STATES = ("to-do", "done", "dropped")
#: The Office for National Statistics' four questions on personal well-being, each 0 to 10. Open Government Licence.
WELLBEING = ("satisfied", "worthwhile", "happy", "anxious")


class Plan(Base):
    """The steps resident and navigator agreed. A case has one at a time."""

    __tablename__ = "plan"
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(24), unique=True, default=new_id)
    case_id: Mapped[int] = mapped_column(ForeignKey("resident_case.id", ondelete="CASCADE"), unique=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    version: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime] = mapped_column(Moment, default=utc_now)
    link_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    link_token: Mapped[str | None] = mapped_column(Sealed("plan.link_token"))
    link_secret_hash: Mapped[str | None] = mapped_column(String(200))
    link_ends_at: Mapped[datetime | None] = mapped_column(Moment)
    case: Mapped[Case] = relationship()
    lead: Mapped[User] = relationship()
    goals: Mapped[list[Goal]] = relationship(back_populates="plan", cascade="all, delete-orphan", order_by="Goal.id")
    steps: Mapped[list[Step]] = relationship(back_populates="plan", cascade="all, delete-orphan", order_by="Step.id")
    scores: Mapped[list[Score]] = relationship(cascade="all, delete-orphan", order_by="Score.at")


class Goal(Base):
    """What matters to the resident, in their words."""

    __tablename__ = "goal"
    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    words: Mapped[str] = mapped_column(Sealed("goal.words"))
    need: Mapped[str] = mapped_column(String(40), default="")
    plan: Mapped[Plan] = relationship(back_populates="goals")


class Step(Base):
    """Who does what, by when, with which service. A dropped step says why it did not fit."""

    __tablename__ = "plan_step"
    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    who: Mapped[str] = mapped_column(String(20), default="resident")
    words: Mapped[str] = mapped_column(Sealed("plan_step.words"))
    service_id: Mapped[str] = mapped_column(String(80), default="")
    due: Mapped[date | None] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(10), default="to-do")
    why_not: Mapped[str] = mapped_column(String(20), default="")
    plan: Mapped[Plan] = relationship(back_populates="steps")


class Score(Base):
    """A number a resident gave: for a goal, or for one of the four questions on well-being."""

    __tablename__ = "score"
    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    about: Mapped[str] = mapped_column(String(20))
    value: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment, default=utc_now)
