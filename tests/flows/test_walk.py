"""The walk, on tiny flows."""

from __future__ import annotations

import pytest

from navigator.actions.take_answer import take_answer, take_place
from navigator.errors import OptionNotOffered, UnknownNeed
from navigator.flows.answers import Answers
from navigator.flows.check import check_flows
from navigator.flows.read import HERE, read_flows
from navigator.flows.walk import walk

FLOWS, _, _ = read_flows()


def test_a_walk_begins_at_the_doors() -> None:
    """With no answers, the first question is what help is needed with."""
    here = walk(FLOWS, Answers())

    assert here.current.key == "door"
    assert not here.finished


def test_a_door_with_one_need_asks_no_which() -> None:
    """Behind the hospital there is only one thing."""
    assert walk(FLOWS, Answers(door="hospital")).current.key == "hospital_discharge.when"


def test_needs_said_in_a_chat_skip_the_doors() -> None:
    """Nobody is asked what they have just said."""
    assert walk(FLOWS, Answers(("food",))).current.key == "food.when"


def test_a_danger_ends_the_questions_at_once() -> None:
    """The right number comes before any further question."""
    here = walk(FLOWS, Answers(("mental_wellbeing", "debt"), given={"mental_wellbeing.safe": "yes"}))

    assert here.finished
    assert here.dangers == ("suicide",)


def test_an_answer_off_the_path_has_no_say() -> None:
    """It is kept in the answers and not on the walk."""
    answers = Answers(("food",), given={"food.when": "today", "debt.pressing": "yes"})

    assert "debt.pressing" not in [step.key for step in walk(FLOWS, answers).steps]


def test_an_answer_no_longer_offered_is_asked_again() -> None:
    """A renamed option never strands anyone."""
    assert walk(FLOWS, Answers(("food",), given={"food.when": "long-gone"})).current.key == "food.when"


def test_a_need_no_longer_known_is_passed_over() -> None:
    """An old cookie may name one."""
    assert [need.id for need in walk(FLOWS, Answers(("long-gone", "food"))).needs] == ["food"]


def test_shared_questions_come_once_and_only_where_they_matter() -> None:
    """Two needs that both want to know where: one question."""
    given = {"food.when": "today", "energy.now": "yes", "about.where": "N17"}
    keys = [step.key for step in walk(FLOWS, Answers(("food", "energy"), given=given)).steps]

    assert keys.count("about.where") == 1
    assert "about.age" not in keys


def test_most_left_is_a_promise() -> None:
    """From every step of every need, no way asks more than was said."""
    for need in FLOWS.needs.values():
        for key, question in need.questions.items():
            for option in question.options:
                before = walk(FLOWS, Answers((need.id,)))
                after = walk(FLOWS, Answers((need.id,), given={f"{need.id}.{key}": option.id}))
                if before.current and before.current.key == f"{need.id}.{key}":
                    assert after.most_left <= before.most_left - 1


def test_every_walk_ends(tmp_path) -> None:
    """Answering anything, always, comes to an end in six questions or fewer."""
    for need in FLOWS.needs.values():
        for pick in range(8):
            answers, asked = Answers((need.id,)), 0
            while not (here := walk(FLOWS, answers)).finished:
                step = here.current
                options = step.question.options
                value = "N17" if step.question.kind == "where" else options[pick % len(options)].id
                answers = take_answer(FLOWS, answers, step, [value])
                asked += 1
                assert asked <= 6, need.id


def test_only_offered_answers_are_taken() -> None:
    """Anything else is refused by name."""
    step = walk(FLOWS, Answers(("food",))).current

    with pytest.raises(OptionNotOffered):
        take_answer(FLOWS, Answers(("food",)), step, ["caviar"])


def test_an_unknown_need_is_named() -> None:
    """For doors that were handed one."""
    with pytest.raises(UnknownNeed, match="happiness"):
        FLOWS.need("happiness")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(" n17  9hd", "N17 9HD"), ("Wood  Green", "Wood Green"), ("", "rather-not"), ("x" * 99, "x" * 40)],
)
def test_a_place_is_kept_tidily(typed, kept) -> None:
    """A postcode in its usual form, words with single spaces, nothing as "rather not"."""
    assert take_place(typed) == kept


SPECIMENS = [
    ("dead end", "leads to 'nowhere'", "questions:\n  a: {ask: A?, options: {x: {say: X, to: nowhere}, not-sure: {say: N, to: end}}}\nendings: {end: {}}"),
    ("unreached", "is never reached", "first: a\nquestions:\n  a: {ask: A?, options: {x: {say: X, to: end}, not-sure: {say: N, to: end}}}\n  b: {ask: B?, options: {x: {say: X, to: end}, not-sure: {say: N, to: end}}}\nendings: {end: {}}"),
    ("no not sure", 'has no "not sure"', "questions:\n  a: {ask: A?, options: {x: {say: X, to: end}, y: {say: Y, to: end}}}\nendings: {end: {}}"),
    ("circle", "can be come back to", "first: a\nquestions:\n  a: {ask: A?, options: {x: {say: X, to: b}, not-sure: {say: N, to: end}}}\n  b: {ask: B?, options: {x: {say: X, to: a}, not-sure: {say: N, to: end}}}\nendings: {end: {}}"),
    ("one answer", "fewer than two answers", "questions:\n  a: {ask: A?, options: {not-sure: {say: N, to: end}}}\nendings: {end: {}}"),
    ("unknown kind", "'hugs' is not a kind of help", "questions:\n  a: {ask: A?, options: {x: {say: X, to: end, kinds: [hugs]}, not-sure: {say: N, to: end}}}\nendings: {end: {}}"),
    ("unknown danger", "'boredom' is not a danger", "questions:\n  a: {ask: A?, options: {x: {say: X, danger: boredom}, not-sure: {say: N, to: end}}}\nendings: {end: {}}"),
    ("misspelt key", "is not a field here", "questons: {}\n"),
    ("no door", "no door leads to 'tiny'", "questions:\n  a: {ask: A?, options: {x: {say: X, to: end}, not-sure: {say: N, to: end}}}\nendings: {end: {}}"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "says", "text"), SPECIMENS, ids=[row[0] for row in SPECIMENS])
def test_the_checker_names_what_is_wrong(tmp_path, name, says, text) -> None:
    """One tiny need, one fault, one sentence with file and line."""
    import shutil

    folder = tmp_path / "flows"
    shutil.copytree(HERE, folder)
    (folder / "needs" / "tiny.yaml").write_text(f"id: tiny\nname: tiny\nsay: Something tiny\n{text}\n")
    found = [str(problem) for problem in check_flows({"carers"}, {"suicide"}, folder)]

    assert [line for line in found if says in line and (".yaml" in line)], [line for line in found if "tiny" in line]
