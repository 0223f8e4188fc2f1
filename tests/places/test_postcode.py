"""Postcodes, typed any way."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from navigator.places.postcode import read_postcode

READ = [
    ("N15 4QL", "N15 4QL"),
    ("n154ql", "N15 4QL"),
    (" n15-4ql. ", "N15 4QL"),
    ("n١٥ ٤ql", "N15 4QL"),
    ("n১৫ ৪ql", "N15 4QL"),
    ("n10 OAA", "N10 0AA"),
    ("N15", "N15"),
    ("ec1v", "EC1V"),
    ("W1A 1AA", "W1A 1AA"),
    ("hello", None),
    ("😀😀", None),
    ("", None),
    ("12345", None),
    ("N15 4QL and more words", None),
]


@pytest.mark.parametrize(("typed", "read"), READ)
def test_a_postcode_is_read_however_it_is_typed(typed: str, read: str | None) -> None:
    """Case, spaces, dashes, other digits and O for 0 are forgiven; what is no postcode is None."""
    assert read_postcode(typed) == read


def test_every_postcode_of_the_table_is_read(settings) -> None:
    """The parser refuses none of the postcodes we hold."""
    path: Path = settings.directory_data / settings.place / "postcodes.csv"
    with path.open() as rows:
        wrong = [row["postcode"] for row in csv.DictReader(rows) if read_postcode(row["postcode"]) != row["postcode"]]

    assert wrong == []
