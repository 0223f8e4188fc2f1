"""The words we agreed on, `translations/glossary.yaml`: how each language says what we say most."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Term:
    """One term. `stems` by language are beginnings its word may have when grammar bends it; `unless` English in which it is something else."""

    english: str
    keep: bool
    words: Mapping[str, str]
    stems: Mapping[str, tuple[str, ...]]
    unless: tuple[str, ...]
    #: Finds the term where it is a word of the sentence: "library", not "Wood Green Library"; "Library: books", not "Library Service".
    pattern: re.Pattern[str]

    def is_in(self, english: str) -> bool:
        """Return whether an English sentence uses this term."""
        return bool(self.pattern.search(english)) and not any(other in english for other in self.unless)

    def is_said(self, said: str, code: str) -> bool:
        """Return whether a translation uses one of the words agreed on, or a language has none to agree on."""
        stems = self.stems.get(code, ())
        return not stems or any(stem.lower() in said.lower() for stem in stems)


def read_terms(glossary: Mapping[str, Any]) -> Iterator[Term]:
    """Yield the terms of a glossary as its YAML holds them."""
    for entry in glossary.get("terms") or ():
        english = str(entry["english"])
        first, rest = re.escape(english[:1]), re.escape(english[1:])
        pattern = rf"\b{re.escape(english)}|(?:^|[.!?] ){first.upper()}{rest}\w*(?! [A-Z])"
        yield Term(
            english,
            bool(entry.get("keep")),
            entry.get("words") or {},
            {code: tuple(stems) for code, stems in (entry.get("stems") or {}).items()},
            tuple(entry.get("unless") or ()),
            re.compile(pattern),
        )
