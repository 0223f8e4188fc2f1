"""A plan as its resident reads it: the same for the printer at the desk and the link on their phone."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from navigator.casework.plan import Plan
from navigator.casework.referral import DECLINE_SAYS, STATE_SAYS, Referral
from navigator.web.page import baked, speaker


def _(sentence: str) -> str:
    """Mark a sentence for the catalogue."""
    return sentence


WHO_SAYS = {
    "resident": _("You"),
    "navigator": _("Your navigator"),
    "service": _("The service"),
    "family": _("Family or a friend"),
}


def plan_values(found: Plan, session: Session) -> dict[str, Any]:
    """Return a plan as a resident reads it, in the page's language."""
    say = speaker()
    referrals = session.scalars(
        select(Referral).where(Referral.case_id == found.case_id, Referral.state != "draft").order_by(Referral.id)
    ).all()
    names = {service.id: service for service in baked().directory.services.values()}

    def name(service_id: str) -> Any:
        return say.name(names[service_id].name) if service_id in names else service_id

    def phones(service_id: str) -> list[str]:
        return [phone.number for phone in names[service_id].shown_phones[:1]] if service_id in names else []

    return {
        "called": found.case.called,
        "lead": found.lead.name,
        "goals": [
            {"words": goal.words, "scores": [say.number(score.value) for score in found.scores if score.about == f"goal:{goal.id}"]} for goal in found.goals
        ],
        "steps": [
            {"words": step.words, "done": step.state == "done", "dropped": step.state == "dropped", "who": say.gettext(WHO_SAYS.get(step.who, WHO_SAYS["resident"])),
             "due": step.due and say.day(step.due), "service": name(step.service_id) if step.service_id else "", "service_id": step.service_id if step.service_id in names else "", "phones": phones(step.service_id)}
            for step in found.steps
        ],
        "referrals": [
            {"service": name(referral.service_id), "says": say.gettext(STATE_SAYS[referral.state]), "why": say.gettext(DECLINE_SAYS[referral.declined_for]) if referral.declined_for else ""}
            for referral in referrals
        ],
    }  # fmt: skip
