"""Other words for the same thing, for search."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from navigator.folding import fold
from navigator.yaml_files import YamlFile


@lru_cache(maxsize=1)
def read_synonyms() -> dict[str, tuple[str, ...]]:
    """Return for each word of `synonyms.yaml` the words that mean the same. Each line there is one group of equals."""
    groups = YamlFile(Path(__file__).with_name("synonyms.yaml")).data or []
    synonyms: dict[str, tuple[str, ...]] = {}
    for group in groups:
        words = [fold(str(word)) for word in group]
        for word in words:
            synonyms[word] = tuple(
                dict.fromkeys([*synonyms.get(word, ()), *(other for other in words if other != word)])
            )
    return synonyms
