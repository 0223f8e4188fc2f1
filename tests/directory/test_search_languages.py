"""Words typed in a resident's own language, with or without accents, find the services; so does the English word from a letter."""

from __future__ import annotations

from pathlib import Path

import pytest

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "searches.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("language", "words", "wanted"), ROWS, ids=[f"{row[0]} {row[1]}" for row in ROWS])
def test_words_of_any_language_find_the_service(baked, language, words, wanted) -> None:
    found = [hit.id for hit in baked.search.search(words, limit=3)]

    assert set(found) & set(wanted.split()), found
