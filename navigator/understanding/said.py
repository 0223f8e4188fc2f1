"""Circumstances a message states: age, whom it is about, where, when, looking after someone, hospital. And what it says to the chat.

Words for these stand in `talk/<code>.yaml`, one file a language. Only what is said outright is taken, each is shown to the resident,
and each can be corrected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from navigator.folding import fold, plain_digits
from navigator.understanding.rules import rule_words
from navigator.yaml_files import YamlFile

HERE = Path(__file__).parent / "talk"

#: What somebody can say to the chat itself. The whole message must be nearly that and nothing more.
INTENTS = (
    "yes",
    "no",
    "not_that",
    "back",
    "nearer",
    "free",
    "not_understand",
    "person",
    "hello",
    "thanks",
    "more",
    "not_sure",
)
_MENTIONS = ("other_people", "me", "child", "older", "man", "woman", "lgbtq", "carer", "hospital", "today", "tomorrow")

_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)\s?-?(\d[a-z]{2})\b", re.I)
_DISTRICT = re.compile(r"\b((?:n|e|w|nw|se|sw|ec|wc|en)\d{1,2})\b", re.I)
_NUMBER = re.compile(r"(?<!\d)\d{1,3}(?!\d)")
#: A phone or NHS number typed by mistake: ten or eleven digits, spaced as people space them.
_LONG_NUMBER = re.compile(r"(?:\+?\d[\s().-]?){9,14}")

#: One phrase: words in order, each whole or (ending in a star) a stem; "{n}" a number.
Phrase = tuple[str, ...]


@lru_cache(maxsize=1024)
def _phrases(code: str, key: str) -> tuple[Phrase, ...]:
    path = HERE / f"{code}.yaml"
    if not path.is_file():
        return ()
    listed = (_file(code)).get(key) or []
    return tuple(phrase for written in listed if (phrase := _compile(str(written))))


@lru_cache(maxsize=32)
def _file(code: str) -> dict[str, list[str]]:
    data = YamlFile(HERE / f"{code}.yaml").data
    # YAML reads bare yes and no as true and false; the files quote them, and this forgives one that does not.
    return {{True: "yes", False: "no"}.get(key, key): value for key, value in (data or {}).items()}


def _compile(written: str) -> Phrase:
    words: list[str] = []
    for part in written.replace("{n}", " {n} ").split():
        if part == "{n}":
            words.append(part)
            continue
        pieces = rule_words(part.rstrip("*"))
        if pieces:
            words += [*pieces[:-1], pieces[-1] + ("*" if part.endswith("*") else "")]
    return tuple(words)


def _fits(wanted: str, word: str) -> bool:
    if wanted == "{n}":
        return word.isdecimal() and len(word) <= 3
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted


@lru_cache(maxsize=1024)
def _filed(code: str, key: str) -> tuple[dict[str, tuple[Phrase, ...]], tuple[Phrase, ...]]:
    """Return the phrases of one list filed by their first word, and those whose first word is a stem or a number."""
    whole: dict[str, list[Phrase]] = {}
    others = []
    for phrase in _phrases(code, key):
        if phrase[0].endswith("*") or phrase[0] == "{n}":
            others.append(phrase)
        else:
            whole.setdefault(phrase[0], []).append(phrase)
    return {word: tuple(listed) for word, listed in whole.items()}, tuple(others)


def _standing(code: str, key: str, words: list[str]) -> Iterator[tuple[int, Phrase]]:
    """Yield where each phrase of a list stands in *words*, from the first word on."""
    whole, others = _filed(code, key)
    if not whole and not others:
        return
    last = len(words)
    for at, word in enumerate(words):
        for phrase in (*whole.get(word, ()), *others) if others else whole.get(word, ()):
            if at + len(phrase) <= last and all(_fits(w, words[at + n]) for n, w in enumerate(phrase)):
                yield at, phrase


def intent_of(text: str, codes: tuple[str, ...], exact: bool = False) -> str:
    """Return what a message says to the chat itself ("no", "back", "person"…), or "" when it says something of its own.

    *exact* allows not a word beside the phrase: for a message that seems to tell a need, "nu dorm" is no "no".
    """
    words = rule_words(text)[:12]
    if not 0 < len(words) <= 9:
        return ""
    best = ("", 0)
    for code in codes:
        for intent in INTENTS:
            for _at, phrase in _standing(code, intent, words):
                spare = len(words) - len(phrase)
                # One polite word more is still the same thing said; a whole clause is something else.
                if 0 <= spare <= (0 if exact else 1 if len(phrase) < 3 else 2) and len(phrase) > best[1]:
                    best = (intent, len(phrase))
    return best[0]


def said_in(text: str, codes: tuple[str, ...]) -> dict[str, str]:
    """Return the circumstances a message states outright.

    Keys: "age" (years), "where" (a postcode or its first half), "about" ("me" or "other"), "carer", "hospital", "when" ("today" or
    "tomorrow"), "gender" ("women" or "men"), "lgbtq", each only when said.
    """
    text = plain_digits(text[:2000])
    said: dict[str, str] = {}
    text_without_numbers = _LONG_NUMBER.sub(" ", text)
    where = _POSTCODE.search(text_without_numbers)
    if where:
        said["where"] = f"{where[1]} {where[2]}".upper()
    elif district := _DISTRICT.search(text_without_numbers):
        said["where"] = district[1].upper()
    words = rule_words(_POSTCODE.sub(" ", text_without_numbers))
    for code in codes:
        age = age_in(words, code)
        if age is not None:
            said.setdefault("age", str(age))
        for key in _MENTIONS:
            if next(_standing(code, key, words), None) is not None:
                _note(said, key)
    return said


def _note(said: dict[str, str], key: str) -> None:
    match key:
        case "other_people":
            said["about"] = "other"
        case "me":
            said.setdefault("about", "me")
        case "today" | "tomorrow":
            said.setdefault("when", key)
        case "man" | "woman":
            said.setdefault("gender", "men" if key == "man" else "women")
        case _:
            said[key] = "yes"


def age_in(words: list[str], code: str) -> int | None:
    """Return the age in years that *words* state in one language, or None."""
    if not any(word.isdecimal() for word in words):
        return None
    not_ages = {
        at + offset
        for at, phrase in _standing(code, "age_unit_other", words)
        for offset, w in enumerate(phrase)
        if w == "{n}"
    }
    for at, phrase in _standing(code, "age", words):
        place = at + phrase.index("{n}") if "{n}" in phrase else -1
        if place >= 0 and place not in not_ages and 1 <= int(words[place]) <= 110:
            return int(words[place])
    return None


def has_long_number(text: str) -> bool:
    """Return whether a message holds what looks like a phone, NHS or account number: never echoed, and a word said about it."""
    return bool(_LONG_NUMBER.search(plain_digits(text)))


def is_only_numbers(text: str) -> bool:
    """Return whether a message is nothing but digits and signs."""
    return (
        bool(text.strip())
        and not any(letter.isalpha() for letter in fold(text))
        and any(c.isdigit() for c in plain_digits(text))
    )
