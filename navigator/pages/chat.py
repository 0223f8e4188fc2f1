"""The chat: the same walk as a conversation, with quick replies and a box for one's own words.

The conversation is told from the answers each time; no message is kept. Words typed are read, turned into needs the resident
can say yes or no to, and dropped. Danger is looked for before anything else.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from navigator.actions.hear import hear
from navigator.actions.take_answer import take_answer
from navigator.errors import OptionNotOffered
from navigator.flows.walk import DOOR, NEEDS, NOT_SURE, SOMETHING_ELSE, Step
from navigator.pages.blueprint import pages
from navigator.pages.form import current_walk
from navigator.pages.presenters import answer_says, card
from navigator.pages.signposts import danger_values, found_for
from navigator.pages.start import only_known
from navigator.web.page import baked, go, keep, page, speaker, visit

LONGEST_MESSAGE = 10_000


@pages.get("/chat")
def chat(lang: str) -> Response:
    """Show the conversation so far and the next question."""
    return chat_page()


@pages.post("/chat")
def reply(lang: str) -> Response:
    """Take a quick reply, a yes or no to a guess, or words."""
    if "words" in request.form:
        return hear_words(request.form.get("words", "")[:LONGEST_MESSAGE])
    if request.form.get("guess"):
        return settle_guess(request.form["guess"])
    here = current_walk()
    step = here.current
    if step is None:
        return go("pages.chat")
    chosen = only_known("answer", limit=20)
    if step.question.kind == "where" and request.form.get("skip"):
        chosen = [""]
    if step.key in (DOOR, NEEDS) and chosen and chosen[0] in (SOMETHING_ELSE, NOT_SURE):
        keep(replace(visit(), answers=visit().answers.through(""), marks=("ask-words",)))
        return go("pages.chat")
    try:
        keep(replace(visit(), answers=take_answer(baked().flows, visit().answers, step, chosen), marks=()))
    except OptionNotOffered:
        return chat_page(error=speaker().gettext("Choose one of the answers, or type."), status=400)
    return go("pages.chat")


def hear_words(words: str) -> Response:
    """Read what was typed: danger first, then an answer to the question asked, then needs."""
    if not words.strip():
        return chat_page(error=speaker().gettext("Type a few words, or choose one of the answers."), status=400)
    heard = hear(baked(), visit().answers, current_walk(), words)
    here = replace(visit(), answers=heard.answers, kinds=tuple(dict.fromkeys((*visit().kinds, *heard.kinds)))[:12])
    danger = tuple(dict.fromkeys((*heard.danger, *here.danger)))[:3]
    marks = () if heard.understood else ("not-understood",)
    keep(replace(here, danger=danger, guessed=heard.guessed, marks=marks))
    return go("pages.chat")


def settle_guess(said: str) -> Response:
    """Take the resident's yes or no to what their words seemed to mean."""
    here = visit()
    if said == "yes":
        keep(replace(here, answers=here.answers.adding(here.guessed), guessed=(), marks=()))
    elif said in here.guessed:
        keep(replace(here, answers=here.answers.adding((said,)), guessed=(), marks=()))
    else:
        keep(replace(here, guessed=(), kinds=(), marks=("ask-words",)))
    return go("pages.chat")


def chat_page(error: str = "", status: int = 200) -> Response:
    """Return the conversation as it stands."""
    here, say = current_walk(), speaker()
    turns: list[dict[str, Any]] = []
    if visit().answers.needs and not visit().answers.door:
        turns.append(
            {
                "us": say.gettext("What do you need help with?"),
                "me": say.list([say.phrase(need.say) for need in here.needs]),
            }
        )
    for step in here.steps:
        if step.answer and step.answer != "elsewhere" and step is not here.current:
            turns.append({"us": say.phrase(step.question.ask), "me": answer_says(step, say, baked())})
    found = found_for(here) if here.finished or visit().danger else None
    best = (
        [card(s, baked(), say) for group in (found.by_need if found else ()) for s in group.signposts[:2]][:4]
        if here.finished and found
        else []
    )
    return page(
        "chat.html",
        status,
        turns=turns,
        current=None if visit().guessed else here.current,
        quick=quick_replies(here.current),
        guessed=[(need, say.phrase(baked().flows.need(need).say)) for need in visit().guessed],
        dangers=danger_values(found) if found and found.dangers else [],
        best=best,
        more_signposts=bool(best),
        finished=here.finished,
        advice=[say.phrase(line) for ending in here.endings for line in ending.advice] if here.finished else [],
        marks=visit().marks,
        error=error,
        sensitive=here.sensitive
        or bool(visit().danger)
        or any(baked().flows.need(n).sensitive for n in visit().guessed),
        kept=visit().kept,
        hoods=baked().place.neighbourhoods,
    )


def quick_replies(step: Step | None) -> list[dict[str, Any]]:
    """Return the answers a resident can tap."""
    if step is None or step.question.kind == "where":
        return []
    return [{"id": option.id, "say": speaker().phrase(option.say)} for option in step.question.options]
