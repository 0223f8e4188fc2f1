"""Need files, doors, shared questions and kinds of help into records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from navigator.errors import Problem
from navigator.flows.flow import Door, Ending, Flows, Need, Option, Question
from navigator.yaml_files import YamlFile

HERE = Path(__file__).parent

_NEED_KEYS = {
    "id",
    "name",
    "say",
    "hint",
    "words",
    "urgency",
    "sensitive",
    "about",
    "kinds",
    "people",
    "first",
    "questions",
    "endings",
}
_OPTION_KEYS = {"say", "hint", "to", "kinds", "people", "adds", "danger", "ages", "gender", "about"}
_QUESTION_KEYS = {"ask", "hint", "options", "kind"}


def read_flows(folder: Path = HERE) -> tuple[Flows, list[Problem], dict[str, YamlFile]]:
    """Return everything that can be asked, what is wrong with the form of its files, and the file of each need."""
    problems: list[Problem] = []
    files: dict[str, YamlFile] = {}
    needs: dict[str, Need] = {}
    for path in sorted((folder / "needs").glob("*.yaml")):
        file = YamlFile(path)
        problems += file.problems
        if not isinstance(file.data, dict):
            if not file.problems:
                problems.append(file.problem((), "is empty.", "Describe a need or delete the file."))
            continue
        need = _read_need(file, problems)
        if need.id != path.stem:
            problems.append(
                file.problem(("id",), f"is {need.id!r} in a file named {path.name}.", "Give both the same name.")
            )
        needs[need.id], files[need.id] = need, file
    doors_file, shared_file, kinds_file = (
        YamlFile(folder / name) for name in ("doors.yaml", "shared.yaml", "kinds.yaml")
    )
    for file in (doors_file, shared_file, kinds_file):
        problems += file.problems
    files |= {"doors": doors_file, "shared": shared_file, "kinds": kinds_file}
    doors = {
        door_id: Door(door_id, _text(door, "say"), tuple(door.get("needs") or ()), _text(door, "hint"))
        for door_id, door in (doors_file.data or {}).items()
    }
    shared = {
        key: _read_question(shared_file, (key,), key, value, problems)
        for key, value in (shared_file.data or {}).items()
    }
    kinds, needs_of_kinds = {}, {}
    for need_id, group in (kinds_file.data or {}).items():
        for kind, words in group.items():
            kinds[kind] = _text(words, "say")
            needs_of_kinds[kind] = need_id
    bring_file, pictures_file = YamlFile(folder / "bring.yaml"), YamlFile(folder / "pictures.yaml")
    files |= {"bring": bring_file, "pictures": pictures_file}
    for file in (bring_file, pictures_file):
        problems += file.problems if file.path.is_file() else []  # a place to start from needs neither
    bring = tuple(
        (_text(line, "say"), _words(line, "needs")) for line in bring_file.data or () if isinstance(line, dict)
    )
    pictures = {
        owner: str(picture)
        for group in ("doors", "needs")
        for owner, picture in ((pictures_file.data or {}).get(group) or {}).items()
    }
    return Flows(needs, doors, shared, kinds, needs_of_kinds, bring, pictures), problems, files


def _text(data: Any, key: str) -> str:
    value = data.get(key) if isinstance(data, dict) else None
    return " ".join(str(value).split()) if value is not None else ""


def _words(data: dict[str, Any], key: str) -> tuple[str, ...]:
    value = data.get(key)
    return tuple(str(word) for word in value) if isinstance(value, list) else ()


def _unknown_keys(
    file: YamlFile, path: tuple[Any, ...], data: dict[str, Any], known: set[str], problems: list[Problem]
) -> None:
    for key in data:
        if key not in known:
            problems.append(file.problem((*path, key), "is not a field here.", f"Fields: {', '.join(sorted(known))}."))


def _read_need(file: YamlFile, problems: list[Problem]) -> Need:
    data = file.data
    _unknown_keys(file, (), data, _NEED_KEYS, problems)
    for key in ("id", "name", "say"):
        if not data.get(key):
            problems.append(file.problem((key,), "is missing.", f"Add {key}."))
    questions = {
        key: _read_question(file, ("questions", key), key, value, problems)
        for key, value in (data.get("questions") or {}).items()
    }
    endings = {}
    for key, value in (data.get("endings") or {}).items():
        advice = (value or {}).get("advice") or []
        endings[key] = Ending(key, tuple(" ".join(str(line).split()) for line in advice))
    # What a need looks for when no answer says: what "not sure" would.
    unsure = [
        kind for q in questions.values() for option in q.options if option.id == "not-sure" for kind in option.kinds
    ]
    return Need(
        id=_text(data, "id"),
        name=_text(data, "name"),
        say=_text(data, "say"),
        hint=_text(data, "hint"),
        words=_text(data, "words"),
        urgency=int(data.get("urgency", 5)),
        sensitive=bool(data.get("sensitive", False)),
        about=_words(data, "about"),
        kinds=_words(data, "kinds") or tuple(dict.fromkeys(unsure)),
        people=_words(data, "people"),
        questions=questions,
        endings=endings,
        first=_text(data, "first") or next(iter(questions), next(iter(endings), "")),
    )


def _read_question(file: YamlFile, path: tuple[Any, ...], key: str, data: Any, problems: list[Problem]) -> Question:
    if not isinstance(data, dict):
        problems.append(file.problem(path, "should be a mapping.", "Write ask: and options: under it."))
        return Question(key, "")
    _unknown_keys(file, path, data, _QUESTION_KEYS, problems)
    options = []
    for option_id, option in (data.get("options") or {}).items():
        where = (*path, "options", option_id)
        if not isinstance(option, dict) or not isinstance(option_id, str):
            problems.append(
                file.problem(
                    where, "should be a mapping with a text id.", 'Quote ids such as "yes" and write {say: …, to: …}.'
                )
            )
            continue
        _unknown_keys(file, where, option, _OPTION_KEYS, problems)
        ages = option.get("ages")
        options.append(
            Option(
                id=option_id,
                say=_text(option, "say"),
                to=_text(option, "to"),
                hint=_text(option, "hint"),
                kinds=_words(option, "kinds"),
                people=_words(option, "people"),
                adds=_words(option, "adds"),
                danger=_text(option, "danger"),
                ages=(int(ages[0]), int(ages[1])) if ages else None,
                gender=_text(option, "gender"),
                about=_text(option, "about"),
            )
        )
    return Question(key, _text(data, "ask"), tuple(options), _text(data, "hint"), _text(data, "kind") or "one")
