"""Hear a message: read it, and say what it changes. The words themselves go no further than this function."""

from __future__ import annotations

from dataclasses import dataclass

from navigator.flows.answers import Answers
from navigator.flows.flow import Flows, Option
from navigator.flows.walk import ABOUT, Step, Walk, walk
from navigator.folding import fold_words
from navigator.shelf import Baked
from navigator.understanding.understand import Understood, understand

LONGEST_PLACE = 40


@dataclass(frozen=True)
class Heard:
    """What a message changes.

    `answers` with what was stated outright; `added` needs it surely means, now among them; `maybe` needs to offer as a guess;
    `kinds` of help it names; `danger` and `check` the two tiers; `answered` whether it answered the question asked; `intent` what it
    says to the chat itself; `language` the one it is in, when that is surely not the page's.
    """

    answers: Answers
    added: tuple[str, ...] = ()
    maybe: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    danger: tuple[str, ...] = ()
    check: tuple[str, ...] = ()
    answered: bool = False
    intent: str = ""
    language: str = ""
    out: bool = False
    numbers: bool = False
    empty: bool = False

    @property
    def understood(self) -> bool:
        """Whether anything at all came of it."""
        return bool(self.added or self.maybe or self.danger or self.answered or self.intent or self.check)


def hear(
    baked: Baked, answers: Answers, here: Walk, words: str, page: str, options: dict[str, str] | None = None
) -> Heard:
    """Return what *words* change for someone who stands at *here*, on a page of language *page*.

    *options* are the words of the answers offered, by id, as the page shows them: typing one of them is choosing it.
    """
    told = understand(words, page)
    danger, check = told.danger.urgent, told.danger.check
    language = told.language if told.sure >= 0.6 and told.language != page and len(words) >= 15 else ""
    base = {"danger": danger, "check": check, "language": language, "numbers": told.numbers, "empty": told.empty}
    step = here.current
    if step and step.question.kind == "where" and not danger:
        place = " ".join(words.split())[:LONGEST_PLACE]
        if baked.table.find(place).known != "nothing":
            return Heard(answers.answering(step.key, place), answered=True, **base)
    if step and step.question.kind == "one" and not danger:
        option = chosen_by_words(step, told, words, options or {})
        if option:
            return Heard(answers.answering(step.key, option.id), answered=True, **base)
    if told.intent and not danger and not told.needs:
        return Heard(answers, intent=told.intent, **base)
    flows = baked.flows
    added = tuple(need for need in told.needs if need in flows.needs and need not in answers.needs)
    maybe = (
        () if told.needs else tuple(need for need in told.maybe if need in flows.needs and need not in answers.needs)
    )
    kinds = tuple(kind for kind in told.kinds if kind in flows.kinds)
    answers = with_circumstances(baked, answers.adding(added), told, kinds)
    stated = any(key in told.said for key in ("where", "age"))
    return Heard(answers, added, maybe, kinds, out=told.out, answered=stated, **base)


def chosen_by_words(step: Step, told: Understood, words: str, options: dict[str, str]) -> Option | None:
    """Return the option that typed words choose: "yes" and "no" said in any way, or most of an option's own words."""
    by_intent = {"yes": ("yes",), "no": ("no",), "not_sure": ("not-sure", "rather-not", "other")}.get(told.intent, ())
    for option_id in by_intent:
        option = step.question.option(option_id)
        if option:
            return option
    typed = set(fold_words(words))
    best, most = None, 0.0
    for option in step.question.options:
        own = set(fold_words(options.get(option.id, option.say)))
        shared = len(typed & own) / max(len(own), 1)
        if shared > most and len(typed) <= 2 * len(own) + 3:
            best, most = option, shared
    if best and most >= 0.67:
        return best
    return option_by_kinds(step, told.kinds)


def option_by_kinds(step: Step, kinds: tuple[str, ...]) -> Option | None:
    """Return the one option that asks for the kinds of help named, or None when none or several would do.

    A question about danger is never answered for anyone.
    """
    options = step.question.options
    if any(option.danger for option in options):
        return None
    counts = sorted(
        ((len(set(option.kinds) & set(kinds)), option.id) for option in options if option.id != "not-sure"),
        reverse=True,
    )
    if not counts or counts[0][0] == 0 or (len(counts) > 1 and counts[1][0] == counts[0][0]):
        return None
    return step.question.option(counts[0][1])


def with_circumstances(baked: Baked, answers: Answers, told: Understood, kinds: tuple[str, ...]) -> Answers:
    """Return *answers* with everything the message states, so that nobody is asked what they have just said."""
    flows, said = baked.flows, told.said
    if "where" in said:
        answers = answers.answering(ABOUT + "where", said["where"])
    years = int(said["age"]) if "age" in said else None
    if years is not None:
        answers = answers.answering(ABOUT + "age", _age_option(flows, years))
    # Walk on while the next question is one that was answered in passing.
    for _ in range(8):
        here = walk(flows, answers)
        step = here.current
        if step is None or not step.need:
            break
        option = option_by_kinds(step, kinds) or _option_by_said(step, said, years)
        if option is None:
            break
        answers = answers.answering(step.key, option.id)
    return answers


def _option_by_said(step: Step, said: dict[str, str], years: int | None) -> Option | None:
    for option in step.question.options:
        if (
            years is not None
            and option.ages
            and option.ages[0] <= years <= option.ages[1]
            and said.get("about") != "other"
        ):
            return option
        if "gender" in said and option.gender == said["gender"]:
            return option
        if "lgbtq" in said and option.id == "lgbtq":
            return option
    return None


def _age_option(flows: Flows, years: int) -> str:
    for option in flows.shared["age"].options:
        if option.ages and option.ages[0] <= years <= option.ages[1]:
            return option.id
    return "rather-not"
