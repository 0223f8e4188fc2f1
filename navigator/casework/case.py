"""A case, kept small: what a resident wants to be called, how it is safe to reach them, what they need."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from navigator.casework.staff import Agency, User
from navigator.database import Base, Moment, Sealed, new_id, ring, utc_now

#: Age bands, as residents' pages ask them.
AGE_BANDS = ("under-16", "16-17", "18-25", "26-65", "66-plus", "")
#: Ways to reach somebody, as they chose.
WAYS = ("phone", "text", "email", "post", "none")


class Case(Base):
    """One resident, as far as they agreed to be kept. `version` grows with each change, so that two editors never overwrite."""

    __tablename__ = "resident_case"
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(24), unique=True, default=new_id)
    agency_id: Mapped[str] = mapped_column(ForeignKey("agency.id"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime] = mapped_column(Moment, default=utc_now)
    changed_at: Mapped[datetime] = mapped_column(Moment, default=utc_now, index=True)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    called: Mapped[str] = mapped_column(Sealed("resident_case.called"))
    reach_way: Mapped[str] = mapped_column(String(10), default="none")
    reach_at: Mapped[str | None] = mapped_column(Sealed("resident_case.reach_at"))
    reach_when: Mapped[str | None] = mapped_column(Sealed("resident_case.reach_when"))
    no_messages: Mapped[bool] = mapped_column(default=True)
    language: Mapped[str] = mapped_column(String(10), default="en")
    interpreter: Mapped[bool] = mapped_column(default=False)
    postcode: Mapped[str | None] = mapped_column(Sealed("resident_case.postcode"))
    ward: Mapped[str | None] = mapped_column(String(40))
    age_band: Mapped[str] = mapped_column(String(10), default="")
    needs: Mapped[list[str]] = mapped_column(JSON, default=list)
    nhs_number: Mapped[str | None] = mapped_column(Sealed("resident_case.nhs_number"))
    cares_for: Mapped[str | None] = mapped_column(Sealed("resident_case.cares_for"))
    reach_mark: Mapped[str | None] = mapped_column(String(32), index=True)
    nhs_mark: Mapped[str | None] = mapped_column(String(32), index=True)
    owner: Mapped[User] = relationship(foreign_keys=[owner_id])
    agency: Mapped[Agency] = relationship()
    consents: Mapped[list[Consent]] = relationship(
        back_populates="case", cascade="all, delete-orphan", order_by="Consent.given_at"
    )
    notes: Mapped[list[Note]] = relationship(back_populates="case", cascade="all, delete-orphan", order_by="Note.at")

    def set_reach(self, way: str, at: str) -> None:
        """Set how to reach the resident, with the mark by which a possible duplicate is found."""
        self.reach_way, self.reach_at = way, at or None
        plain = "".join(at.lower().split())
        self.reach_mark = ring().fingerprint(plain, "reach") if plain else None

    def set_nhs_number(self, number: str) -> None:
        """Set the NHS number (already checked), with its mark."""
        self.nhs_number = number or None
        self.nhs_mark = ring().fingerprint(number, "nhs") if number else None

    @property
    def open_consents(self) -> list[Consent]:
        """Consents given and not taken back."""
        return [consent for consent in self.consents if consent.taken_back_at is None]

    def may_be(self, purpose: str, recipient: str = "") -> bool:
        """Return whether the resident agreed to *purpose*, with *recipient* where one is named, and has not taken it back."""
        return any(c.purpose == purpose and (not recipient or c.recipient == recipient) for c in self.open_consents)


#: What a resident can agree to, each by itself.
PURPOSES = ("keep", "share", "follow-up")
#: How they said so.
MANNERS = ("spoken", "signed", "own-phone")


class Consent(Base):
    """A resident's yes: to what, with whom, how and in which language it was said, and whether it was taken back."""

    __tablename__ = "consent"
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(24), unique=True, default=new_id)
    case_id: Mapped[int] = mapped_column(ForeignKey("resident_case.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(12))
    recipient: Mapped[str] = mapped_column(String(80), default="")
    need: Mapped[str] = mapped_column(String(40), default="")
    manner: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(10))
    given_at: Mapped[datetime] = mapped_column(Moment, default=utc_now)
    given_to_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    taken_back_at: Mapped[datetime | None] = mapped_column(Moment)
    case: Mapped[Case] = relationship(back_populates="consents")


class Note(Base):
    """A navigator's own words about a case."""

    __tablename__ = "case_note"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("resident_case.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime] = mapped_column(Moment, default=utc_now)
    words: Mapped[str] = mapped_column(Sealed("case_note.words"))
    case: Mapped[Case] = relationship(back_populates="notes")
    author: Mapped[User] = relationship()


def nhs_number_problem(typed: str) -> str | None:
    """Return why *typed* cannot be an NHS number ("length" or "digit"), or None. Spaces and dashes are forgiven."""
    digits = "".join(c for c in typed if c.isdigit())
    if len(digits) != 10:
        return "length"
    check = 11 - sum(int(d) * (10 - place) for place, d in enumerate(digits[:9])) % 11
    return None if (check % 11) == int(digits[9]) and check != 10 else "digit"
