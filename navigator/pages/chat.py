"""The chat: the same walk as a conversation, with quick replies and a box for one's own words.

The conversation is told from the answers each time; no message is kept. Words typed are read, turned into needs the resident
can say yes or no to, and dropped. Danger is looked for before anything else.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import request
from markupsafe import Markup
from werkzeug.wrappers import Response

from navigator.actions.hear import Heard, hear
from navigator.actions.take_answer import take_answer
from navigator.errors import OptionNotOffered
from navigator.flows.answers import Answers
from navigator.flows.walk import DOOR, NEEDS, NOT_SURE, SOMETHING_ELSE, Step
from navigator.pages.blueprint import pages
from navigator.pages.form import current_walk
from navigator.pages.signposts import danger_values, found_for
from navigator.pages.start import only_known
from navigator.web.page import baked, go, keep, make_speaker, page, speaker, visit
from navigator.web.presenters import answer_says, card

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
    if request.form.get("danger"):
        return settle_check(request.form["danger"])
    here = current_walk()
    step = here.current
    if step is None:
        return go("pages.chat")
    chosen = only_known("answer", limit=20)
    if step.question.kind == "where" and request.form.get("skip"):
        chosen = [""]
    if step.key in (DOOR, NEEDS) and chosen and chosen[0] in (SOMETHING_ELSE, NOT_SURE):
        keep(replace(visit(), answers=visit().answers.through(""), marks=("ask-words",), heard=()))
        return go("pages.chat")
    try:
        answers = take_answer(baked().flows, visit().answers, step, chosen)
        keep(replace(visit(), answers=answers, marks=(), heard=()))
    except OptionNotOffered:
        return chat_page(error=speaker().gettext("Choose one of the answers, or type."), status=400)
    return go("pages.chat")


def hear_words(words: str) -> Response:
    """Read what was typed: danger first, then an answer to the question asked, then needs. The words end here."""
    if not words.strip():
        return chat_page(error=speaker().gettext("Type a few words, or choose one of the answers."), status=400)
    here, walk_now = visit(), current_walk()
    offered = {option["id"]: Markup(option["say"]).striptags() for option in quick_replies(walk_now.current)}
    heard = hear(baked(), here.answers, walk_now, words, speaker().spoken, offered)
    if heard.intent and (heard.intent in ("yes", "no", "not_that") and (here.guessed or here.heard)):
        return settle_guess("yes" if heard.intent == "yes" else "no")
    if heard.intent == "back":
        keep(replace(here, answers=without_last(here.answers), marks=(), guessed=(), heard=()))
        return go("pages.chat")
    marks = tuple(mark for mark in marks_for(heard) if mark)
    wishes = tuple(dict.fromkeys((*here.wishes, *({"nearer": ("near",), "free": ("free",)}.get(heard.intent, ())))))
    keep(
        replace(
            here,
            answers=heard.answers,
            kinds=tuple(dict.fromkeys((*here.kinds, *heard.kinds)))[:12],
            danger=tuple(dict.fromkeys((*heard.danger, *here.danger)))[:3],
            check=tuple(kind for kind in dict.fromkeys((*heard.check, *here.check)) if kind not in heard.danger)[:2],
            guessed=heard.maybe,
            heard=heard.added,
            wishes=wishes,
            marks=marks,
        )
    )
    return go("pages.chat")


def marks_for(heard: Heard) -> list[str]:
    """Return the small remarks the next page makes about what was heard."""
    language = heard.language if heard.language in baked().languages else ""
    return [
        "" if heard.understood else "out" if heard.out else "emoji" if heard.empty else "not-understood",
        "numbers" if heard.numbers else "",
        f"offer-{language}" if language else "",
        f"intent-{heard.intent}" if heard.intent else "",
    ]


def settle_guess(said: str) -> Response:
    """Take the resident's yes or no to what their words seemed to mean."""
    here = visit()
    if said == "yes":
        keep(replace(here, answers=here.answers.adding(here.guessed), guessed=(), marks=(), heard=()))
    elif said in here.guessed:
        keep(replace(here, answers=here.answers.adding((said,)), guessed=(), marks=(), heard=()))
    else:
        wrong = set(here.heard)
        left = tuple(need for need in here.answers.needs if need not in wrong)
        keep(replace(here, answers=here.answers.needing(left), guessed=(), kinds=(), heard=(), marks=("ask-words",)))
    return go("pages.chat")


def settle_check(said: str) -> Response:
    """Take the answer to "is anyone in danger now?"."""
    here = visit()
    danger = tuple(dict.fromkeys((*here.danger, *here.check)))[:3] if said == "yes" else here.danger
    keep(replace(here, danger=danger, check=()))
    return go("pages.chat")


def without_last(answers: Answers) -> Answers:
    """Return *answers* without the last one given on the path."""
    given = [step for step in current_walk().steps if step.answer and step.key not in (DOOR, NEEDS)]
    if given:
        return answers.forgetting(given[-1].key)
    return answers.through("").needing(answers.needs[:-1])


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
        heard=[say.phrase(baked().flows.need(need).say) for need in visit().heard if need in baked().flows.needs],
        asks_about_danger=bool(visit().check) and not visit().danger,
        offers=[
            language_offer(mark[6:])
            for mark in visit().marks
            if mark.startswith("offer-") and mark[6:] in baked().languages
        ],
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


def language_offer(code: str) -> dict[str, Any]:
    """Return an offer to go on in another language, said in that language and in the page's."""
    there = make_speaker(code)
    sentence = _("Would you like to go on in %(language)s?")
    return {
        "code": code,
        "tag": there.language.tag,
        "dir": there.language.direction,
        "there": there.gettext(sentence) % {"language": there.language.name},
        "here": speaker().gettext(sentence) % {"language": speaker().language_name(code)},
    }


def _(sentence: str) -> str:
    """Mark a sentence for the catalogue. It is translated when shown."""
    return sentence
