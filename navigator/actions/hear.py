"""Hear a message: read it, and say what it changes. The words themselves go no further than this function."""

from __future__ import annotations

from dataclasses import dataclass

from navigator.flows.answers import Answers
from navigator.flows.walk import ABOUT, Walk
from navigator.shelf import Baked
from navigator.understanding.understand import understand


@dataclass(frozen=True)
class Heard:
    """What a message changes: answers taken from it, needs it seems to mean, kinds of help it names, dangers it shows."""

    answers: Answers
    guessed: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    danger: tuple[str, ...] = ()
    understood: bool = True


def hear(baked: Baked, answers: Answers, walk: Walk, words: str) -> Heard:
    """Return what *words* change for someone who stands at *walk*.

    When the question asked is where they live, the whole message may be a place. Circumstances stated outright become answers,
    so that nobody is asked what they have just said; needs become a guess the resident says yes or no to.
    """
    told = understand(words)
    if walk.current and walk.current.question.kind == "where" and baked.table.find(words).known != "nothing":
        return Heard(answers.answering(walk.current.key, " ".join(words.split())[:40]), danger=told.danger)
    flows = baked.flows
    guessed = tuple(need for need in told.among(flows.needs) if need not in answers.needs)
    kinds = told.among(flows.kinds, most=4)
    if not guessed:
        guessed = tuple(
            dict.fromkeys(n for k in kinds if (n := flows.needs_of_kinds[k]) in flows.needs and n not in answers.needs)
        )[:2]
    if "where" in told.said:
        answers = answers.answering(ABOUT + "where", told.said["where"])
    if "age" in told.said:
        answers = answers.answering(ABOUT + "age", age_option(baked, int(told.said["age"])))
    understood = bool(guessed or told.danger or kinds or told.said)
    return Heard(answers, guessed, kinds, told.danger, understood)


def age_option(baked: Baked, years: int) -> str:
    """Return the age band an age in years belongs to."""
    for option in baked.flows.shared["age"].options:
        if option.ages and option.ages[0] <= years <= option.ages[1]:
            return option.id
    return "rather-not"
