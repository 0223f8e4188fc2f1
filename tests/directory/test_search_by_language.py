"""Words as residents of each community type them find the services: own letters or Latin ones, accents or none, a slip, a letter's word."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from navigator.directory.index import index_words

ROWS = [
    [*line.split("\t"), ""][:4]
    for line in (Path(__file__).parent / "searches_by_language.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("language", "words", "wanted", "note"), ROWS, ids=[f"{row[0]} {row[1]}" for row in ROWS])
def test_words_of_each_community_find_the_service(baked, language, words, wanted, note) -> None:
    """One of the services that are right for the resident is among the first three."""
    found = [hit.id for hit in baked.search.search(words, limit=3)]

    assert set(found) & set(wanted.split("|")), (found, note)


def test_every_language_has_ten_rows(baked) -> None:
    """The table leaves no language of the place thin."""
    rows = Counter(language for language, *_ in ROWS)

    assert {
        language: rows[language] for language in baked.place.languages if rows[language] < 10 and language != "en-easy"
    } == {}


def test_every_wanted_service_is_in_the_directory(baked) -> None:
    """A service that is renamed is renamed in the table."""
    wanted = {service for _, _, services, _ in ROWS for service in services.split("|")}

    assert wanted <= set(baked.directory.services)


@pytest.mark.parametrize(
    "word", ["pain", "park", "polish", "single", "since", "discuss", "hit", "sink", "further", "I'm"]
)
def test_an_english_word_that_is_another_in_another_language_stays_english(baked, word) -> None:
    """An English search never learns that "pain" is bread in French."""
    (asked,) = index_words(word)

    assert [term for term, _ in baked.search.expand(asked) if " " in term] == []
