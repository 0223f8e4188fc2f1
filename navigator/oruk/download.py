"""The whole directory in one file: the standard's tabular data package, and SQLite made with sqlite-utils."""

from __future__ import annotations

import csv
import io
import json
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from navigator.oruk.feed import Feed

#: Nested list of a service → the table its rows go to.
CHILDREN = {
    "service_at_locations": "service_at_location", "schedules": "schedule", "service_areas": "service_area", "languages": "language",
    "cost_options": "cost_option", "contacts": "contact", "phones": "phone", "attributes": "attribute",
}  # fmt: skip
ORDER = (
    "organization", "service", "location", "address", "accessibility", "service_at_location", "schedule", "service_area", "language",
    "cost_option", "contact", "phone", "attribute", "taxonomy", "taxonomy_term",
)  # fmt: skip


def tables(feed: Feed) -> dict[str, list[dict[str, Any]]]:
    """Return every record flat, by table, each row once; what is nested stands in its own table and is pointed at by id."""
    made: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in ORDER}

    def put(table: str, row: dict[str, Any]) -> None:
        made[table].setdefault(
            row["id"], {key: value for key, value in row.items() if not isinstance(value, dict | list)}
        )

    for service in feed.services:
        whole = feed.whole(service)
        flat = dict(whole) | {"navigator_record": json.dumps(whole["navigator_record"], ensure_ascii=False)}
        put("service", flat)
        if "organization" in whole:
            put("organization", whole["organization"])
        for name, table in CHILDREN.items():
            for row in whole.get(name, []):
                put(table, row)
                location = row.get("location")
                if location:
                    put("location", location)
                    for inner, inner_table in (("addresses", "address"), ("accessibility", "accessibility")):
                        for part in location.get(inner, []):
                            put(inner_table, part)
    for organisation in feed.baked.directory.organisations.values():
        put("organization", feed.publisher.organisation(organisation))
    put("taxonomy", feed.publisher.taxonomy())
    for term in feed.publisher.terms():
        put("taxonomy_term", term)
    return {name: list(rows.values()) for name, rows in made.items()}


def _columns(rows: list[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(key for row in rows for key in row))


def tabular_zip(feed: Feed, licence: str) -> io.BytesIO:
    """Return the tabular data package as a zip."""
    out = io.BytesIO()
    resources = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in tables(feed).items():
            if not rows:
                continue
            text = io.StringIO()
            columns = _columns(rows)
            writer = csv.DictWriter(text, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
            archive.writestr(f"{name}.csv", text.getvalue())
            resources.append(
                {
                    "name": name,
                    "path": f"{name}.csv",
                    "profile": "tabular-data-resource",
                    "encoding": "utf-8",
                    "schema": {"fields": [{"name": column} for column in columns], "primaryKey": "id"},
                }
            )
        package = {
            "name": f"{feed.baked.place.id}-services", "profile": "tabular-data-package", "licenses": [{"name": "OGL-UK-3.0", "title": licence}],
            "contributors": [{"title": feed.baked.place.attribution}], "resources": resources,
        }  # fmt: skip
        archive.writestr("datapackage.json", json.dumps(package, indent=1, ensure_ascii=False))
    out.seek(0)
    return out


def sqlite_bytes(feed: Feed, licence: str) -> io.BytesIO:
    """Return the directory as a SQLite file, its tables named and joined as the standard names them."""
    import sqlite_utils

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "directory.sqlite"
        database = sqlite_utils.Database(path)
        for name, rows in tables(feed).items():
            if rows:
                database.table(name).insert_all(rows, pk="id", alter=True)
        database.table("about").insert(
            {"licence": licence, "attribution": feed.baked.place.attribution, "version": "HSDS-UK-3.0"}
        )
        if database.table("service").exists():
            database.table("service").enable_fts(["name", "description"], tokenize="unicode61 remove_diacritics 2")
        database.close()
        return io.BytesIO(path.read_bytes())
