"""Help for now: the numbers on every page, and what comes first for each danger."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from navigator.errors import Problem
from navigator.yaml_files import YamlFile

#: The dangers the product knows, most pressing first. Their words are data; that they exist is not.
DANGERS = ("fire_gas", "medical", "suicide", "child_risk", "domestic_abuse", "adult_abuse", "rough_sleeping")


@dataclass(frozen=True)
class Line:
    """One number to call or text. `then` is a key to press after, `text` the word to send."""

    number: str
    say: str
    service: str = ""
    then: str = ""
    text: str = ""


@dataclass(frozen=True)
class Danger:
    """What a page says and does first when someone is in danger."""

    kind: str
    title: str
    say: str
    steps: tuple[str, ...]
    services: tuple[str, ...]
    leave_quickly: bool = False


@dataclass(frozen=True)
class HelpNow:
    """Help for now in one place."""

    strip: tuple[Line, ...]
    all: tuple[Line, ...]
    dangers: dict[str, Danger]


def read_help_now(folder: Path) -> tuple[HelpNow | None, list[Problem], YamlFile]:
    """Return the help for now described in *folder*, and what is wrong with its form."""
    file = YamlFile(folder / "help_now.yaml")
    problems = list(file.problems)
    data = file.data if isinstance(file.data, dict) else {}
    for part in ("strip", "all", "dangers"):
        if not data.get(part) and not problems:
            problems.append(
                file.problem((part,), "is missing.", "Help for now may never be empty; another place's file shows how.")
            )
    for part in ("strip", "all"):
        for number, line in enumerate(data.get(part) or []):
            if not isinstance(line, dict) or not line.get("number") or not line.get("say"):
                problems.append(file.problem((part, number), "needs a number and say.", "Add them."))
    for kind in DANGERS:
        danger = (data.get("dangers") or {}).get(kind)
        if not isinstance(danger, dict) or not all(danger.get(key) for key in ("title", "say", "steps", "services")):
            problems.append(file.problem(("dangers", kind), "needs title, say, steps and services.", "Add them."))
    problems += [
        file.problem(("dangers", kind), "is not a danger we know.", f"Dangers: {', '.join(DANGERS)}.")
        for kind in data.get("dangers") or {}
        if kind not in DANGERS
    ]
    return (None if problems else make_help_now(data)), problems, file


def make_help_now(data: dict[str, Any]) -> HelpNow:
    """Return the `HelpNow` that plain values describe."""
    return HelpNow(
        strip=tuple(Line(**line) for line in data["strip"]),
        all=tuple(Line(**line) for line in data["all"]),
        dangers={
            kind: Danger(
                kind, d["title"], d["say"], tuple(d["steps"]), tuple(d["services"]), bool(d.get("leave_quickly"))
            )
            for kind, d in data["dangers"].items()
        },
    )
