"""Other words for the same thing, for search: groups of equals, and one-way words of other languages."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from navigator.folding import fold
from navigator.yaml_files import YamlFile


@lru_cache(maxsize=1)
def read_synonyms() -> dict[str, tuple[str, ...]]:
    """Return for each word the words that mean the same, or the phrases it stands for.

    Each line of `synonyms.yaml` is one group of equals. `synonyms_by_language.yaml` leads one way, from a word of another
    language (or "word*", the beginning of one, or two words side by side) to English phrases, and never back.
    """
    synonyms: dict[str, tuple[str, ...]] = {}
    for group in _read("synonyms.yaml"):
        words = [fold(str(word)) for word in group]
        for word in words:
            _add(synonyms, word, [other for other in words if other != word])
    for entry in _read("synonyms_by_language.yaml"):
        phrases = [fold(str(phrase)) for phrase in entry["means"]]
        for language, words in entry.items():
            for word in words if language != "means" else ():
                _add(synonyms, fold(str(word)), phrases)
    return synonyms


def _read(name: str) -> list:
    return YamlFile(Path(__file__).with_name(name)).data or []


def _add(synonyms: dict[str, tuple[str, ...]], word: str, others: list[str]) -> None:
    synonyms[word] = tuple(dict.fromkeys([*synonyms.get(word, ()), *others]))
