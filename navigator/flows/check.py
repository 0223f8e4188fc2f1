"""What is wrong with the sense of the flows: dead ends, questions nobody reaches, no way to say "not sure"."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from navigator.errors import Problem
from navigator.flows.flow import Flows, Need
from navigator.flows.read import HERE, read_flows
from navigator.yaml_files import YamlFile

#: Any of these lets a resident go on without knowing.
UNSURE = {"not-sure", "other", "none", "rather-not"}


def check_flows(people: Collection[str], dangers: Collection[str], folder: Path = HERE) -> list[Problem]:
    """Return every problem in the flow files, of form and of sense."""
    flows, problems, files = read_flows(folder)
    problems = list(problems)
    for need in flows.needs.values():
        problems += _check_need(need, flows, files[need.id], people, dangers)
    problems += _check_doors(flows, files["doors"])
    for question in flows.shared.values():
        if question.kind != "where" and not {option.id for option in question.options} & UNSURE:
            problems.append(
                files["shared"].problem(
                    (question.id,), 'has no "not sure".', "Add not-sure or rather-not to its options."
                )
            )
    for number, (say, needs) in enumerate(flows.bring):
        if not say:
            problems.append(files["bring"].problem((number,), "says nothing.", "Give it say: and needs:."))
        problems += [
            files["bring"].problem((number, "needs"), f"names {need!r}, which is no need.", "Name a file in needs/.")
            for need in needs
            if need not in flows.needs
        ]
    problems += [
        files["pictures"].problem((owner,), "is no door and no need.", "Name a door or a need.")
        for owner in flows.pictures
        if owner not in flows.needs and owner not in flows.doors
    ]
    return sorted(problems)


def _check_need(
    need: Need, flows: Flows, file: YamlFile, people: Collection[str], dangers: Collection[str]
) -> list[Problem]:
    problems = []
    reached: set[str] = set()
    ahead = [need.first]
    while ahead:
        key = ahead.pop()
        if key not in reached and key in need.questions:
            ahead += [option.to for option in need.questions[key].options]
        reached.add(key)
    for key, question in need.questions.items():
        path = ("questions", key)
        if key not in reached:
            problems.append(file.problem(path, "is never reached.", "Lead an answer to it or take it out."))
        if not {option.id for option in question.options} & UNSURE:
            problems.append(file.problem(path, 'has no "not sure".', "Add not-sure to its options."))
        if len(question.options) < 2:
            problems.append(
                file.problem(
                    path, "offers fewer than two answers.", "Ask only what can be answered in more than one way."
                )
            )
        for option in question.options:
            where = (*path, "options", option.id)
            if not option.say:
                problems.append(file.problem(where, "has no words.", "Add say."))
            if not option.danger and option.to not in need.questions and option.to not in need.endings:
                problems.append(
                    file.problem(
                        where, f"leads to {option.to!r}, which is neither a question nor an ending.", "Correct to."
                    )
                )
            problems += [
                file.problem(where, f"{kind!r} is not a kind of help.", "Use an id from kinds.yaml.")
                for kind in option.kinds
                if kind not in flows.kinds
            ]
            problems += [
                file.problem(where, f"{who!r} is not a group.", "Use a group the directory knows.")
                for who in option.people
                if who not in people
            ]
            problems += [
                file.problem(where, f"{need_id!r} is not a need.", "Use a need id.")
                for need_id in option.adds
                if need_id not in flows.needs
            ]
            if option.danger and option.danger not in dangers:
                problems.append(
                    file.problem(where, f"{option.danger!r} is not a danger.", "Use a danger of help_now.yaml.")
                )
        if _goes_in_circles(need, key):
            problems.append(file.problem(path, "can be come back to.", "Break the circle: no answer may lead back."))
    for key in need.endings:
        if key in need.questions:
            problems.append(file.problem(("endings", key), "has the name of a question.", "Give it another."))
        if key not in reached:
            problems.append(file.problem(("endings", key), "is never reached.", "Lead an answer to it or take it out."))
    problems += [
        file.problem(("kinds",), f"{kind!r} is not a kind of help.", "Use an id from kinds.yaml.")
        for kind in need.kinds
        if kind not in flows.kinds
    ]
    problems += [
        file.problem(("people",), f"{who!r} is not a group.", "Use a group the directory knows.")
        for who in need.people
        if who not in people
    ]
    problems += [
        file.problem(("about",), f"{key!r} is not a shared question.", "Use an id from shared.yaml.")
        for key in need.about
        if key not in flows.shared
    ]
    return problems


def _goes_in_circles(need: Need, start: str) -> bool:
    ahead, seen = [option.to for option in need.questions[start].options], set()
    while ahead:
        key = ahead.pop()
        if key == start:
            return True
        if key in need.questions and key not in seen:
            seen.add(key)
            ahead += [option.to for option in need.questions[key].options]
    return False


def _check_doors(flows: Flows, file: YamlFile) -> list[Problem]:
    problems = []
    behind = {need for door in flows.doors.values() for need in door.needs}
    for door in flows.doors.values():
        problems += [
            file.problem((door.id, "needs"), f"{need!r} is not a need.", "Use a need id.")
            for need in door.needs
            if need not in flows.needs
        ]
        if not door.needs or not door.say:
            problems.append(file.problem((door.id,), "has no words or no needs.", "Add say and needs."))
    problems += [
        file.problem((), f"no door leads to {need!r}.", "Add it to a door.")
        for need in flows.needs
        if need not in behind
    ]
    return problems


def draw_flows(flows: Flows) -> str:
    """Return a picture of every need's questions in Graphviz's language, for an adviser to sign off."""
    lines = ["digraph needs {", "  rankdir=LR; node [shape=box, style=rounded, fontname=sans];"]
    for door in flows.doors.values():
        lines.append(f'  "door {door.id}" [label={_quoted(door.say)}, shape=house];')
        lines += [f'  "door {door.id}" -> "{need}";' for need in door.needs]
    for need in flows.needs.values():
        lines.append(f'  "{need.id}" [label={_quoted(need.say)}, style="rounded,bold"];')
        if need.first:
            lines.append(f'  "{need.id}" -> "{need.id}.{need.first}";')
        for question in need.questions.values():
            lines.append(f'  "{need.id}.{question.id}" [label={_quoted(question.ask)}];')
            for option in question.options:
                colour = ", color=red" if option.danger else ""
                target = f"danger {option.danger}" if option.danger else f"{need.id}.{option.to}"
                lines.append(f'  "{need.id}.{question.id}" -> "{target}" [label={_quoted(option.say)}{colour}];')
                if option.danger:
                    lines.append(f'  "danger {option.danger}" [shape=octagon, color=red];')
        for ending in need.endings.values():
            lines.append(
                f'  "{need.id}.{ending.id}" [label={_quoted(chr(10).join(ending.advice) or "signposts")}, shape=note];'
            )
    return "\n".join([*lines, "}"])


def _quoted(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
