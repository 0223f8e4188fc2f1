"""Hand out everything kept about one resident: as a record to read, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from navigator.actions.keep_case import FIELDS
from navigator.actions.make_plan import plan_of
from navigator.casework.audit import AuditRow
from navigator.casework.case import Case
from navigator.casework.referral import Outcome, Referral


def case_record(
    session: Session, case: Case, service_name: Callable[[str], str], need_name: Callable[[str], str]
) -> dict[str, Any]:
    """Return everything kept about a case, in plain words, section by section."""
    plan = plan_of(session, case)
    referrals = session.scalars(select(Referral).where(Referral.case_id == case.id).order_by(Referral.id)).all()
    outcomes = session.scalars(select(Outcome).where(Outcome.case_id == case.id).order_by(Outcome.id)).all()
    trail = session.scalars(
        select(AuditRow).where(AuditRow.subject == f"case:{case.public_id}").order_by(AuditRow.id)
    ).all()
    about = {label: _says(getattr(case, name), need_name if name == "needs" else str) for name, label in FIELDS.items()}
    return {
        "about": {label: value for label, value in about.items() if value} | {"Kept since": _day(case.made_at), "Kept by": f"{case.owner.name}, {case.agency.name}"},
        "consents": [
            {"purpose": c.purpose, "with": service_name(c.recipient) if c.recipient else "", "how": c.manner, "language": c.language, "given": _day(c.given_at), "taken back": _day(c.taken_back_at)}
            for c in case.consents
        ],
        "notes": [{"on": _day(n.at), "by": n.author.name, "words": n.words} for n in case.notes],
        "goals": [{"words": g.words, "need": need_name(g.need) if g.need else ""} for g in plan.goals] if plan else [],
        "steps": [{"who": s.who, "words": s.words, "service": service_name(s.service_id) if s.service_id else "", "by": str(s.due or ""), "state": s.state, "why not": s.why_not} for s in plan.steps] if plan else [],
        "scores": [{"about": s.about, "value": s.value, "on": _day(s.at)} for s in plan.scores] if plan else [],
        "referrals": [
            {"service": service_name(r.service_id), "need": need_name(r.need), "why": r.reason, "state": r.state, "history": [{"on": _day(e.at), "state": e.state, "said": e.said or ""} for e in r.events]}
            for r in referrals
        ],
        "outcomes": [{"due": str(o.due), "answered": _day(o.answered_at), "got there": o.got_there, "helped": o.helped, "in the way": o.in_the_way, "words": o.words or ""} for o in outcomes],
        "who looked": [{"on": row.at.isoformat(timespec="minutes"), "deed": row.deed} for row in trail],
    }  # fmt: skip


def _says(value: Any, name: Callable[[str], str]) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, list):
        return ", ".join(name(v) for v in value)
    return str(value or "")


def _day(moment: Any) -> str:
    return moment.strftime("%Y-%m-%d") if moment else ""


def case_json(record: dict[str, Any]) -> str:
    """Return a record as JSON."""
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"
