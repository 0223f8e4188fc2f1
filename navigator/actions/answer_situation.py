"""Answer a situation written down by a machine or an evaluator: the same path as a page, without the page."""

from __future__ import annotations

from typing import Any

from navigator.actions.find_signposts import find_signposts
from navigator.clock import now
from navigator.directory.match import Reason, Signpost, Wanted
from navigator.places.whereabouts import NOWHERE
from navigator.shelf import Baked
from navigator.understanding.understand import understand

MOST = 10
#: A need a person is not sure to have meant gets fewer of the ten places.
SHARE = (5, 3, 2)


#: The need behind a danger, for going on helping.
NEED_OF_DANGER = {
    "suicide": "mental_wellbeing",
    "medical": "physical_health",
    "domestic_abuse": "domestic_abuse",
    "child_risk": "safeguarding_child",
    "adult_abuse": "safeguarding_adult",
    "rough_sleeping": "homelessness",
}


def answer_situation(baked: Baked, situation: Any) -> dict[str, Any]:
    """Return needs, crisis, services and reasons for one situation.

    Raises `ValueError` with a sentence when the situation is not an object of the known form.
    """
    if not isinstance(situation, dict):
        raise ValueError("should be an object with at least id and say.")
    say = situation.get("say", "")
    if not isinstance(say, str) or ("say" not in situation and not situation.get("needs")):
        raise ValueError("needs say, as text, or needs, as a list of need ids.")
    spoken = situation.get("speaks") or ([situation["lang"]] if situation.get("lang") else [])
    if not isinstance(spoken, list):
        raise ValueError("speaks should be a list of language codes.")
    told = understand(say, str(situation.get("lang") or "en"))
    given = situation.get("needs")
    if given is not None and (not isinstance(given, list) or not all(isinstance(need, str) for need in given)):
        raise ValueError("needs should be a list of need ids.")
    unknown = [need for need in given or () if need not in baked.flows.needs]
    if unknown:
        raise ValueError(f"there is no need called {unknown[0]!r}.")
    needs = tuple(given or (need for need in (told.needs or told.maybe[:2]) if need in baked.flows.needs))
    dangers = told.danger.urgent
    kinds = tuple(kind for kind in told.kinds if kind in baked.flows.kinds)
    if dangers and not given:
        needs = tuple(
            dict.fromkeys((*(NEED_OF_DANGER[kind] for kind in dangers if kind in NEED_OF_DANGER), *told.needs))
        )
    age = situation.get("age") or int(told.said.get("age", 0))
    if not isinstance(age, int) or isinstance(age, bool) or not 0 <= age <= 120:
        raise ValueError("age should be a whole number from 0 to 120.")
    postcode = situation.get("postcode") or told.said.get("where", "")
    where = baked.table.find(str(postcode)) if postcode else NOWHERE
    wanted = Wanted(
        needs=needs,
        kinds=kinds,
        ages=(age, age) if age else None,
        areas=where.areas,
        point=where.point,
        languages=tuple(str(code) for code in spoken),
        home=baked.place.id,
    )
    found = find_signposts(baked, wanted, where, dangers, now())
    services = _ranked(found)
    return {
        "id": situation.get("id"),
        "lang": situation.get("lang") or told.language,
        "needs": list(needs),
        "crisis": dangers[0] if dangers else "none",
        "services": [signpost.service.id for signpost in services],
        "reasons": {signpost.service.id: [reason_text(reason) for reason in signpost.reasons] for signpost in services},
    }


def _ranked(found: Any) -> list[Signpost]:
    """Return up to ten signposts in one list: dangers first, then each need's best in turn."""
    ranked: dict[str, Signpost] = {}
    for _, signposts in found.dangers:
        for signpost in signposts:
            ranked.setdefault(signpost.service.id, signpost)
    for turn in range(MOST):
        for number, group in enumerate(found.by_need):
            if turn < SHARE[min(number, 2)] and turn < len(group.signposts):
                ranked.setdefault(group.signposts[turn].service.id, group.signposts[turn])
    for group in found.by_need:
        for signpost in group.signposts:
            ranked.setdefault(signpost.service.id, signpost)
    for signpost in found.front_doors:
        ranked.setdefault(signpost.service.id, signpost)
    return list(ranked.values())[:MOST]


def reason_text(reason: Reason) -> str:
    """Return a reason as a short code with its value, such as "need:food" or "walk:640"."""
    if reason.value is None:
        return reason.code
    value = round(reason.value) if isinstance(reason.value, float) else reason.value
    if isinstance(value, tuple):
        value = "-".join("" if part is None else str(part) for part in value)
    return f"{reason.code}:{value}"
