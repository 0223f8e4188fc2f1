"""People who sign in, the agencies they work for, what they may do."""

from __future__ import annotations

from datetime import datetime

from flask_security.models import sqla
from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from navigator.database import Base, Moment, Sealed, new_id, utc_now

sqla.FsModels.set_db_info(
    base_model=Base, user_table_name="staff", role_table_name="role", webauthn_table_name="passkey"
)


class Agency(Base):
    """An organisation whose navigators or services work here. `services` are ids of directory services whose desk it holds."""

    __tablename__ = "agency"
    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    services: Mapped[list[str]] = mapped_column(JSON, default=list)


class Role(Base, sqla.FsRoleMixin):
    """What somebody may do, by name; `permissions.py` says what each name means."""

    __tablename__ = "role"


class User(Base, sqla.FsUserMixin):
    """Someone who signs in: called User only because Flask-Security finds it by that name; we say `Staff`."""

    __tablename__ = "staff"
    public_id: Mapped[str] = mapped_column(String(24), unique=True, default=new_id)
    name: Mapped[str] = mapped_column(String(120), default="")
    agency_id: Mapped[str | None] = mapped_column(ForeignKey("agency.id"))
    totp_counter: Mapped[int | None]
    signed_out_at: Mapped[datetime | None] = mapped_column(Moment)
    # The public half: shown to residents under "Meet a navigator" when `listed`.
    listed: Mapped[bool] = mapped_column(default=False)
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    patch: Mapped[list[str]] = mapped_column(JSON, default=list)
    support: Mapped[str] = mapped_column(String(300), default="")
    away_until: Mapped[datetime | None] = mapped_column(Moment)
    covered_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    agency: Mapped[Agency | None] = relationship(foreign_keys=[agency_id])

    @property
    def role_names(self) -> frozenset[str]:
        """The names of this person's roles."""
        return frozenset(role.name for role in self.roles)


class WebAuthn(Base, sqla.FsWebAuthnMixin):
    """A passkey of someone who signs in."""

    __tablename__ = "passkey"


Staff = User


class Invitation(Base):
    """An account offered: only the hash of its link is kept, it works once and for 72 hours."""

    __tablename__ = "invitation"
    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(255))
    name: Mapped[str] = mapped_column(String(120))
    agency_id: Mapped[str | None] = mapped_column(ForeignKey("agency.id"))
    roles: Mapped[list[str]] = mapped_column(JSON)
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    made_at: Mapped[datetime] = mapped_column(Moment, default=utc_now)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class Attempt(Base):
    """A failed try to sign in or to use a code, by what was tried and from where (both hashed), for limiting tries."""

    __tablename__ = "attempt"
    id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(Moment, default=utc_now, index=True)


class Glass(Base):
    """A look into another agency's case, with a reason. It lasts an hour and is reported to that agency's supervisors."""

    __tablename__ = "broken_glass"
    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    case_public_id: Mapped[str] = mapped_column(String(24), index=True)
    agency_id: Mapped[str] = mapped_column(ForeignKey("agency.id"))
    reason: Mapped[str] = mapped_column(Sealed("broken_glass.reason"))
    at: Mapped[datetime] = mapped_column(Moment, default=utc_now)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime | None] = mapped_column(Moment)
    staff: Mapped[User] = relationship()


class OutreachSession(Base):
    """Where and when a navigator sits: a place of the directory or in words, on a weekday or a date."""

    __tablename__ = "outreach_session"
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(24), unique=True, default=new_id)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    place: Mapped[str] = mapped_column(String(160))
    postcode: Mapped[str] = mapped_column(String(10), default="")
    weekday: Mapped[int | None]
    on_date: Mapped[str | None] = mapped_column(String(10))
    starts: Mapped[str] = mapped_column(String(5))
    ends: Mapped[str] = mapped_column(String(5))
    note: Mapped[str] = mapped_column(String(200), default="")
    staff: Mapped[User] = relationship()
