"""Referrals that close: their states, who moved them when, and how long each may wait."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from navigator.casework.case import Case
from navigator.casework.staff import User
from navigator.database import Base, Moment, Sealed, new_id, utc_now

#: State → the states that may follow it. Draft is the first; the last line's states are ends.
STATES: dict[str, tuple[str, ...]] = {
    "draft": ("sent", "withdrawn"),
    "sent": ("seen", "more-wanted", "accepted", "declined", "withdrawn", "expired"),
    "seen": ("more-wanted", "accepted", "declined", "withdrawn", "expired"),
    "more-wanted": ("sent", "accepted", "declined", "withdrawn", "expired"),
    "accepted": ("started", "finished", "declined", "withdrawn"),
    "started": ("finished", "withdrawn"),
    "finished": (),
    "declined": (),
    "withdrawn": (),
    "expired": ("sent",),
}
WAITING = ("sent", "seen", "more-wanted")
#: Why a service says no, each counted.
DECLINE_REASONS = (
    "full",
    "not-for-them",
    "area",
    "age",
    "language",
    "could-not-reach",
    "did-not-want",
    "closed",
    "other",
)
ROUTES = ("inbox", "email", "phone")
PRIORITIES = ("routine", "soon", "urgent")
#: Working days after which a silent service is chased, and calendar days after which a referral lapses.
CHASE_AFTER = (6, 9)
EXPIRES_AFTER = 30


def _(sentence: str) -> str:
    """Mark a sentence for the catalogue. Referrer and resident are shown the same words, each in their language."""
    return sentence


STATE_SAYS = {
    "draft": _("Not sent yet"),
    "sent": _("Sent. The service has not opened it yet"),
    "seen": _("The service has opened it"),
    "more-wanted": _("The service has asked a question"),
    "accepted": _("The service said yes"),
    "declined": _("The service said no"),
    "started": _("The help has started"),
    "finished": _("The help is finished"),
    "withdrawn": _("Taken back"),
    "expired": _("No answer came. Your navigator has been told"),
}
DECLINE_SAYS = {
    "full": _("They have no room now"),
    "not-for-them": _("It is not what they help with"),
    "area": _("They do not serve this area"),
    "age": _("They do not take this age"),
    "language": _("They cannot offer the language"),
    "could-not-reach": _("They could not reach the person"),
    "did-not-want": _("The person did not want it"),
    "closed": _("The service has closed"),
    "other": _("Another reason"),
}


class StateNotNext(Exception):
    """A move the states do not allow: somebody else was quicker, or the link is old."""


class Referral(Base):
    """A request, with consent, that a service take up a need. From a navigator, a professional, or the resident themself."""

    __tablename__ = "referral"
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(24), unique=True, default=new_id)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("resident_case.id", ondelete="CASCADE"), index=True)
    agency_id: Mapped[str | None] = mapped_column(ForeignKey("agency.id"))
    from_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    source: Mapped[str] = mapped_column(String(12), default="navigator")
    service_id: Mapped[str] = mapped_column(String(80), index=True)
    need: Mapped[str] = mapped_column(String(40))
    route: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(12), default="draft", index=True)
    version: Mapped[int] = mapped_column(default=1)
    consent_id: Mapped[int | None] = mapped_column(ForeignKey("consent.id"))
    reason: Mapped[str] = mapped_column(Sealed("referral.reason"))
    person: Mapped[str] = mapped_column(Sealed("referral.person"))
    reach: Mapped[str | None] = mapped_column(Sealed("referral.reach"))
    language: Mapped[str] = mapped_column(String(10), default="en")
    referrer: Mapped[str | None] = mapped_column(Sealed("referral.referrer"))
    priority: Mapped[str] = mapped_column(String(8), default="routine")
    due: Mapped[date | None] = mapped_column(Date)
    assigned_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    declined_for: Mapped[str] = mapped_column(String(20), default="")
    link_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    link_ends_at: Mapped[datetime | None] = mapped_column(Moment)
    chased: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime] = mapped_column(Moment, default=utc_now)
    sent_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    case: Mapped[Case | None] = relationship()
    sender: Mapped[User | None] = relationship(foreign_keys=[from_id])
    assigned: Mapped[User | None] = relationship(foreign_keys=[assigned_id])
    events: Mapped[list[ReferralEvent]] = relationship(
        back_populates="referral", cascade="all, delete-orphan", order_by="ReferralEvent.id"
    )

    def move(self, state: str, actor: str, at: datetime, said: str = "") -> None:
        """Move to *state*. Raises `StateNotNext` when that does not follow from where it stands. *said* is kept sealed."""
        if state not in STATES[self.state]:
            raise StateNotNext(f"A referral that is {self.state} cannot become {state}.")
        self.state = state
        self.version += 1
        if state == "sent":
            self.sent_at, self.chased = at, 0
        if state in ("accepted", "declined") and self.answered_at is None:
            self.answered_at = at
        self.events.append(ReferralEvent(state=state, actor=actor, at=at, said=said or None))

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return bool(STATES[self.state]) and self.state != "expired"


class ReferralEvent(Base):
    """One move of a referral: to which state, by whom, when, with what words."""

    __tablename__ = "referral_event"
    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(12))
    actor: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(Moment)
    said: Mapped[str | None] = mapped_column(Sealed("referral_event.said"))
    referral: Mapped[Referral] = relationship(back_populates="events")


class DeskState(Base):
    """What a service's desk says of itself: whether it takes people now, and about how long they wait."""

    __tablename__ = "desk_state"
    service_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    capacity: Mapped[str] = mapped_column(String(10), default="open")
    wait_days: Mapped[int | None]
    changed_at: Mapped[datetime] = mapped_column(Moment, default=utc_now)


class Outcome(Base):
    """What came of a referral or a plan, as the resident says: did it help, what got in the way, what changed."""

    __tablename__ = "outcome"
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(24), unique=True, default=new_id)
    case_id: Mapped[int] = mapped_column(ForeignKey("resident_case.id", ondelete="CASCADE"), index=True)
    referral_id: Mapped[int | None] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"))
    due: Mapped[date] = mapped_column(Date, index=True)
    asked_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by: Mapped[str] = mapped_column(String(12), default="")
    got_there: Mapped[str] = mapped_column(String(8), default="")
    in_the_way: Mapped[str] = mapped_column(String(20), default="")
    helped: Mapped[str] = mapped_column(String(8), default="")
    words: Mapped[str | None] = mapped_column(Sealed("outcome.words"))
    link_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    link_ends_at: Mapped[datetime | None] = mapped_column(Moment)
    case: Mapped[Case] = relationship()
    referral: Mapped[Referral | None] = relationship()


#: What gets in the way, each counted.
IN_THE_WAY = (
    "no-answer",
    "waiting-list",
    "not-for-me",
    "language",
    "cost",
    "too-far",
    "changed-mind",
    "unwell",
    "other",
)
