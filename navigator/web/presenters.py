"""Signposts, services and questions as plain values for templates, in the page's language."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup

from navigator.clock import now, today
from navigator.directory.hours import Today, hours_today
from navigator.directory.match import Reason, Signpost
from navigator.directory.records import Location, Phone, Service
from navigator.flows.walk import Step
from navigator.places.distance import walking_minutes
from navigator.shelf import Baked
from navigator.web.speaker import Speaker


def card(signpost: Signpost, baked: Baked, say: Speaker) -> dict[str, Any]:
    """Return one signpost as a template shows it."""
    service = signpost.service
    values = service_values(service, baked, say, signpost.today)
    values["why"] = why(signpost, baked, say)
    values["unknown"] = unknown(signpost.unknown, say)
    if signpost.location:
        values["places"] = [
            place_values(signpost.location, say),
            *(p for p in values["places"] if p["address"] != signpost.location.address),
        ][:1]
    return values


def cards_for(group: Any, baked: Baked, say: Speaker, few: int) -> dict[str, Any]:
    """Return the signposts of one need as a template shows them, at most *few*."""
    need = baked.flows.need(group.need)
    return {
        "need": need.id,
        "title": say.phrase(need.say),
        "cards": [card(signpost, baked, say) for signpost in group.signposts[:few]],
        "more": max(0, len(group.signposts) - few),
    }


def service_values(service: Service, baked: Baked, say: Speaker, hours: Today | None = None) -> dict[str, Any]:
    """Return what any page says of a service."""
    _ = say.gettext
    organisation = baked.directory.organisations.get(service.organisation)
    hours = hours or hours_today(service.schedule.opening, now())
    return {
        "id": service.id,
        "name": say.name(service.name),
        "plain_name": service.name,
        "organisation": say.name(organisation.name) if organisation and organisation.name != service.name else "",
        "summary": say.of_service(service, "summary"),
        "eligibility": say.of_service(service, "eligibility"),
        "how": say.of_service(service, "how_to_get_it"),
        "cost": cost(service, say),
        "cost_says": say.of_service(service, "cost"),
        "phones": [phone_values(phone, say) for phone in service.shown_phones],
        "email": service.email,
        "website": service.website,
        "website_name": re.sub(r"^https?://(www\.)?|/$", "", service.website),
        "places": [place_values(place, say) for place in service.shown_locations],
        "confidential": service.confidential_address,
        "hours": hours_says(service, hours, say),
        "open_now": bool(hours and hours.open_now),
        "hours_all": say.of_service(service, "hours"),
        "languages": say.list([say.language_name(code) for code in service.languages if code != "en"])
        if service.languages
        else "",
        "interpreters": service.interpreters,
        "accessibility": say.of_service(service, "accessibility"),
        "step_free": service.step_free,
        "routes": routes(service, say),
        "checked": checked(service, say),
        "checked_by": service.checked_by,
        "status": status(service, say),
        "offered": service.is_offered,
        "formerly": [say.name(name) for name in service.formerly],
        "replaced_by": [
            (s, say.name(baked.directory.services[s].name))
            for s in service.replaced_by
            if s in baked.directory.services
        ],
    }


def why(signpost: Signpost, baked: Baked, say: Speaker) -> list[str | Markup]:
    """Return the reasons of a signpost as short phrases, the most telling first, each once."""
    phrases: list[str | Markup] = []
    helps = [_helps_with(reason, baked, say) for reason in signpost.reasons if reason.code in ("kind", "need")]
    if helps:
        # Translators: %(what)s is one or more of "a food parcel", "loneliness", "debts you cannot pay"…
        phrases.append(say.gettext("Helps with %(what)s") % {"what": say.list(list(dict.fromkeys(helps))[:3])})
    for reason in signpost.reasons:
        phrase = _reason(reason, baked, say)
        if phrase and phrase not in phrases:
            phrases.append(phrase)
    return phrases[:5]


def _helps_with(reason: Reason, baked: Baked, say: Speaker) -> str | Markup:
    if reason.code == "kind":
        return say.phrase(baked.flows.kinds[reason.value])
    return say.phrase(baked.flows.need(reason.value).name)


def _reason(reason: Reason, baked: Baked, say: Speaker) -> str | Markup:
    _ = say.gettext
    match reason.code:
        case "walk":
            minutes = walking_minutes(reason.value)
            return say.ngettext("About %(minutes)s minute's walk", "About %(minutes)s minutes' walk", minutes) % {
                "minutes": say.number(minutes)
            }
        case "near":
            return _("Near you")
        case "language":
            return _("%(language)s spoken") % {"language": say.language_name(reason.value)}
        case "interpreters":
            return _("Can get an interpreter")
        case "cost":
            return cost_word(reason.value, say)
        case "area":
            return _("For people in %(area)s") % {
                "area": say.name(baked.place.area_names().get(reason.value, reason.value))
            }
        case "people":
            return _("Made for %(people)s") % {"people": say.phrase(PEOPLE_WORDS[reason.value])}
        case "age":
            return ages(reason.value, say)
        case "gender":
            return _("For women") if reason.value == "women" else _("For men")
        case "danger":
            return _("Help right now")
    return ""


def _mark(sentence: str) -> str:
    """Mark a sentence for the catalogue. It is translated when shown."""
    return sentence


#: Groups as "Made for …" ends.
PEOPLE_WORDS = {
    "carers": _mark("people who look after someone"),
    "young-carers": _mark("young people who look after someone"),
    "parents": _mark("parents"),
    "pregnant": _mark("pregnant women"),
    "disabled": _mark("disabled people"),
    "learning-disabled": _mark("people with a learning disability"),
    "autistic": _mark("autistic people"),
    "deaf": _mark("deaf people"),
    "blind": _mark("blind people"),
    "lgbtq": _mark("LGBT+ people"),
    "veterans": _mark("people who served in the forces"),
    "refugees": _mark("refugees"),
    "migrants": _mark("people who came from another country"),
    "no-recourse": _mark("people without public funds"),
    "rough-sleepers": _mark("people sleeping outside"),
    "council-tenants": _mark("council tenants"),
    "older": _mark("older people"),
    "jewish": _mark("the Jewish community"),
    "muslim": _mark("the Muslim community"),
    "christian": _mark("Christians"),
    "somali": _mark("the Somali community"),
    "turkish": _mark("the Turkish community"),
    "kurdish": _mark("the Kurdish community"),
    "turkish-cypriot": _mark("the Turkish Cypriot community"),
    "greek-cypriot": _mark("the Greek Cypriot community"),
    "latin-american": _mark("the Latin American community"),
    "african-caribbean": _mark("the African-Caribbean community"),
    "black-african": _mark("African communities"),
    "chinese": _mark("the Chinese community"),
    "ukrainian": _mark("people from Ukraine"),
    "polish": _mark("the Polish community"),
    "east-european": _mark("people from eastern Europe"),
    "irish": _mark("the Irish community"),
    "south-asian": _mark("the South Asian community"),
    "survivors": _mark("people who were abused"),
}


def ages(span: tuple[int | None, int | None], say: Speaker) -> str:
    """Return an age span as words."""
    _ = say.gettext
    least, most = span
    if least is not None and most is not None:
        return _("For ages %(least)s to %(most)s") % {"least": say.number(least), "most": say.number(most)}
    if least is not None:
        return _("From age %(least)s") % {"least": say.number(least)}
    return _("Up to age %(most)s") % {"most": say.number(most or 0)}


def cost_word(kind: str, say: Speaker) -> str:
    """Return a kind of cost as a few words."""
    _ = say.gettext
    return {
        "free": _("Free"),
        "charged": _("You pay"),
        "money-check": _("Depends on a money check"),
        "mixed": _("Some of it is free"),
    }.get(kind, _("We do not know the cost. Ask first"))


def cost(service: Service, say: Speaker) -> str:
    """Return what a service costs, in a few words. Always said: free, charged, depends, or not known."""
    return cost_word(service.cost, say)


def routes(service: Service, say: Speaker) -> str:
    """Return who may ask for a service."""
    _ = say.gettext
    ways = set(service.eligibility.routes)
    if "yourself" in ways:
        return _("You can ask yourself")
    if "gp" in ways and "professional" in ways:
        return _("A GP or another professional asks for you")
    if "gp" in ways:
        return _("Your GP asks for you")
    return _("A professional asks for you")


def phone_values(phone: Phone, say: Speaker) -> dict[str, Any]:
    """Return a phone as a template shows it: what to tap, what to read."""
    digits = re.sub(r"[^\d+]", "", phone.number)
    return {
        "number": say.only(phone.number),
        "label": say.name(phone.label) if phone.label else "",
        "href": ("sms:" if phone.kind == "text" else "tel:") + digits,
        "text": phone.kind == "text",
    }


def place_values(place: Location, say: Speaker) -> dict[str, Any]:
    """Return a location as a template shows it."""
    words = ", ".join(part for part in (place.name if place.name not in place.address else "", place.address) if part)
    query = place.postcode or (
        f"{place.latitude},{place.longitude}" if place.point and not place.approximate else words
    )
    return {
        "address": say.name(words) if words else "",
        "postcode": say.only(place.postcode) if place.postcode else "",
        "map": query,
        "plain": f"{words} {place.postcode}".strip(),
        # In one piece, so that the postcode ends an address in pages written from right to left too.
        "whole": say.name(f"{words} {place.postcode}".strip()) if words or place.postcode else "",
        # To the door only when the point is the door's.
        "point": f"{place.latitude},{place.longitude}" if place.point and not place.approximate else "",
    }


def hours_says(service: Service, hours: Today | None, say: Speaker) -> str | Markup:
    """Return when a service is open today, from its rule, or as its record says, or that it is not known."""
    _ = say.gettext
    if hours and hours.always:
        return _("Open day and night")
    if hours and hours.spans:
        spans = [f"{say.time(start)}–{say.time(end)}" for start, end in hours.spans]
        times = say.only(", ".join(spans))
        if hours.open_now:
            return Markup(_("Open now. Today %(times)s")) % {"times": times}
        return Markup(_("Closed now. Today %(times)s")) % {"times": times}
    if hours:
        return _("Closed today")
    if service.schedule.says:
        return say.of_service(service, "hours")
    return _("We do not know the hours. Ring or look online first")


def unknown(codes: tuple[str, ...], say: Speaker) -> list[str]:
    """Return what is not known of a service, as short sentences."""
    _ = say.gettext
    sentences = {"cost": _("the cost"), "hours": _("the hours"), "phone": _("a phone number we could check")}
    return [sentences[code] for code in codes]


def checked(service: Service, say: Speaker) -> dict[str, Any]:
    """Return when the facts were last seen to be true, and whether that is long ago."""
    _ = say.gettext
    if not service.last_checked:
        return {"says": _("We have not been able to check when this was last true. Ring before you go."), "old": True}
    year = int(service.last_checked[:4])
    old = today().year - year >= 2
    sentence = {
        "service": _("The service itself said in %(month)s that this is right."),
        "desk": _("Somebody here checked this in %(month)s."),
    }.get(service.checked_by) or _("We last saw this in a published source in %(month)s.")
    says = sentence % {"month": say.month(service.last_checked)}
    if old:
        says += " " + _("Ring before you go.")
    return {"says": says, "old": old}


def status(service: Service, say: Speaker) -> str:
    """Return what must be said of a service that is not plainly open, or ""."""
    _ = say.gettext
    return {
        "closed": _("This has closed. It is kept here so that you can find what took its place."),
        "planned": _("This is planned and not open yet."),
        "temporarily-closed": _("This is closed for now."),
        "unverified": _("We are not sure this still runs. Ask before you go."),
    }.get(service.status, "")


def answer_says(step: Step, say: Speaker, baked: Baked) -> str | Markup:
    """Return the answer given at a step, as words."""
    _ = say.gettext
    if step.question.kind == "where":
        if step.answer in ("", "rather-not"):
            return _("I would rather not say")
        where = baked.table.find(step.answer)
        return say.only(where.said or step.answer)
    if step.question.kind == "several":
        chosen = [step.question.option(option) for option in step.answer.split(",")]
        return say.list([say.phrase(option.say) for option in chosen if option])
    return say.phrase(step.chosen.say) if step.chosen else ""
