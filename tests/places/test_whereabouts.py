"""Where someone is, as far as we can tell."""

from __future__ import annotations

import csv
import gzip

import pytest

from navigator.places.distance import metres_between, walking_minutes

SAID = [
    # said, known, borough, ward
    ("N17 9HD", "address", "haringey", "tottenham-hale"),
    ("n22 6xd", "address", "haringey", "noel-park"),
    ("N17", "district", "haringey", None),
    ("N6 6QD", "address", "camden", None),
    ("N18 1QX", "address", "enfield", None),
    ("Wood Green", "area", "haringey", None),
    ("ally pally", "area", "haringey", "alexandra-park"),
    ("seven-sisters", "area", "haringey", "seven-sisters"),
    ("N17 9ZZ", "unknown", "haringey", None),
    ("SW1A 1AA", "unknown", "elsewhere", None),
    ("😀", "nothing", None, None),
    ("my house", "nothing", None, None),
]


@pytest.mark.parametrize(("said", "known", "borough", "ward"), SAID)
def test_what_is_said_tells(baked, said, known, borough, ward) -> None:
    """A postcode, its first half, an area's name: each tells as much as it can."""
    where = baked.table.find(said)

    assert (where.known, where.borough) == (known, borough)
    assert ward is None or where.ward == ward


def test_a_neighbour_lives_in_the_shared_health_area(baked) -> None:
    """Someone in Islington is served by what serves north central London."""
    assert "north-central-london" in baked.table.find("N19 5NF").areas


def test_an_unknown_district_turns_nobody_away(baked) -> None:
    """Where we cannot tell, no area is assumed."""
    assert baked.table.find("M1 1AA").areas is None


def test_a_known_walk_takes_about_its_minutes() -> None:
    """Wood Green to Turnpike Lane stations: 902 metres as the crow flies, about a quarter of an hour."""
    metres = metres_between((51.5975, -0.1097), (51.5903, -0.1028))

    assert 880 < metres < 940
    assert walking_minutes(902) == 15


def test_wards_agree_with_the_research_table(baked, shared) -> None:
    """Every live postcode of the borough lies in the ward that the research file says."""
    names = {ward.id: ward.name for ward in baked.place.wards}
    wrong = 0
    with (shared / "data" / "postcodes_haringey.csv").open() as rows:
        for row in csv.DictReader(rows):
            if row["status"] == "live" and row["borough_name"] == "Haringey":
                ward = baked.table.find(row["postcode"]).ward
                wrong += ward is None or names[ward] != row["ward_name"]

    assert wrong == 0


def test_every_london_postcode_gets_an_answer(baked, shared) -> None:
    """A sample of all London's postcodes: none raises, each is placed or called unknown."""
    with gzip.open(shared / "data" / "postcodes_london.csv.gz", "rt") as rows:
        for number, row in enumerate(csv.DictReader(rows)):
            if number % 997 == 0:
                assert baked.table.find(row["postcode"]).known in ("address", "unknown")
