"""Cases, referrals and services as plain values for the desk's templates."""

from __future__ import annotations

from typing import Any

from navigator.actions.find_signposts import find_signposts
from navigator.actions.make_referral import chase_on, usual_days
from navigator.casework.case import Case
from navigator.casework.referral import DECLINE_SAYS, STATE_SAYS, WAITING, DeskState, Referral
from navigator.casework.staff import Staff
from navigator.clock import now, today
from navigator.directory.match import Wanted
from navigator.places.whereabouts import NOWHERE
from navigator.web.page import baked
from navigator.web.staff_door import db

#: Age bands as years, both ends included, and as said.
BANDS = {"under-16": (0, 15), "16-17": (16, 17), "18-25": (18, 25), "26-65": (26, 65), "66-plus": (66, 120)}
BAND_SAYS = [
    ("", "Not said"),
    ("under-16", "Under 16"),
    ("16-17", "16 or 17"),
    ("18-25", "18 to 25"),
    ("26-65", "26 to 65"),
    ("66-plus", "66 or over"),
]
WAY_SAYS = [
    ("phone", "Ring"),
    ("text", "Text message"),
    ("email", "E-mail"),
    ("post", "Post"),
    ("none", "Do not contact: they will come to us"),
]
MANNER_SAYS = [("spoken", "They said so"), ("signed", "They signed"), ("own-phone", "On their own phone")]


def service_name(service_id: str) -> str:
    """Return a service's name, or its id when the directory no longer holds it."""
    service = baked().directory.services.get(service_id)
    return service.name if service else service_id


def need_name(need: str) -> str:
    """Return a need's name in words."""
    of = baked().flows.needs.get(need)
    return of.name if of else need


def referral_row(referral: Referral) -> dict[str, Any]:
    """Return one referral as lists show it."""
    return {
        "id": referral.public_id, "service": service_name(referral.service_id), "service_id": referral.service_id,
        "state": referral.state, "says": STATE_SAYS[referral.state], "why_not": DECLINE_SAYS.get(referral.declined_for, ""),
        "route": referral.route, "need": need_name(referral.need), "sent": referral.sent_at, "chased": referral.chased,
        "chase_on": chase_on(referral), "waiting": referral.state in WAITING, "person": referral.person, "priority": referral.priority,
        "due": referral.due, "late": bool(referral.due and referral.due < today() and referral.state in WAITING),
        "assigned": referral.assigned.name if referral.assigned else "", "source": referral.source, "case": referral.case,
    }  # fmt: skip


def events(referral: Referral) -> list[dict[str, Any]]:
    """Return a referral's history."""
    names = {
        "service": "The service, by its link",
        "clock": "By itself",
        "resident": "The resident",
        "professional": "A professional",
    }
    staff = {person.public_id: person.name for person in db().query(Staff)}
    return [
        {
            "at": event.at,
            "says": STATE_SAYS[event.state],
            "by": names.get(event.actor) or staff.get(event.actor, "somebody"),
            "said": event.said,
        }
        for event in referral.events
    ]


def signposts_for(case: Case) -> list[dict[str, Any]]:
    """Return the services that fit a case, need by need, each with its reasons."""
    from navigator.web.presenters import card

    where = baked().table.find(case.postcode) if case.postcode else NOWHERE
    wanted = Wanted(
        tuple(need for need in case.needs if need in baked().flows.needs), (), ages=BANDS.get(case.age_band), areas=where.areas or None,
        point=where.point, languages=(case.language,), home=baked().place.id,
    )  # fmt: skip
    found = find_signposts(baked(), wanted, where, (), now())
    return [
        {
            "need": group.need,
            "title": need_name(group.need),
            "cards": [card(s, baked(), english()) for s in group.signposts[:4]],
        }
        for group in found.by_need
    ]


def english() -> Any:
    """Return the desk's own speaker."""
    from navigator.web.page import make_speaker

    return make_speaker("en")


def desk_says(service_id: str) -> dict[str, Any]:
    """Return what a service's desk says of itself: capacity, wait, and how soon it usually answers."""
    row = db().get(DeskState, service_id)
    return {
        "capacity": row.capacity if row else "",
        "wait_days": row.wait_days if row else None,
        "usual": usual_days(db(), service_id),
    }
