"""Understand a typed message: what it asks for, whether there is danger, and what it says about someone's circumstances."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from navigator.folding import fold, fold_words, plain_digits
from navigator.yaml_files import YamlFile

WORDS = Path(__file__).parent / "words"
LONGEST = 2000
MOST_NEEDS = 3


@dataclass(frozen=True)
class Understood:
    """What a message tells. `labels` are need ids and kinds of help with a weight, the strongest first."""

    labels: tuple[tuple[str, float], ...] = ()
    danger: tuple[str, ...] = ()
    said: dict[str, str] = field(default_factory=dict)

    def among(self, ids: object, most: int = MOST_NEEDS) -> tuple[str, ...]:
        """Return the strongest labels that are in *ids*."""
        return tuple(label for label, _ in self.labels if label in ids)[:most]  # type: ignore[operator]


@lru_cache(maxsize=1)
def _phrases() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Return phrases by their first word: (the words, a trailing star kept, the label)."""
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)

    def add(phrase: str, label: str) -> None:
        words = tuple(word + "*" if starred else word for word, starred in _split(phrase))
        if words:
            phrases[words[0].rstrip("*")[:3]].append((words, label))

    for path in sorted(WORDS.glob("*.yaml")):
        data = YamlFile(path).data or {}
        for label, listed in data.items():
            if path.stem == "danger":
                for group in listed.values():
                    for phrase in group:
                        add(str(phrase), f"!{label}")
            else:
                for phrase in listed:
                    add(str(phrase), label)
    return phrases


def _split(phrase: str) -> list[tuple[str, bool]]:
    return [
        (word, starred)
        for part in phrase.split()
        for starred in (part.endswith("*"),)
        for word in fold_words(part.rstrip("*"))
    ]


def _is(word: str, wanted: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted


def understand(text: str) -> Understood:
    """Return what *text* tells. Words are looked for in every language at once; nothing of the text is kept."""
    text = text[:LONGEST]
    words = fold_words(text)
    weights: dict[str, float] = defaultdict(float)
    for at, word in enumerate(words):
        for wanted, label in _phrases().get(word[:3], ()):
            if all(at + n < len(words) and _is(words[at + n], one) for n, one in enumerate(wanted)):
                weights[label] += 1 + 0.6 * (len(wanted) - 1)
    ranked = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))
    danger = tuple(label[1:] for label, _ in ranked if label.startswith("!"))
    return Understood(tuple(pair for pair in ranked if not pair[0].startswith("!")), danger, said_in(text))


_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)\s?(\d[a-z]{2})?\b", re.I)
_AGE = re.compile(
    r"\b(?:im|i am|is|hes|shes|aged?|now im|who is)\s+(\d{1,3})\b|\b(\d{1,3})\s*(?:years? old|yrs? old|yo\b|yaşında|yasinda)|(?:عمر\w*)\s+(\d{1,3})"
)


def said_in(text: str) -> dict[str, str]:
    """Return the circumstances a message states outright: "age" in years, "where" as a postcode."""
    said: dict[str, str] = {}
    plain = plain_digits(text)
    postcode = _POSTCODE.search(plain)
    if postcode:
        said["where"] = " ".join(part.upper() for part in postcode.groups() if part)
    age = _AGE.search(fold(plain))
    if age:
        years = int(next(group for group in age.groups() if group))
        if 0 < years < 120:
            said["age"] = str(years)
    return said
