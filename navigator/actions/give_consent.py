"""Give consent and take it back, each purpose by itself, with what a no stops told plainly."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from navigator.casework.audit import note
from navigator.casework.case import MANNERS, PURPOSES, Case, Consent
from navigator.casework.referral import Outcome, Referral, StateNotNext
from navigator.casework.staff import Staff
from navigator.clock import utc_now
from navigator.errors import CannotDo


def _(sentence: str) -> str:
    """Mark a sentence for the catalogue. It is shown in the resident's language."""
    return sentence


#: What is read out or shown before a resident says yes, by purpose.
CONSENT_WORDS = {
    "keep": (
        _("May I keep a record?"),
        _("I would write down what you want to be called, how to reach you, what you need, and our plan. Only people of my organisation can read it. You can see it, have it corrected, or have it erased, at any time."),
    ),
    "share": (
        _("May I share this with the service?"),
        _("I would send the service your name, how to reach you, and why you need their help. They see nothing else. You can take this back; what they have already read stays with them."),
    ),
    "follow-up": (
        _("May we ask you later how it went?"),
        _("We would send you a short message or ring you once, to ask if it helped. You do not have to answer."),
    ),
}  # fmt: skip

#: What taking each back stops.
STOPS = {
    "keep": _("Your record is erased now. Services that were already asked keep what they read."),
    "share": _(
        "The request to this service is withdrawn and its link stops working. What they have already read stays with them."
    ),
    "follow-up": _("Nobody will ask you how it went."),
}


def give_consent(
    session: Session,
    by: Staff | None,
    case: Case,
    purpose: str,
    manner: str,
    language: str,
    recipient: str = "",
    need: str = "",
) -> Consent:
    """Return a resident's yes, noted. Raises `CannotDo` when it is not said to what, or how."""
    if purpose not in PURPOSES or manner not in MANNERS:
        raise CannotDo("Say what the resident agreed to, and how they said it.")
    consent = Consent(
        purpose=purpose,
        recipient=recipient,
        need=need,
        manner=manner,
        language=language,
        given_at=utc_now(),
        given_to_id=by.id if by else None,
    )
    case.consents.append(consent)
    session.flush()
    note(
        session,
        by.public_id if by else "resident",
        "consent given",
        f"case:{case.public_id}",
        f"{purpose} {recipient} {need} {manner} {language}".strip(),
    )
    return consent


def take_back(session: Session, by: Staff | None, consent: Consent) -> str:
    """Take a yes back and stop what rested on it; return "erased" when the whole record went with it, else ""."""
    case, actor = consent.case, by.public_id if by else "resident"
    consent.taken_back_at = utc_now()
    note(
        session, actor, "consent taken back", f"case:{case.public_id}", f"{consent.purpose} {consent.recipient}".strip()
    )
    if consent.purpose == "share":
        for referral in session.scalars(select(Referral).where(Referral.consent_id == consent.id)):
            referral.link_hash = None
            try:
                referral.move("withdrawn", actor, utc_now())
            except StateNotNext:
                continue  # it was over already
    elif consent.purpose == "follow-up" and not case.may_be("follow-up"):
        for outcome in session.scalars(
            select(Outcome).where(Outcome.case_id == case.id, Outcome.answered_at.is_(None))
        ):
            session.delete(outcome)
    elif consent.purpose == "keep" and not case.may_be("keep"):
        from navigator.actions.erase import erase_case

        erase_case(session, actor, case, "consent taken back")
        return "erased"
    return ""
