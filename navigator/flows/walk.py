"""Where a person stands: the flow played with their answers."""

from __future__ import annotations

from dataclasses import dataclass

from navigator.flows.answers import Answers
from navigator.flows.flow import Ending, Flows, Need, Option, Question

#: Keys of the two questions that choose needs, and of the shared ones.
DOOR, NEEDS = "door", "needs"
ABOUT = "about."
#: Answers every choosing question offers.
SOMETHING_ELSE, NOT_SURE = "something-else", "not-sure"


@dataclass(frozen=True)
class Step:
    """One question on the path and the answer given to it, "" when none. `need` is the need it belongs to, if one."""

    key: str
    question: Question
    answer: str = ""
    need: str = ""

    @property
    def chosen(self) -> Option | None:
        """The option answered, when the answer is one."""
        return self.question.option(self.answer)


@dataclass(frozen=True)
class Walk:
    """A flow with the answers so far.

    `steps` are the questions on the path up to the first without an answer. `most_left` is the most questions that can
    still come, this one included. `told` gathers what the answers say.
    """

    steps: tuple[Step, ...]
    finished: bool
    most_left: int
    needs: tuple[Need, ...]
    endings: tuple[Ending, ...]
    options: tuple[Option, ...]

    @property
    def current(self) -> Step | None:
        """The question to ask now, or None at the end."""
        return None if self.finished else self.steps[-1]

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of help the answers ask for."""
        return tuple(dict.fromkeys(kind for option in self.options for kind in option.kinds))

    def kinds_for(self, need_id: str) -> tuple[str, ...]:
        """Kinds of help that the answers to one need's own questions ask for."""
        asked = (step.chosen for step in self.steps if step.need == need_id)
        return tuple(dict.fromkeys(kind for option in asked if option for kind in option.kinds))

    @property
    def dangers(self) -> tuple[str, ...]:
        """Dangers the answers name, in the order met."""
        return tuple(dict.fromkeys(option.danger for option in self.options if option.danger))

    @property
    def all_needs(self) -> tuple[str, ...]:
        """Ids of the needs, with those that answers added, most pressing first."""
        added = [need for option in self.options for need in option.adds]
        return tuple(dict.fromkeys([*(need.id for need in self.needs), *added]))

    @property
    def sensitive(self) -> bool:
        """Whether the page should offer a way to leave at once."""
        return any(need.sensitive for need in self.needs) or bool(self.dangers)


def walk(flows: Flows, answers: Answers) -> Walk:
    """Return where a person stands in *flows*, given their *answers*.

    Answers are played from the first question until one is missing. An answer to a question no longer on the path is kept
    but has no say, so a resident who changes their mind, and changes it back, loses nothing. An answer that names a danger
    ends the questions at once: the right number comes first.
    """
    steps: list[Step] = []
    needs = tuple(need for need in flows.by_urgency(tuple(n for n in answers.needs if n in flows.needs)))
    if answers.door or not needs:
        steps.append(Step(DOOR, door_question(flows), answers.door or (SOMETHING_ELSE if needs else "")))
        if not needs and answers.door not in flows.doors:
            steps[0] = Step(DOOR, steps[0].question, "")
            return Walk(tuple(steps), False, _most_after_door(flows), (), (), ())
        door = flows.doors.get(answers.door)
        if door and len(door.needs) > 1:
            chosen = ",".join(need for need in answers.needs if need in door.needs)
            steps.append(Step(NEEDS, needs_question(flows, door.id), chosen or ("elsewhere" if needs else "")))
        elif door and not needs:
            needs = (flows.need(door.needs[0]),)
        if not needs:
            return Walk(tuple(steps), False, 1 + max(_longest(flows.need(need)) for need in door.needs), (), (), ())
    options: list[Option] = []
    endings: list[Ending] = []
    for number, need in enumerate(needs):
        key = need.first
        while key in need.questions:
            question = need.questions[key]
            answer = answers.get(f"{need.id}.{key}")
            option = question.option(answer)
            steps.append(Step(f"{need.id}.{key}", question, option.id if option else "", need.id))
            if option is None:
                left = (
                    _left(need, key)
                    + sum(_longest(later) for later in needs[number + 1 :])
                    + len(_shared(flows, needs, answers))
                )
                return Walk(tuple(steps), False, left, needs, tuple(endings), tuple(options))
            options.append(option)
            if option.danger:
                return Walk(tuple(steps), True, 0, needs, tuple(endings), tuple(options))
            key = option.to
        if key in need.endings:
            endings.append(need.endings[key])
    unasked = _shared(flows, needs, answers)
    for question in flows.shared.values():
        key = ABOUT + question.id
        if question in unasked:
            steps.append(Step(key, question))
            return Walk(tuple(steps), False, len(unasked), needs, tuple(endings), tuple(options))
        if answers.get(key):
            steps.append(Step(key, question, answers.get(key)))
            option = question.option(answers.get(key))
            if option:
                options.append(option)
    return Walk(tuple(steps), True, 0, needs, tuple(endings), tuple(options))


def _shared(flows: Flows, needs: tuple[Need, ...], answers: Answers) -> list[Question]:
    """Return the shared questions that would change the answer for these needs and are not answered."""
    wanted = {question for need in needs for question in need.about}
    return [
        question for question in flows.shared.values() if question.id in wanted and not answers.get(ABOUT + question.id)
    ]


def _left(need: Need, key: str, seen: tuple[str, ...] = ()) -> int:
    if key not in need.questions or key in seen:
        return 0
    return 1 + max(
        (_left(need, option.to, (*seen, key)) for option in need.questions[key].options if not option.danger), default=0
    )


def _longest(need: Need) -> int:
    return _left(need, need.first) + len(need.about)


def _most_after_door(flows: Flows) -> int:
    return 2 + max(_longest(need) for need in flows.needs.values())


def door_question(flows: Flows) -> Question:
    """Return the question whose options are the doors."""
    options = [Option(door.id, door.say, hint=door.hint) for door in flows.doors.values()]
    options += [Option(SOMETHING_ELSE, "Something else"), Option(NOT_SURE, "I am not sure")]
    return Question(DOOR, "What do you need help with?", tuple(options))


def needs_question(flows: Flows, door_id: str) -> Question:
    """Return the question whose options are the needs behind one door."""
    options = [
        Option(need.id, need.say, hint=need.hint)
        for need in (flows.need(need_id) for need_id in flows.doors[door_id].needs)
    ]
    options += [Option(SOMETHING_ELSE, "Something else"), Option(NOT_SURE, "I am not sure")]
    return Question(NEEDS, "Which of these is it?", tuple(options), hint="Choose all that fit.", kind="several")
