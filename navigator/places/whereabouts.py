"""Where someone says they are, as far as we can tell, and the table that tells."""

from __future__ import annotations

import csv
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from navigator.errors import Problem, relative_name
from navigator.places.distance import Point
from navigator.places.place import Place
from navigator.places.postcode import read_postcode


@dataclass(frozen=True)
class Whereabouts:
    """What an answer to "where do you live?" tells.

    `known` is how much: "address" (a whole postcode), "district" (its outward half), "area" (a ward or neighbourhood),
    "unknown" (a real-looking postcode our table lacks) or "nothing". `borough` is the id of the place or a neighbour,
    "elsewhere", or None. `areas` are the ids of every area they live in; None when we cannot tell, and then nobody is
    turned away for where they live.
    """

    known: str = "nothing"
    said: str = ""
    point: Point | None = None
    ward: str | None = None
    borough: str | None = None
    areas: frozenset[str] | None = None


NOWHERE = Whereabouts()


def bake_postcodes(place: Place, folder: Path, target: Path) -> int:
    """Write the postcodes of *folder* into a SQLite table at *target*; return how many."""
    import sqlite_utils  # 180 ms to import: commands may wait for it, a web worker should not

    boroughs = _ward_boroughs(folder)
    with (folder / "postcodes.csv").open(encoding="utf-8", newline="") as rows:
        db = sqlite_utils.Database(target)
        db.conn.execute(
            "CREATE TABLE postcodes (postcode TEXT PRIMARY KEY, latitude REAL, longitude REAL, ward TEXT, borough TEXT) WITHOUT ROWID"
        )
        table = db.table("postcodes")
        table.insert_all(
            (
                {
                    "postcode": row["postcode"].replace(" ", ""),
                    "latitude": float(row["latitude"]),
                    "longitude": float(row["longitude"]),
                    "ward": row["ward"],
                    "borough": boroughs.get(row["ward"], ""),
                }
                for row in csv.DictReader(rows)
            ),
            batch_size=5000,
        )
    count = table.count
    # The middle of a district is taken over our own part of it: someone who says "N4" here lives on our side of N4.
    db.conn.execute(
        "CREATE TABLE districts (district TEXT PRIMARY KEY, latitude REAL, longitude REAL, ours INTEGER, borough TEXT) WITHOUT ROWID"
    )
    db.conn.execute(
        """INSERT INTO districts
           SELECT d, coalesce(avg(CASE WHEN borough = :us THEN latitude END), avg(latitude)),
                  coalesce(avg(CASE WHEN borough = :us THEN longitude END), avg(longitude)),
                  sum(borough = :us),
                  (SELECT borough FROM postcodes p WHERE substr(p.postcode, 1, length(p.postcode) - 3) = d
                    GROUP BY borough ORDER BY count(*) DESC LIMIT 1)
           FROM (SELECT substr(postcode, 1, length(postcode) - 3) AS d, latitude, longitude, borough FROM postcodes) GROUP BY d""",
        {"us": place.code},
    )
    db.conn.commit()
    db.close()
    return count


def _ward_boroughs(folder: Path) -> dict[str, str]:
    with (folder / "ward_boroughs.csv").open(encoding="utf-8", newline="") as rows:
        return {row["ward"]: row["borough"] for row in csv.DictReader(rows)}


def check_postcodes(folder: Path) -> list[Problem]:
    """Return what is wrong in `postcodes.csv` and `ward_boroughs.csv`; the first twenty, as one slip tends to repeat."""
    problems: list[Problem] = []
    for name, columns in (
        ("postcodes.csv", ["postcode", "latitude", "longitude", "ward"]),
        ("ward_boroughs.csv", ["ward", "borough"]),
    ):
        path = folder / name
        if not path.is_file():
            problems.append(
                Problem(relative_name(path), 0, "", "is missing.", f"Add it, with the columns {', '.join(columns)}.")
            )
            continue
        with path.open(encoding="utf-8", newline="") as rows:
            table = csv.DictReader(rows)
            if table.fieldnames != columns:
                problems.append(
                    Problem(
                        relative_name(path),
                        1,
                        "",
                        f"has the columns {table.fieldnames}.",
                        f"They are {', '.join(columns)}.",
                    )
                )
            elif name == "postcodes.csv":
                problems += _check_rows(relative_name(path), table)
    return problems


def _check_rows(name: str, table: Any) -> list[Problem]:
    problems = []
    for line, row in enumerate(table, start=2):
        if read_postcode(row["postcode"]) != row["postcode"]:
            problems.append(
                Problem(name, line, "postcode", f"{row['postcode']!r} is not a postcode.", 'Write it like "N15 4QL".')
            )
        try:
            inside = 49 < float(row["latitude"]) < 61 and -9 < float(row["longitude"]) < 3
        except ValueError:
            inside = False
        if not inside:
            problems.append(
                Problem(
                    name, line, "latitude", "does not place it in Britain.", "Give latitude and longitude in degrees."
                )
            )
        if len(problems) >= 20:
            break
    return problems


class PlaceTable:
    """The baked postcode table of a place. One connection, read only; safe to share between threads."""

    def __init__(self, place: Place, file: Path):
        self.place = place
        self._db = sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self._wards = {ward.code: ward for ward in place.wards}
        self._by_id = {ward.id: ward for ward in place.wards}
        self._boroughs = {neighbour.code: neighbour.id for neighbour in place.neighbours} | {place.code: place.id}

    def point_of(self, postcode: str) -> Point | None:
        """Return the point of a whole postcode, or None."""
        row = self._db.execute(
            "SELECT latitude, longitude FROM postcodes WHERE postcode = ?", (postcode.replace(" ", ""),)
        ).fetchone()
        return row and (row[0], row[1])

    def find(self, said: str) -> Whereabouts:
        """Return what *said* tells: a postcode typed any way, its outward half, or the id or name of a ward or neighbourhood."""
        if said in self._by_id:
            return self._hood(self._by_id[said].name, [self._by_id[said]])
        postcode = read_postcode(said)
        if postcode and " " in postcode:
            return self._whole(postcode)
        if postcode:
            return self._district(postcode)
        hood = next((h for h in self.place.neighbourhoods if h.id == said), None) or self.place.neighbourhood_called(
            said
        )
        if hood:
            return self._hood(hood.name, [self._by_id[ward] for ward in hood.wards])
        return NOWHERE

    def _whole(self, postcode: str) -> Whereabouts:
        row = self._db.execute(
            "SELECT latitude, longitude, ward, borough FROM postcodes WHERE postcode = ?", (postcode.replace(" ", ""),)
        ).fetchone()
        if row is None:
            district = self._district(postcode.split()[0])
            return Whereabouts("unknown", postcode, district.point, None, district.borough, district.areas)
        point = (row[0], row[1])
        ward = self._wards.get(row[2])
        if ward:
            return Whereabouts("address", postcode, point, ward.id, self.place.id, self.place.areas_of_ward(ward))
        borough = self._boroughs.get(row[3], "elsewhere")
        return Whereabouts(
            "address", postcode, point, None, borough, self.place.areas_of_borough(borough) - {"elsewhere"}
        )

    def _district(self, district: str) -> Whereabouts:
        row = self._db.execute(
            "SELECT latitude, longitude, ours, borough FROM districts WHERE district = ?", (district,)
        ).fetchone()
        if row is None:
            return Whereabouts("unknown", district, None, None, "elsewhere", None)
        borough = self.place.id if row[2] else self._boroughs.get(row[3], "elsewhere")
        return Whereabouts(
            "district", district, (row[0], row[1]), None, borough, self.place.areas_of_borough(borough) - {"elsewhere"}
        )

    def _hood(self, name: str, wards: list[Any]) -> Whereabouts:
        areas: frozenset[str] = frozenset().union(*(self.place.areas_of_ward(ward) for ward in wards))
        codes = [ward.code for ward in wards]
        row = self._db.execute(
            f"SELECT avg(latitude), avg(longitude) FROM postcodes WHERE ward IN ({','.join('?' * len(codes))})", codes
        ).fetchone()
        point = (row[0], row[1]) if row and row[0] is not None else None
        ward = wards[0].id if len(wards) == 1 else None
        return Whereabouts("area", name, point, ward, self.place.id, areas)

    def close(self) -> None:
        """Close the table; a newer bake has taken its place."""
        self._db.close()
