"""One place: a borough's name, parts, neighbours, languages and front doors, read from `place.yaml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from navigator.errors import Problem
from navigator.folding import fold
from navigator.yaml_files import YamlFile


@dataclass(frozen=True)
class Ward:
    """An electoral ward. `code` is the Office for National Statistics' code, which postcodes carry."""

    id: str
    name: str
    code: str
    locality: str


@dataclass(frozen=True)
class Neighbourhood:
    """What people call where they live; it may lie in several wards."""

    id: str
    name: str
    wards: tuple[str, ...]
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Neighbour:
    """A borough next door, and where its residents can ask."""

    id: str
    name: str
    code: str
    website: str


@dataclass(frozen=True)
class Kiosk:
    """A screen for everybody at one of the place's services, such as a library. `printer` is "a4", "receipt" or "none"."""

    id: str
    service: str
    printer: str = "none"


@dataclass(frozen=True)
class Place:
    """The place a directory serves."""

    id: str
    name: str
    full_name: str
    region: str
    code: str
    council: str
    within: tuple[str, ...]
    languages: tuple[str, ...]
    front_doors: tuple[str, ...]
    council_contact: str
    neighbours: tuple[Neighbour, ...]
    wards: tuple[Ward, ...]
    localities: dict[str, str]
    neighbourhoods: tuple[Neighbourhood, ...]
    shared_areas: dict[str, tuple[str, ...]]
    attribution: str
    kiosks: tuple[Kiosk, ...] = ()

    def area_names(self) -> dict[str, str]:
        """Return the name of every area a service of this place may serve, by id."""
        names = {self.id: self.name, "london": "London", "england": "England", "uk": "the UK"}
        names |= {"north-central-london": "north central London"}
        names |= {neighbour.id: neighbour.name for neighbour in self.neighbours}
        names |= self.localities
        return names | {ward.id: ward.name for ward in self.wards}

    def areas_of_ward(self, ward: Ward) -> frozenset[str]:
        """Return the ids of every area someone in *ward* lives in, from the ward out to the country."""
        return frozenset({ward.id, ward.locality, self.id, *self.within})

    def areas_of_borough(self, borough: str) -> frozenset[str]:
        """Return the ids of every area someone in *borough* (ours or a neighbour) lives in, as far as the borough tells."""
        if borough == self.id:
            return frozenset({self.id, *self.within})
        shared = {area for area, boroughs in self.shared_areas.items() if borough in boroughs}
        return frozenset({borough, "london", "england", "uk", *shared})

    def neighbourhood_called(self, words: str) -> Neighbourhood | None:
        """Return the neighbourhood people call by these *words*, or None."""
        asked = fold(words).strip()
        for hood in self.neighbourhoods:
            if asked in {fold(name) for name in (hood.name, *hood.also)}:
                return hood
        return None


_REQUIRED = (
    "id",
    "name",
    "full_name",
    "region",
    "code",
    "council",
    "within",
    "languages",
    "front_doors",
    "council_contact",
)


def read_place(folder: Path) -> tuple[Place | None, list[Problem]]:
    """Return the place described in *folder*, and what is wrong with the description (then the place is None)."""
    file = YamlFile(folder / "place.yaml")
    problems = list(file.problems)
    data = file.data
    if not isinstance(data, dict):
        if not problems:
            problems.append(file.problem((), "is empty.", "Start from another place's place.yaml."))
        return None, problems
    for key in _REQUIRED:
        if not data.get(key):
            problems.append(file.problem((key,), "is missing.", f"Add {key}; another place's place.yaml shows how."))
    if data.get("id") and data["id"] != folder.name:
        problems.append(
            file.problem(("id",), f"is {data['id']!r} in the folder {folder.name!r}.", "Give both the same name.")
        )
    ward_ids = {ward.get("id") for ward in _dicts(data, "wards")}
    locality_ids = {locality.get("id") for locality in _dicts(data, "localities")}
    for number, ward in enumerate(_dicts(data, "wards")):
        for key in ("id", "name", "code", "locality"):
            if not ward.get(key):
                problems.append(
                    file.problem(
                        ("wards", number, key), "is missing.", "Every ward has an id, name, code and locality."
                    )
                )
        if ward.get("locality") and ward["locality"] not in locality_ids:
            problems.append(
                file.problem(
                    ("wards", number, "locality"), f"{ward['locality']!r} is not a locality.", "Add it to localities."
                )
            )
    for number, hood in enumerate(_dicts(data, "neighbourhoods")):
        for ward_id in hood.get("wards") or []:
            if ward_id not in ward_ids:
                problems.append(
                    file.problem(
                        ("neighbourhoods", number, "wards"), f"{ward_id!r} is not a ward.", "Use an id from wards."
                    )
                )
        if not hood.get("wards"):
            problems.append(
                file.problem(("neighbourhoods", number, "wards"), "is missing.", "Say which wards it lies in.")
            )
    problems += _check_kiosks(file, data)
    if problems:
        return None, problems
    return make_place(data), []


#: What can stand behind a kiosk's print button.
PRINTERS = ("a4", "receipt", "none")


def _check_kiosks(file: YamlFile, data: dict[str, Any]) -> list[Problem]:
    problems, seen = [], set()
    for number, kiosk in enumerate(_dicts(data, "kiosks")):
        name = str(kiosk.get("id") or "")
        if not re.fullmatch(r"[a-z0-9-]+", name) or name in seen:
            problems.append(
                file.problem(
                    ("kiosks", number, "id"),
                    f"{name!r} cannot be used.",
                    "Give each a name of its own of a-z, 0-9 and -.",
                )
            )
        seen.add(name)
        if not kiosk.get("service"):
            problems.append(file.problem(("kiosks", number), "has no service.", "Name the service where it stands."))
        if kiosk.get("printer", "none") not in PRINTERS:
            problems.append(
                file.problem(
                    ("kiosks", number, "printer"), f"is {kiosk['printer']!r}.", f"Choose from: {', '.join(PRINTERS)}."
                )
            )
    return problems


def _dicts(data: dict[str, Any], key: str) -> list[dict[str, Any]]:
    return [item for item in data.get(key) or [] if isinstance(item, dict)]


def make_place(data: dict[str, Any]) -> Place:
    """Return the `Place` that plain values (from YAML, or from the baked JSON) describe."""
    return Place(
        **{key: data[key] for key in ("id", "name", "full_name", "region", "code", "council", "council_contact")},
        within=tuple(data["within"]),
        languages=tuple(data["languages"]),
        front_doors=tuple(data["front_doors"]),
        neighbours=tuple(
            Neighbour(n["id"], n["name"], n["code"], n.get("website", "")) for n in _dicts(data, "neighbours")
        ),
        wards=tuple(Ward(w["id"], w["name"], w["code"], w["locality"]) for w in _dicts(data, "wards")),
        localities={item["id"]: item["name"] for item in _dicts(data, "localities")},
        neighbourhoods=tuple(
            Neighbourhood(h["id"], h["name"], tuple(h["wards"]), tuple(h.get("also", ())))
            for h in _dicts(data, "neighbourhoods")
        ),
        shared_areas={area: tuple(boroughs) for area, boroughs in (data.get("shared_areas") or {}).items()},
        attribution=" ".join((data.get("attribution") or "").split()),
        kiosks=tuple(Kiosk(k["id"], k["service"], k.get("printer", "none")) for k in _dicts(data, "kiosks")),
    )
