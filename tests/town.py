"""Makers for an imagined town: records with kind defaults, and a whole small place folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from navigator.directory.records import Directory, Eligibility, Location, Organisation, Phone, Schedule, Service


def make_service(id: str = "helping-hand", **changes: Any) -> Service:
    """Return an ordinary free service of the imagined town."""
    eligibility = Eligibility(**changes.pop("eligibility", {}))
    plain = Service(
        id=id,
        name=changes.pop("name", id.replace("-", " ").title()),
        organisation="town-council",
        summary="People listen and help you find the way that suits you.",
        main_needs=("loneliness",),
        cost="free",
        delivery=("in-person",),
        phones=(Phone("020 7946 0000", verified=True),),
        area_served=("millbrook",),
        confidence="high",
        last_checked="2026-10",
        eligibility=eligibility,
    )
    return replace(plain, **changes)


def at(latitude: float, longitude: float, **changes: Any) -> Location:
    """Return a place on the map."""
    return Location("The Hall", "1 Mill Lane", "ZZ1 1AA", latitude, longitude, **changes)


def make_directory(*services: Service) -> Directory:
    """Return a directory of these services."""
    return Directory(
        {s.id: s for s in services}, {"town-council": Organisation("town-council", "Town Council", "statutory")}
    )


def make_schedule(opening: str, says: str = "") -> Schedule:
    """Return a schedule with a rule."""
    return Schedule(says, opening, "2026")


MILLBROOK = {
    "id": "millbrook",
    "name": "Millbrook",
    "full_name": "Borough of Millbrook",
    "region": "somewhere",
    "code": "E09999999",
    "council": "town-council",
    "within": ["england", "uk"],
    "languages": ["en", "tr", "ar"],
    "front_doors": ["helping-hand"],
    "council_contact": "helping-hand",
    "neighbours": [{"id": "otherham", "name": "Otherham", "code": "E09999998", "website": "https://otherham.example"}],
    "localities": [{"id": "millbrook-north", "name": "North Millbrook"}],
    "wards": [{"id": "bridge", "name": "Bridge", "code": "E05999999", "locality": "millbrook-north"}],
    "neighbourhoods": [{"id": "old-town", "name": "Old Town", "also": ["the Quay"], "wards": ["bridge"]}],
    "attribution": "Imagined.",
}

HELPING_HAND = {
    "id": "helping-hand",
    "name": "Helping Hand",
    "organisation": "town-council",
    "status": "open",
    "summary": "People listen and help you find the way that suits you.",
    "needs": {"main": ["loneliness"], "also": ["money"]},
    "kinds": ["link-worker", "groups"],
    "eligibility": {"says": "Anyone in Millbrook.", "residence": "only", "routes": ["yourself"]},
    "how_to_get_it": "Ring or walk in.",
    "cost": {"kind": "free"},
    "delivery": ["in-person", "phone"],
    "contacts": {
        "phones": [
            {"label": "Desk", "number": "020 7946 0000", "verified": True},
            {"label": "Everything", "number": "999", "verified": True},
        ]
    },
    "locations": [{"name": "The Hall", "address": "1 Mill Lane", "postcode": "ZZ1 1AA"}],
    "schedules": {"says": "Weekdays 9 to 5", "opening": "Mo-Fr 09:00-17:00", "seen": "2026"},
    "area_served": ["millbrook"],
    "sources": ["imagined"],
    "confidence": "high",
    "last_checked": "2026-10",
}


def make_place_folder(root: Path) -> Path:
    """Write the imagined place under *root* and return its folder. One service does everything, even in danger."""
    folder = root / "millbrook"
    (folder / "services").mkdir(parents=True)
    write(folder / "place.yaml", MILLBROOK)
    write(folder / "organisations.yaml", [{"id": "town-council", "name": "Town Council", "sector": "statutory"}])
    write(folder / "services" / "helping-hand.yaml", HELPING_HAND)
    danger = {"title": "Danger", "say": "Get help now.", "steps": ["Call 999."], "services": ["helping-hand"]}
    kinds = ("fire_gas", "medical", "suicide", "child_risk", "domestic_abuse", "adult_abuse", "rough_sleeping")
    line = {"service": "helping-hand", "number": "999", "say": "Everything"}
    write(folder / "help_now.yaml", {"strip": [line], "all": [line], "dangers": dict.fromkeys(kinds, danger)})
    (folder / "postcodes.csv").write_text(
        "postcode,latitude,longitude,ward\nZZ1 1AA,51.50000,-0.10000,E05999999\nZZ1 1AB,51.50900,-0.10000,E05999999\n"
        "ZZ2 2BB,51.60000,-0.20000,E05999998\n"
    )
    (folder / "ward_boroughs.csv").write_text("ward,borough\nE05999998,E09999998\nE05999999,E09999999\n")
    return folder


def write(path: Path, data: Any) -> None:
    """Write plain values as YAML."""
    path.write_text(
        yaml.safe_dump(data, allow_unicode=True, sort_keys=False, default_flow_style=False), encoding="utf-8"
    )
