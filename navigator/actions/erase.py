"""Erase what is personal: one case because somebody asked, or everything whose time is over. Only counts remain."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from navigator.casework.audit import note
from navigator.casework.carry import Carried
from navigator.casework.case import Case
from navigator.casework.plan import Plan
from navigator.casework.referral import Outcome, Referral
from navigator.casework.staff import Attempt, Glass, Invitation
from navigator.clock import utc_now
from navigator.insight.tally import add
from navigator.messages.outbox import Outgoing
from navigator.yaml_files import YamlFile

RETENTION = Path(__file__).parent.parent / "casework" / "retention.yaml"


def erase_case(session: Session, actor: str, case: Case, why: str) -> None:
    """Erase a case and all that hangs on it, leaving counts and a line in the trail."""
    month = case.made_at.strftime("%Y-%m")
    for need in case.needs or ["none"]:
        add(session, month, "case", need)
    for referral in session.scalars(select(Referral).where(Referral.case_id == case.id)):
        count_referral(session, referral)
    for outcome in session.scalars(select(Outcome).where(Outcome.case_id == case.id, Outcome.answered_at.is_not(None))):
        count_outcome(session, outcome)
    note(session, actor, "erase", f"case:{case.public_id}", why)
    session.execute(delete(Outcome).where(Outcome.case_id == case.id))
    for plan in session.scalars(select(Plan).where(Plan.case_id == case.id)):
        session.delete(plan)
    for referral in session.scalars(select(Referral).where(Referral.case_id == case.id)):
        session.delete(referral)
    session.flush()
    session.delete(case)
    session.flush()


def count_referral(session: Session, referral: Referral) -> None:
    """Leave a referral's counts: which service and need, how it ended, why not."""
    month = referral.made_at.strftime("%Y-%m")
    add(session, month, "referral", f"{referral.service_id}:{referral.state}")
    if referral.declined_for:
        add(session, month, "declined", f"{referral.service_id}:{referral.declined_for}")


def count_outcome(session: Session, outcome: Outcome) -> None:
    """Leave an outcome's counts: whether they got there, whether it helped, what got in the way."""
    month = (outcome.answered_at or utc_now()).strftime("%Y-%m")
    service = outcome.referral.service_id if outcome.referral else "plan"
    add(session, month, "helped", f"{service}:{outcome.helped or 'not-said'}")
    if outcome.in_the_way:
        add(session, month, "in-the-way", f"{service}:{outcome.in_the_way}")


def retention() -> dict[str, int]:
    """Return how many days each kind is kept."""
    data = YamlFile(RETENTION).data
    return {kind: int(of["days"]) for kind, of in data.items()}


def overdue(session: Session) -> dict[str, int]:
    """Return how many records of each kind are past their time."""
    return {
        kind: session.scalar(select(func.count()).select_from(table).where(past)) or 0
        for kind, (table, past) in _past(session).items()
    }


def _past(session: Session) -> dict[str, tuple[type, object]]:
    now, days = utc_now(), retention()

    def before(kind: str) -> object:
        return now - timedelta(days=days[kind])

    return {
        "closed-case": (Case, Case.closed_at < before("closed-case")),
        "quiet-case": (Case, (Case.closed_at.is_(None)) & (Case.changed_at < before("quiet-case"))),
        "referral-without-case": (
            Referral,
            (Referral.case_id.is_(None)) & (Referral.made_at < before("referral-without-case")),
        ),
        "letter": (Outgoing, (Outgoing.state.in_(("sent", "stuck"))) & (Outgoing.made_at < before("letter"))),
        "carried-list": (Carried, Carried.ends_at < before("carried-list")),
        "invitation": (Invitation, Invitation.expires_at < before("invitation")),
        "wrong-try": (Attempt, Attempt.at < before("wrong-try")),
        "broken-glass": (Glass, Glass.at < before("broken-glass")),
    }  # type: ignore[return-value]


def erase_overdue(session: Session, tell: Callable[[str], None]) -> dict[str, int]:
    """Erase every record past its time; return how many of each kind went."""
    gone = {}
    for kind, (table, past) in _past(session).items():
        rows = list(session.scalars(select(table).where(past)))
        for row in rows:
            if isinstance(row, Case):
                erase_case(session, "clock", row, f"kept {retention()[kind]} days")
            else:
                if isinstance(row, Referral):
                    count_referral(session, row)
                session.delete(row)
        gone[kind] = len(rows)
        if rows:
            note(session, "clock", "retention", kind, str(len(rows)))
            tell(f"{kind}: {len(rows)} erased")
    return gone
