"""The baked directory in SQLite: written whole by `sqlite-utils`, read by the standard library.

The tables are for people too: `services`, `organisations`, `locations`, `phones`, `service_needs` and the rest can be opened with
any SQLite tool and joined by `service_id`. The web reads the one `record` column, from which it rebuilds the frozen record.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from navigator.directory.records import Directory, Eligibility, Location, Organisation, Phone, Schedule, Service
from navigator.directory.words import Words

#: Raised when the shape of the baked folder changes, so that an older bake is made anew and never misread.
FORMAT = 4


def bake_store(
    directory: Directory, target: Path, words: Mapping[str, Mapping[tuple[str, str], Words]] | None = None
) -> None:
    """Write *directory* as a SQLite file at *target*, with its sentences in other languages."""
    import sqlite_utils  # slow to import; only commands bake

    db = sqlite_utils.Database(target)
    services = list(directory.services.values())
    db.table("organisations").insert_all((asdict(o) for o in directory.organisations.values()), pk="id")
    db.table("services").insert_all(
        (_row(service) for service in services), pk="id", foreign_keys=[("organisation", "organisations", "id")]
    )
    _lists(db, services)
    db.table("services").create_index(["status"])
    db.table("words").create(
        {"language": str, "service_id": str, "field": str, "says": str, "stale": int},
        pk=("language", "service_id", "field"),
    )
    db.table("words").insert_all(
        {
            "language": code,
            "service_id": service_id,
            "field": field,
            "says": sentence.says,
            "stale": int(sentence.stale),
        }
        for code, sentences in (words or {}).items()
        for (service_id, field), sentence in sentences.items()
    )
    db.close()


def _row(service: Service) -> dict[str, Any]:
    return {
        "id": service.id,
        "name": service.name,
        "organisation": service.organisation,
        "status": service.status,
        "summary": service.summary,
        "eligibility": service.eligibility.says,
        "minimum_age": service.eligibility.minimum_age,
        "maximum_age": service.eligibility.maximum_age,
        "gender": service.eligibility.gender or None,
        "residence": service.eligibility.residence,
        "how_to_get_it": service.how_to_get_it,
        "cost": service.cost,
        "cost_says": service.cost_says,
        "email": service.email or None,
        "website": service.website or None,
        "opening_says": service.schedule.says or None,
        "opening": service.schedule.opening or None,
        "confidence": service.confidence,
        "last_checked": service.last_checked or None,
        "record": json.dumps(asdict(service), ensure_ascii=False),
    }


def _lists(db: Any, services: list[Service]) -> None:
    """Write the lists inside services as tables of their own, for people who open the file."""
    makers: dict[str, Callable[[Service], Iterable[dict[str, Any]]]] = {
        "service_needs": lambda s: ({"need": n, "main": n in s.main_needs} for n in (*s.main_needs, *s.also_needs)),
        "service_kinds": lambda s: ({"kind": kind} for kind in s.kinds),
        "locations": lambda s: (asdict(place) for place in s.shown_locations),
        "phones": lambda s: (asdict(phone) for phone in s.phones),
        "languages": lambda s: ({"language": code} for code in s.languages),
        "service_areas": lambda s: ({"area": area} for area in s.area_served),
        "sources": lambda s: ({"source": source} for source in s.sources),
        "other_names": lambda s: ({"name": n, "former": n in s.formerly} for n in (*s.also_known_as, *s.formerly)),
    }
    for table, rows in makers.items():
        db.table(table).insert_all(
            [{"service_id": service.id, **row} for service in services for row in rows(service)],
            foreign_keys=[("service_id", "services", "id")],
        )


def open_store(file: Path) -> Directory:
    """Return the directory baked at *file*."""
    db = sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)
    try:
        services = {row[0]: make_service(json.loads(row[1])) for row in db.execute("SELECT id, record FROM services")}
        columns = ("id", "name", "sector", "website")
        organisations = {
            row[0]: Organisation(*row) for row in db.execute(f"SELECT {','.join(columns)} FROM organisations")
        }
    finally:
        db.close()
    return Directory(services, organisations)


def open_words(file: Path, language: str) -> dict[tuple[str, str], Words]:
    """Return the sentences of services in *language* baked at *file*, by service id and field."""
    db = sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)
    try:
        rows = db.execute("SELECT service_id, field, says, stale FROM words WHERE language = ?", (language,))
        return {(row[0], row[1]): Words(row[2], bool(row[3])) for row in rows}
    finally:
        db.close()


def make_service(plain: dict[str, Any]) -> Service:
    """Return the service that plain values (from JSON) describe."""
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in plain.items()}
    eligibility = plain["eligibility"]
    values["eligibility"] = Eligibility(
        **eligibility | {"people": tuple(eligibility["people"]), "routes": tuple(eligibility["routes"])}
    )
    values["phones"] = tuple(Phone(**phone) for phone in plain["phones"])
    values["locations"] = tuple(Location(**location) for location in plain["locations"])
    values["schedule"] = Schedule(**plain["schedule"])
    return Service(**values)


def place_on_map(directory: Directory, point_of: Callable[[str], tuple[float, float] | None]) -> Directory:
    """Return *directory* with a point for every location whose postcode has one."""

    def placed(location: Location) -> Location:
        if location.point or not location.postcode:
            return location
        point = point_of(location.postcode)
        return replace(location, latitude=point[0], longitude=point[1]) if point else location

    services = {
        service.id: replace(service, locations=tuple(placed(location) for location in service.locations))
        for service in directory.services.values()
    }
    return Directory(services, directory.organisations)
