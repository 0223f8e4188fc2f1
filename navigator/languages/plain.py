"""How plain an English sentence is: hard words, long sentences, and a school grade. English is kept plain before anybody translates it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from navigator.yaml_files import YamlFile

_SENTENCES = re.compile(r"(?<=[.!?])\s+")
_WORDS = re.compile(r"[A-Za-z'’-]+")
#: Sentences shorter than this say too little to be given a grade.
ENOUGH_WORDS = 10


@dataclass(frozen=True)
class PlainWords:
    """The word list: hard word → what to say, beginnings of sentences that may stand as they are, and the limits."""

    words: dict[str, str]
    allowed: tuple[str, ...]
    most_words: int
    most_grade: float

    @cached_property
    def _hard(self) -> re.Pattern[str]:
        """Finds every hard word, the longest first: "commencement" is not "commence"."""
        words = "|".join(re.escape(word) for word in sorted(self.words, key=len, reverse=True))
        return re.compile(rf"\b({words})(?:s|d|ed|ing)?\b" if words else r"(?!)", re.IGNORECASE)

    def problems(self, english: str) -> list[tuple[str, str]]:
        """Return what is not plain in a sentence, each with its remedy."""
        if any(start.lower() in english.lower() for start in self.allowed):
            return []
        hard = dict.fromkeys(found[1].lower() for found in self._hard.finditer(english))
        found = [(f"says {word!r}.", f"Say {self.words[word]!r}.") for word in hard]
        for words in lengths_of(english):
            if words > self.most_words:
                found.append((f"has a sentence of {words} words.", f"Make two of it; {self.most_words} is the most."))
        if (level := grade(english)) > self.most_grade:
            found.append((f"asks for school grade {level:.0f}.", "Use shorter words and sentences."))
        return found


def read_plain_words(translations: Path) -> PlainWords:
    """Return the word list in a folder of translations."""
    data = YamlFile(translations / "plain_words.yaml").data or {}
    return PlainWords(
        data.get("words") or {},
        tuple(line["sentence"] for line in data.get("allow") or ()),
        data.get("most_words", 25),
        data.get("most_grade", 12),
    )


def lengths_of(english: str) -> list[int]:
    """Return how many words each sentence of a text has; what has none is no sentence."""
    return [words for part in _SENTENCES.split(english) if (words := len(_WORDS.findall(part)))]


def grade(english: str) -> float:
    """Return the school grade English asks for (Flesch and Kincaid's formula); 0 for a few words."""
    words = _WORDS.findall(english)
    if len(words) < ENOUGH_WORDS:
        return 0.0
    return 0.39 * len(words) / len(lengths_of(english)) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    """Return how many syllables an English word has, as near as its vowels tell."""
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = word.lower().endswith("e") and not word.lower().endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent)
