"""What must hold of one translated sentence, whatever it is for: numbers, kept words, letters of its own script, length on a button.

Each rule is a small function from (English, what is said) to what is wrong, or "". `Rules` holds those that apply to one language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from babel.messages.catalog import Message

from navigator.folding import plain_digits

#: Words on a button of so many letters in English may be so many times as long, or so many letters.
SHORT_BUTTON, LONGEST_BUTTON, BUTTON_LETTERS = 20, 2.2, 40
#: Words left in English are looked for in sentences of so many words or more: shorter ones are often names.
ENOUGH_WORDS = 4

_FIGURE = re.compile(r"\d")
_TAG = re.compile(r"</?[a-z][^>]*>|&[a-z]+;")
_TIME = re.compile(r"\b(\d{1,2})(?:[.:](\d{2}))?(?=(?: ?(?:to|and|-|–) ?\d{1,2}(?:[.:]\d{2})?)? ?([ap])m\b)")
#: Turning marks, and spaces that take no room. Pairs that hold a number together are let stand in scripts written from the right.
_TURNING = re.compile("[\u202a-\u202e\ufeff\u200b\u2060]")
_ISOLATES = re.compile("[\u2066-\u2068]([^\u2066-\u2069]*)\u2069")
_FROM_THE_RIGHT = ("ar", "fa", "ur")
#: "020 8489 1000" with plain spaces is shown as "1000 8489 020" between Arabic letters.
_LOOSE_NUMBER = re.compile(r"\d{3,} \d{3,}")
#: Letters that look right and are another alphabet's.
_STRANGE = {
    "ar": "یکگپچ", "fa": "يكىة", "ur": "يكىةه", "uk": "ыэёъЫЭЁЪ", "bg": "ыэёіїєґЫЭЁІЇЄҐ", "ro": "şţŞŢ", "tr": "\u0307", "el": "\u00b5",
}  # fmt: skip
#: Numbers a translation may add because the English says them in a word.
_IN_A_WORD = {"adult": "18", "emergency service": "999"}
#: A word that changes between Latin and Greek or Cyrillic letters on the way: its look-alikes cannot be found or read out.
_SEAM = re.compile("[A-Za-z\u00c0-\u024f][\u0370-\u04ff]|[\u0370-\u04ff][A-Za-z\u00c0-\u024f]")


class Rules:
    """The rules of one language. *glossary* is `glossary.yaml` as read; *buttons* the English sentences that stand on buttons."""

    def __init__(self, code: str, glossary: Mapping[str, Any], buttons: Collection[str]):
        self.code, self.buttons = code, buttons
        self.english = code.startswith("en")
        self.keep = (
            [] if self.english else [(term, _whole(term), _others(glossary, term, code)) for term in kept(glossary)]
        )
        self.never = [
            (word, re.compile(rf"(?<!\w){re.escape(word)}", re.IGNORECASE))
            for word in (glossary.get("never") or {}).get(code) or ()
        ]
        self.same = set(glossary.get("same") or ())

    def problems(self, message: Message) -> Iterator[tuple[str, str]]:
        """Yield what is wrong with one translated sentence, each with its remedy."""
        plural = isinstance(message.id, tuple)
        english = message.id[1] if plural else message.id
        for said in message.string if plural else (message.string,):
            if not plural and (numbers := numbers_problem(english, said)):
                yield f"has other numbers than the English: {numbers}.", "Keep those of the English."
            if sorted(_TAG.findall(said)) != sorted(_TAG.findall(english)):
                yield "has other mark-up than the English.", "Keep the < > of the English, and add none."
            for term, pattern, others in self.keep:
                if (
                    term in english
                    and pattern.search(english)
                    and not _stands(term, said)
                    and not any(other in said for other in others)
                ):
                    yield f"lost {term!r}, the word on the letter people hold.", "Put it in brackets after yours."
            for word, pattern in self.never:
                if pattern.search(said):
                    yield f"says {word!r}.", "Use the word people use of themselves; see glossary.yaml."
            if (
                not self.english
                and said == english
                and len(english.split()) >= ENOUGH_WORDS
                and english not in self.same
            ):
                yield "is still English.", "Translate it, or name it under `same` in glossary.yaml."
            if english in self.buttons and (most := most_letters(english)) and len(said) > most:
                yield f"is {len(said)} letters long on a button.", f"Say it in {most}."
            if has_hidden_marks(said, self.code):
                yield "holds an invisible direction mark.", "Take it out; the page sets directions."
            if self.code in _FROM_THE_RIGHT and _LOOSE_NUMBER.search(_ISOLATES.sub("", said)):
                yield "has a number whose parts will swap places.", "Put no-break spaces between its parts."
            if strange := strange_letters(said, self.code):
                yield f"has letters of another alphabet: {strange}.", "Type them on the keyboard of this language."


def kept(glossary: Mapping[str, Any]) -> list[str]:
    """Return the English words that must stand in every translation: names, and terms of which people hold letters."""
    terms = [str(term["english"]) for term in glossary.get("terms") or () if term.get("keep")]
    return list(dict.fromkeys([*(str(word) for word in glossary.get("keep") or ()), *terms]))


def _whole(term: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(term)}(?!\w)")


def _others(glossary: Mapping[str, Any], term: str, code: str) -> list[str]:
    """Return what may stand for a kept term in one language besides the English word."""
    return [
        other
        for entry in glossary.get("terms") or ()
        if str(entry["english"]) == term
        for other in (entry.get("stems") or {}).get(code) or ()
    ]


def _stands(term: str, said: str) -> bool:
    return term.lower() in re.sub(r"\s+", " ", plain_digits(said)).lower()


def most_letters(english: str) -> int:
    """Return how long a translation may be on a button; 0 when the English is long itself."""
    return int(max(LONGEST_BUTTON * len(english), BUTTON_LETTERS)) if len(english) <= SHORT_BUTTON else 0


def numbers_problem(english: str, said: str) -> str:
    """Return the numbers of two figures or more that a translation lost or made up, or "".

    Small numbers may become words, and "5pm" may become 17.00. A telephone number must be the same, figure for figure.
    """
    if not _FIGURE.search(english) and not _FIGURE.search(said):
        return ""
    clock = _clock_numbers(english)
    theirs, ours = _numbers(_TIME.sub(" ", english)), _numbers(said)
    every = set(re.findall(r"\d+", plain_digits(said)))
    lost = {number for number in theirs - ours if len(number) > 1}
    lost |= {min(ways, key=len) for ways in clock if not ways & every}
    allowed = theirs.union(*clock, {"00"} if clock else set()) | set(re.findall(r"\d{2,}", english))
    allowed |= {number for word, number in _IN_A_WORD.items() if word in english.lower()}
    return ", ".join(sorted(lost | (ours - allowed)))


def _numbers(words: str) -> set[str]:
    """Return the numbers of two figures or more, a telephone number as one."""
    plain = re.sub(r"(?<=\d)(?:[\s\u00a0\u202f-](?=\d{3})|[,.\u066c](?=\d{3}(?!\d)))", "", plain_digits(words))
    return set(re.findall(r"\d{2,}", plain))


def _clock_numbers(english: str) -> list[set[str]]:
    """Return for each time of the day in a sentence the ways to write its hour, and for each half hour its minutes."""
    ways = []
    for found in _TIME.finditer(english):
        hour, minutes, half = int(found[1]), found[2], found[3]
        full = hour % 12 + (12 if half == "p" else 0)
        # "9 to 5pm": which half the first hour is of shows only by the sense, so both will do.
        ways.append({f"{n:{width}}" for n in (hour, full, hour % 12, full or 24) for width in ("", "02")})
        if minutes:
            ways.append({minutes})
    return ways


def has_hidden_marks(said: str, code: str) -> bool:
    """Return whether a sentence holds invisible marks that turn the words after them, or do nothing."""
    if _TURNING.search(said):
        return True
    rest = _ISOLATES.sub(r"\1", said)
    return bool(re.search("[\u2066-\u2069]" if code in _FROM_THE_RIGHT else "[\u200e\u200f\u2066-\u2069]", rest))


def strange_letters(said: str, code: str) -> str:
    """Return what is of another alphabet than its word or its language, or ""."""
    if code == "tr":
        said = unicodedata.normalize("NFC", said)
    if found := sorted(set(said) & set(_STRANGE.get(code, ""))):
        return "".join(found)
    if code != "tr" and (found := set(said) & set("ıİ")):
        return "".join(sorted(found))
    if not _SEAM.search(said):
        return ""
    return next(word for word in re.findall(r"[^\W\d_]+", said) if _SEAM.search(word))
