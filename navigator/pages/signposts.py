"""Signposts: the few services that fit, each with its reasons, what is not known, and how to get it."""

from __future__ import annotations

from dataclasses import replace

from flask import request
from werkzeug.wrappers import Response

from navigator.actions.find_signposts import FEW, Found, find_signposts, wanted_of
from navigator.actions.take_answer import take_answer
from navigator.clock import now
from navigator.flows.walk import ABOUT, Step, Walk
from navigator.pages.blueprint import pages
from navigator.pages.form import chosen_in, current_walk, form_of, where_now
from navigator.pages.start import only_known
from navigator.web.kiosk import kiosk_here
from navigator.web.page import baked, go, keep, page, speaker, visit
from navigator.web.presenters import card, cards_for


def found_for(here: Walk) -> Found:
    """Return what there is for this resident now."""
    where = where_now()
    tongue = speaker().spoken
    wanted = wanted_of(here, where, (tongue,), baked().place.id, visit().kinds, visit().wishes)
    dangers = tuple(dict.fromkeys((*visit().danger, *here.dangers)))
    own = {need.id: here.kinds_for(need.id) for need in here.needs}
    return find_signposts(baked(), wanted, where, dangers, now(), own)


@pages.get("/signposts")
def signposts(lang: str) -> Response:
    """Show the signposts for the answers so far."""
    here = current_walk()
    if not here.finished and not here.needs and not visit().danger:
        return go("pages.start")
    found = found_for(here)
    say, open_needs = speaker(), visit().more
    groups = [cards_for(group, baked(), say, 20 if group.need in open_needs else FEW) for group in found.by_need]
    return page(
        "signposts.html",
        here=here,
        groups=groups,
        dangers=danger_values(found),
        front_doors=[card(signpost, baked(), say) for signpost in found.front_doors],
        advice=[say.phrase(line) for ending in here.endings for line in ending.advice],
        where=found.whereabouts,
        where_note=where_note(found),
        changes=changes(found, here),
        needs=[say.phrase(need.say) for need in here.needs],
        sensitive=here.sensitive or bool(visit().danger),
        kept=visit().kept,
    )


def danger_values(found: Found) -> list[dict[str, object]]:
    """Return each danger with its words and first services, as a template shows it."""
    say = speaker()
    return [
        {
            "kind": danger.kind,
            "title": say.phrase(danger.title),
            "say": say.phrase(danger.say),
            "steps": [say.phrase(step) for step in danger.steps],
            "cards": [card(signpost, baked(), say) for signpost in services],
        }
        for danger, services in found.dangers
    ]


def where_note(found: Found) -> dict[str, str] | None:
    """Return what someone's whereabouts mean for the list, when that is worth saying."""
    _ = speaker().gettext
    where, place = found.whereabouts, baked().place
    if where.known == "nothing":
        at = kiosk_here()
        if at and where.point:
            return {"says": _("Distances are from %(place)s.") % {"place": speaker().name(at.service.name)}}
        return None
    if where.borough and where.borough != place.id:
        neighbour = next((n for n in place.neighbours if n.id == where.borough), None)
        if neighbour:
            says = _(
                "You live in %(borough)s. These services take people from there too. For help from your own council, ask %(borough)s."
            )
            return {"says": says % {"borough": neighbour.name}, "website": neighbour.website, "name": neighbour.name}
        if where.areas is None:
            says = _(
                "We do not know where %(said)s is. We show what is open to anyone, and what is for people in %(place)s."
            )
            return {"says": says % {"said": where.said, "place": place.name}}
        return {
            "says": _("You live outside %(place)s. These services take people from anywhere. Ask your own council too.")
            % {"place": place.name}
        }
    if where.known == "unknown":
        says = _("We do not know the postcode %(said)s, so distances are from the middle of its area.")
        return {"says": says % {"said": where.said}}
    return None


def changes(found: Found, here: Walk) -> list[dict[str, str]]:
    """Return what more could be said that would change this list."""
    _ = speaker().gettext
    offered = []
    for number, step in enumerate(here.steps, 1):
        if step.key == ABOUT + "where" and step.answer == "rather-not":
            offered.append({"says": _("Say where you live, to see what is near"), "number": str(number)})
        if step.key == ABOUT + "age" and step.answer == "rather-not":
            offered.append({"says": _("Say your age, to see what is for you"), "number": str(number)})
    answered = {step.key for step in here.steps}
    if ABOUT + "where" not in answered and any(
        "in-person" in s.service.delivery for group in found.by_need for s in group.signposts[:FEW]
    ):
        offered.append({"says": _("Say where you live, to see what is near"), "add": "where"})
    if ABOUT + "age" not in answered and not found.wanted.ages:
        offered.append({"says": _("Say your age, to see what is for you"), "add": "age"})
    return offered


@pages.route("/signposts/tell/<key>", methods=["GET", "POST"])
def tell(lang: str, key: str) -> Response:
    """Ask a shared question that the walk did not ask by itself, and show the signposts again."""
    question = baked().flows.shared.get(key)
    if question is None:
        return go("pages.signposts")
    step = Step(ABOUT + key, question, visit().answers.get(ABOUT + key))
    form = form_of(step)
    if request.method == "POST" and form.validate():
        keep(replace(visit(), answers=take_answer(baked().flows, visit().answers, step, chosen_in(form))))
        return go("pages.signposts")
    status = 400 if form.errors else 200
    return page(
        "tell.html",
        status,
        question=question,
        title=speaker().phrase(question.ask),
        form=form,
        error=form.first_error(),
    )


@pages.post("/signposts/more")
def show_more(lang: str) -> Response:
    """Show more signposts for one need."""
    here = visit()
    needs = [need for need in only_known("need") if need in baked().flows.needs]
    keep(replace(here, more=tuple(dict.fromkeys((*here.more, *needs)))))
    return go("pages.signposts", _anchor=needs[0] if needs else None)
