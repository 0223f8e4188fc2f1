"""The Whoosh index: what of a service can be found by words, and how an index is written.

One folding for index and query (`navigator.folding`), so capitals, accents and Arabic letter forms never hide a service. Words
in plain Latin letters are also cut to their English stem; other scripts are left whole, because no stemmer exists for half our
languages and prefixes and typos are forgiven at search time instead.

The schema, with the analyzer below, is pickled into the index by Whoosh: an index folder is trusted code. It is made here,
versioned with its bake, and never opened from elsewhere.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

with warnings.catch_warnings():
    # Whoosh 2.7.4 is from 2016; its escapes and `is` comparisons warn on newer Pythons and are harmless.
    warnings.simplefilter("ignore", SyntaxWarning)
    warnings.simplefilter("ignore", DeprecationWarning)
    from whoosh import fields, index
    from whoosh.analysis import Token, Tokenizer
    from whoosh.lang.porter import stem

from navigator.directory.records import Directory, Service
from navigator.folding import fold_words

#: Field → weight. A service's own names tell most, its small print least.
FIELDS = {
    "name": 5.0,
    "other_names": 4.0,
    "organisation": 1.5,
    "needs": 2.0,
    "summary": 1.5,
    "details": 0.7,
    "words": 1.5,
}

#: Words too common to tell services apart, in the languages that have them as separate words.
STOP_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "do",
        "does",
        "for",
        "from",
        "get",
        "give",
        "go",
        "has",
        "have",
        "help",
        "how",
        "i",
        "if",
        "in",
        "is",
        "it",
        "me",
        "my",
        "need",
        "of",
        "on",
        "or",
        "our",
        "out",
        "so",
        "some",
        "someone",
        "that",
        "the",
        "their",
        "them",
        "they",
        "this",
        "to",
        "us",
        "want",
        "we",
        "what",
        "when",
        "where",
        "who",
        "with",
        "you",
        "your",
        "ve",
        "bir",
        "icin",
        "bu",
        "ben",
        "bana",
        "benim",
        "mi",
        "de",
        "da",
        "w",
        "z",
        "i",
        "na",
        "do",
        "o",
        "my",
        "mi",
        "to",
        "en",
        "la",
        "el",
        "los",
        "las",
        "un",
        "una",
        "de",
        "con",
        "por",
        "para",
        "y",
        "le",
        "les",
        "des",
        "et",
        "du",
        "au",
        "من",
        "في",
        "على",
        "عن",
        "الى",
        "انا",
        "هل",
        "ما",
    ]
)


@lru_cache(maxsize=65536)
def index_word(word: str) -> str:
    """Return the form under which a folded word is indexed and looked up."""
    return stem(word) if len(word) > 3 and word.isascii() and word.isalpha() else word


def index_words(text: str) -> list[str]:
    """Return the words of *text* as indexed."""
    return [index_word(word) for word in fold_words(text) if word not in STOP_WORDS]


class FoldingTokenizer(Tokenizer):
    """Whoosh's view of `index_words`."""

    def __call__(
        self, value: str, positions: bool = False, start_pos: int = 0, mode: str = "", **kwargs: Any
    ) -> Iterable[Token]:
        token = Token(positions, False, mode=mode, **kwargs)
        for position, word in enumerate(index_words(value)):
            token.text = word
            token.boost = 1.0
            if positions:
                token.pos = start_pos + position
            yield token


def schema() -> fields.Schema:
    """Return the schema of an index: a service's id and its words by field. No positions: phrases are not searched for."""
    text = {name: fields.TEXT(analyzer=FoldingTokenizer(), phrase=False) for name in FIELDS}
    return fields.Schema(id=fields.ID(stored=True), **text)


def bake_index(directory: Directory, folder: Path, sayings: Mapping[str, str], translated: Mapping[str, str]) -> None:
    """Write the index of *directory* into *folder*.

    *sayings* gives the words for each need and kind of help ("debt" → "money I owe…"); *translated* the service's own
    sentences in other languages, by service id, so that a word in any of them finds it.
    """
    folder.mkdir(parents=True)
    writer = index.create_in(folder, schema()).writer()
    for service in directory.services.values():
        writer.add_document(**document(service, directory, sayings, translated.get(service.id, "")))
    writer.commit(optimize=True)


def document(service: Service, directory: Directory, sayings: Mapping[str, str], translated: str) -> dict[str, str]:
    """Return what the index holds of *service*. The one place that knows. No address of a confidential service, no unshown number."""
    organisations = [
        directory.organisations[o].name
        for o in (service.organisation, *service.partners)
        if o in directory.organisations
    ]
    places = [f"{place.name} {place.address} {place.postcode}" for place in service.shown_locations]
    return {
        "id": service.id,
        "name": service.name,
        "other_names": " ".join(
            (
                *service.also_known_as,
                *service.formerly,
                *service.findable_as,
                *(i.replace("-", " ") for i in (service.id, *service.merged_from)),
            )
        ),
        "organisation": " ".join(organisations),
        "needs": " ".join(sayings.get(word, "") for word in (*service.main_needs, *service.kinds)),
        "summary": service.summary,
        "details": " ".join((service.eligibility.says, service.how_to_get_it, *places)),
        "words": translated,
    }
