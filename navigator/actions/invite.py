"""Invite somebody to the desk, and let them in: accounts are by invitation only."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from navigator.casework.audit import note
from navigator.casework.carry import hash_of
from navigator.casework.permissions import ROLES
from navigator.casework.staff import Agency, Invitation, Role, Staff
from navigator.clock import utc_now
from navigator.errors import CannotDo

INVITATION_LASTS = timedelta(hours=72)


def invite(
    session: Session, email: str, name: str, roles: list[str], agency_id: str | None, by: Staff | None
) -> tuple[Invitation, str]:
    """Return an invitation and the token of its link. Raises `CannotDo` with a sentence."""
    email = email.strip().lower()
    if "@" not in email or " " in email:
        raise CannotDo("Give an e-mail address such as name@example.org.")
    if not name.strip():
        raise CannotDo("Give the person's name.")
    unknown = [role for role in roles if role not in ROLES]
    if unknown or not roles:
        raise CannotDo(f"Choose one or more of these roles: {', '.join(ROLES)}.")
    if session.scalar(select(Staff).where(Staff.email == email)):
        raise CannotDo("Somebody with this e-mail address has an account already.")
    if agency_id and session.get(Agency, agency_id) is None:
        raise CannotDo("There is no such agency. Make it first.")
    if not agency_id and set(roles) - {"administrator", "insight-reader", "directory-editor"}:
        raise CannotDo("Navigators, supervisors and referral desks belong to an agency. Choose one.")
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        token_hash=hash_of(token), email=email, name=name.strip()[:120], agency_id=agency_id, roles=roles,
        invited_by=by.id if by else None, expires_at=utc_now() + INVITATION_LASTS,
    )  # fmt: skip
    session.add(invitation)
    session.flush()
    note(session, by.public_id if by else "command", "invite", f"invitation:{invitation.id}", ", ".join(roles))
    return invitation, token


def find_invitation(session: Session, token: str) -> Invitation | None:
    """Return the invitation a link leads to while it can be used."""
    return session.scalar(
        select(Invitation).where(
            Invitation.token_hash == hash_of(token), Invitation.used_at.is_(None), Invitation.expires_at > utc_now()
        )
    )


def make_roles(session: Session) -> dict[str, Role]:
    """Return every role by name, making those the tables lack."""
    known = {role.name: role for role in session.scalars(select(Role))}
    for name, says in ROLES.items():
        if name not in known:
            known[name] = Role(name=name, description=says[:255])
            session.add(known[name])
    session.flush()
    return known


def accept_invitation(
    session: Session, invitation: Invitation, password_hash: str, totp_secret: str, recovery_codes: list[str]
) -> Staff:
    """Return the account an invitation becomes, once password and second factor are set. It works once."""
    roles = make_roles(session)
    person = Staff(
        email=invitation.email, name=invitation.name, agency_id=invitation.agency_id, password=password_hash, active=True,
        fs_uniquifier=secrets.token_hex(32), tf_primary_method="authenticator", tf_totp_secret=totp_secret,
        mf_recovery_codes=recovery_codes, confirmed_at=utc_now().replace(tzinfo=None),
    )  # fmt: skip
    person.roles = [roles[name] for name in invitation.roles]
    invitation.used_at = utc_now()
    session.add(person)
    session.flush()
    note(session, person.public_id, "join", f"staff:{person.public_id}", ", ".join(invitation.roles))
    return person


def end_sessions(person: Staff) -> None:
    """Sign somebody out everywhere."""
    person.fs_uniquifier = secrets.token_hex(32)
    person.signed_out_at = utc_now()


def set_roles(session: Session, person: Staff, roles: list[str], by: Staff) -> None:
    """Give somebody other roles; their open sessions end."""
    known = make_roles(session)
    person.roles = [known[name] for name in roles if name in known]
    end_sessions(person)
    note(session, by.public_id, "set roles", f"staff:{person.public_id}", ", ".join(roles))


def make_agency(session: Session, agency_id: str, name: str, services: list[str]) -> Agency:
    """Return an agency, made or changed."""
    agency = session.get(Agency, agency_id) or Agency(id=agency_id)
    agency.name, agency.services = name, services
    session.add(agency)
    session.flush()
    return agency
