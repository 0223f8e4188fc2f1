"""The form: one question a page. `/ask/3` is the third step of this person's own walk, whatever that is."""

from __future__ import annotations

from dataclasses import replace

from flask import request
from werkzeug.wrappers import Response

from navigator.actions.find_signposts import whereabouts_of
from navigator.actions.take_answer import take_answer
from navigator.flows.walk import DOOR, NEEDS, NOT_SURE, SOMETHING_ELSE, Step, Walk, walk
from navigator.pages.blueprint import pages
from navigator.pages.start import only_known
from navigator.places.whereabouts import Whereabouts
from navigator.web.forms import ResidentForm, form_for
from navigator.web.kiosk import kiosk_here
from navigator.web.page import baked, go, keep, page, speaker, visit
from navigator.web.presenters import answer_says


def current_walk() -> Walk:
    """Return where this resident stands."""
    return walk(baked().flows, visit().answers)


def where_now() -> Whereabouts:
    """Return where this resident is: as they said; else, at a kiosk, the place it stands at, which tells only what is near."""
    where = whereabouts_of(baked(), dict(visit().answers.given))
    at = kiosk_here()
    if where.known == "nothing" and at and at.service.shown_locations:
        place = at.service.shown_locations[0]
        return replace(where, point=place.point or baked().table.point_of(place.postcode))
    return where


@pages.get("/ask")
def ask_now(lang: str) -> Response:
    """Go to the question this resident has come to, or to the signposts at the end."""
    here = current_walk()
    if here.finished:
        return go("pages.signposts")
    return go("pages.ask", number=len(here.steps))


@pages.get("/ask/<int:number>")
def ask(lang: str, number: int) -> Response:
    """Ask one question. An address ahead of where the resident stands leads back to their place."""
    here = current_walk()
    if not 1 <= number <= len(here.steps):
        return go("pages.ask_now")
    return question_page(here, number)


@pages.post("/ask/<int:number>")
def answer(lang: str, number: int) -> Response:
    """Take the answer to one question and go on."""
    here = current_walk()
    if not 1 <= number <= len(here.steps):
        return go("pages.ask_now")
    step = here.steps[number - 1]
    if step.question.kind == "where" and request.form.get("skip"):
        return take(step, [""], number)
    form = form_of(step)
    if not form.validate():
        return question_page(here, number, form, status=400)
    return take(step, chosen_in(form), number)


def form_of(step: Step) -> ResidentForm:
    """Return the form that asks the question of *step*, with its answer filled in."""
    chosen = step.answer.split(",") if step.answer else []
    return form_for(
        step.question,
        speaker(),
        chosen,
        baked().place.neighbourhoods,
        lambda typed: baked().table.find(typed).known != "nothing",
    )


def chosen_in(form: ResidentForm) -> list[str]:
    """Return what was chosen in a valid form."""
    data = form.answer.data
    if isinstance(data, list):
        return data
    return [(data or "").strip() or (form.area.data if "area" in form else "")]


def take(step: Step, chosen: list[str], number: int) -> Response:
    """Keep an answer and go where it leads."""
    here = visit()
    answers = take_answer(baked().flows, here.answers, step, chosen)
    if step.key == DOOR and chosen[0] in (SOMETHING_ELSE, NOT_SURE):
        # Nobody is sent in a circle: these two lead to a page with every way on.
        return go("pages.another_way")
    keep(replace(here, answers=answers, more=()))
    if step.key == NEEDS and not any(need in baked().flows.needs for need in chosen):
        return go("pages.another_way")
    here_now = walk(baked().flows, answers)
    return go("pages.signposts") if here_now.finished else go("pages.ask", number=min(number + 1, len(here_now.steps)))


def question_page(here: Walk, number: int, form: ResidentForm | None = None, status: int = 200) -> Response:
    """Return the page of one step."""
    step = here.steps[number - 1]
    say = speaker()
    return page(
        "question.html",
        status,
        step=step,
        number=number,
        left=len(here.steps) - number + max(0, here.most_left - 1),
        title=say.phrase(step.question.ask),
        form=form or form_of(step),
        error=form.first_error() if form else "",
        sensitive=here.sensitive,
    )


@pages.get("/ask/check")
def check(lang: str) -> Response:
    """Show every answer given, each with a way to change it."""
    here = current_walk()
    say = speaker()
    rows = [
        {"number": number, "ask": say.phrase(step.question.ask), "says": answer_says(step, say, baked())}
        for number, step in enumerate(here.steps, 1)
        if step.answer and step.answer != "elsewhere" and (step.key != DOOR or visit().answers.door)
    ]
    needs = [say.phrase(need.say) for need in here.needs]
    return page("check.html", rows=rows, needs=needs, finished=here.finished, sensitive=here.sensitive)


@pages.get("/ask/another-way")
def another_way(lang: str) -> Response:
    """For "something else" and "not sure": own words, every need, or a person."""
    return page("another_way.html", needs=sorted_needs())


def sorted_needs() -> list[dict[str, str]]:
    """Return every need by its short name, in the page's language and order."""
    say = speaker()
    needs = [
        {"id": need.id, "name": say.phrase(need.name), "say": say.phrase(need.say)}
        for need in baked().flows.needs.values()
    ]
    return sorted(needs, key=lambda need: str(need["name"]).casefold())


@pages.post("/ask/needs")
def add_needs(lang: str) -> Response:
    """Add needs by id, from a browse page, a list of needs or a confirmed guess, and go on with the questions."""
    chosen = tuple(need for need in only_known("need", limit=8) if need in baked().flows.needs)
    if not chosen:
        return go("pages.another_way")
    here = visit()
    keep(replace(here, answers=here.answers.through("").adding(chosen), guessed=()))
    return go("pages.chat") if request.form.get("face") == "chat" else go("pages.ask_now")


@pages.post("/ask/drop")
def drop_need(lang: str) -> Response:
    """Take one need out of the visit."""
    dropped = only_known("need")
    here = visit()
    keep(
        replace(
            here, answers=here.answers.through("").needing(tuple(n for n in here.answers.needs if n not in dropped))
        )
    )
    return go("pages.check")
