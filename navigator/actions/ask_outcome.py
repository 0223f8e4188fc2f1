"""Ask whether it helped: by a link in the resident's language, or by the navigator; and count what came of it."""

from __future__ import annotations

import secrets
from collections import Counter
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from navigator.actions.make_plan import add_score, plan_of
from navigator.casework.audit import note
from navigator.casework.carry import hash_of
from navigator.casework.case import Case
from navigator.casework.referral import IN_THE_WAY, Outcome, Referral
from navigator.clock import today, utc_now
from navigator.errors import CannotDo
from navigator.insight.tally import Tally
from navigator.messages.outbox import put

LINK_LASTS = timedelta(days=30)


def _(sentence: str) -> str:
    """Mark a sentence for the catalogue."""
    return sentence


GOT_THERE = {"yes": _("Yes"), "partly": _("I started"), "no": _("No")}
HELPED = {"a-lot": _("A lot"), "some": _("Some"), "not": _("Not at all"), "worse": _("It got worse")}
IN_THE_WAY_SAYS = {
    "no-answer": _("Nobody answered"),
    "waiting-list": _("There was a long wait"),
    "not-for-me": _("It was not right for me"),
    "language": _("The language"),
    "cost": _("The cost"),
    "too-far": _("It was too far"),
    "changed-mind": _("I changed my mind"),
    "unwell": _("I was unwell"),
    "other": _("Something else"),
}


def ask_due(session: Session, site: str) -> int:
    """Send the question to whoever it falls due for and is safe to write to; return how many. Others wait on the navigator's list."""
    sent = 0
    for outcome in session.scalars(
        select(Outcome).where(Outcome.due <= today(), Outcome.asked_at.is_(None), Outcome.answered_at.is_(None))
    ):
        case = outcome.case
        if (
            case.no_messages
            or case.reach_way not in ("text", "email")
            or not case.reach_at
            or not case.may_be("follow-up")
        ):
            continue
        token = secrets.token_urlsafe(24)
        outcome.link_hash, outcome.link_ends_at, outcome.asked_at = hash_of(token), utc_now() + LINK_LASTS, utc_now()
        put(session, case.reach_way, case.reach_at, "did-it-help", case.language, {"link": f"{site}/{case.language}/did-it-help/{token}"},
            reference=f"outcome-{outcome.public_id}")  # fmt: skip
        note(session, "clock", "ask outcome", f"case:{case.public_id}")
        sent += 1
    return sent


def by_link(session: Session, token: str) -> Outcome | None:
    """Return the question a link leads to while it waits for an answer."""
    return session.scalar(
        select(Outcome).where(
            Outcome.link_hash == hash_of(token), Outcome.link_ends_at > utc_now(), Outcome.answered_at.is_(None)
        )
    )


def answer_outcome(
    session: Session,
    outcome: Outcome,
    by: str,
    got_there: str,
    helped: str,
    in_the_way: str,
    words: str,
    scores: dict[str, int],
) -> None:
    """Keep what the resident says came of it. *by* is "resident" or a navigator's id."""
    if got_there not in GOT_THERE:
        raise CannotDo("Say whether you got there.")
    if (helped and helped not in HELPED) or (in_the_way and in_the_way not in IN_THE_WAY):
        raise CannotDo("Choose one of the answers.")
    outcome.got_there, outcome.helped, outcome.in_the_way, outcome.words = got_there, helped, in_the_way, words or None
    outcome.answered_at, outcome.answered_by, outcome.link_hash = (
        utc_now(),
        "resident" if by == "resident" else "navigator",
        None,
    )
    note(session, by, "outcome", f"case:{outcome.case.public_id}", f"{got_there} {helped} {in_the_way}".strip())
    if plan_of(session, outcome.case):
        for about, value in scores.items():
            add_score(session, None, outcome.case, about, value)


def due_for(session: Session, agency_id: str) -> list[Outcome]:
    """Return the follow-ups an agency's navigators should make now, the longest overdue first."""
    return list(
        session.scalars(
            select(Outcome).join(Case, Outcome.case_id == Case.id)
            .where(Case.agency_id == agency_id, Outcome.answered_at.is_(None), Outcome.due <= today()).order_by(Outcome.due)
        )
    )  # fmt: skip


def count_everything(session: Session) -> dict[str, Counter[str]]:
    """Return counts for insight: referrals by service and state, answers, what got in the way, needs. Of the living and the erased."""
    counts: dict[str, Counter[str]] = {
        name: Counter() for name in ("case", "referral", "declined", "helped", "in-the-way", "dropped")
    }
    for case in session.scalars(select(Case)):
        counts["case"].update(case.needs or ["none"])
    for service_id, state, declined in session.execute(
        select(Referral.service_id, Referral.state, Referral.declined_for)
    ):
        counts["referral"][f"{service_id}:{state}"] += 1
        if declined:
            counts["declined"][f"{service_id}:{declined}"] += 1
    for outcome in session.scalars(select(Outcome).where(Outcome.answered_at.is_not(None))):
        service = outcome.referral.service_id if outcome.referral else "plan"
        counts["helped"][f"{service}:{outcome.helped or 'not-said'}"] += 1
        if outcome.in_the_way:
            counts["in-the-way"][f"{service}:{outcome.in_the_way}"] += 1
    for tally in session.scalars(select(Tally)):
        if tally.what in counts:
            counts[tally.what][tally.which] += tally.number
    return counts
