"""Take an answer: check that it was offered, and return the answers with it. Nothing is written."""

from __future__ import annotations

from navigator.errors import OptionNotOffered
from navigator.flows.answers import Answers
from navigator.flows.flow import Flows
from navigator.flows.walk import DOOR, NEEDS, NOT_SURE, SOMETHING_ELSE, Step
from navigator.places.postcode import read_postcode

LONGEST_PLACE = 40


def take_answer(flows: Flows, answers: Answers, step: Step, chosen: list[str]) -> Answers:
    """Return *answers* with what was *chosen* at *step*.

    Raises `OptionNotOffered` when nothing, or something the question does not offer, was chosen. At the needs question only
    the needs behind that door change; those chosen before, elsewhere, stay.
    """
    offered = {option.id for option in step.question.options}
    if step.question.kind == "where":
        return answers.answering(step.key, take_place(chosen[0] if chosen else ""))
    if not chosen or any(option not in offered for option in chosen):
        raise OptionNotOffered("Choose one of the answers.")
    if step.key == DOOR:
        return answers.through(chosen[0])
    if step.key == NEEDS:
        behind = set(flows.doors[answers.door].needs)
        before = [need for need in answers.needs if need not in behind]
        return answers.needing((*before, *(need for need in chosen if need not in (SOMETHING_ELSE, NOT_SURE))))
    return answers.answering(step.key, chosen[0])


def take_place(typed: str) -> str:
    """Return a typed place as it is kept: a tidy postcode, or the words, or "rather-not" when nothing was typed."""
    typed = " ".join(typed.split())[:LONGEST_PLACE]
    return read_postcode(typed) or typed or "rather-not"
