"""The eleven endpoints of HSDS-UK-3.0 under /oruk, with paging, filters and plain errors; a change feed; and whole downloads."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any
from xml.sax.saxutils import escape

from flask import Blueprint, Response, request, send_file
from werkzeug.exceptions import HTTPException

from navigator.directory.published import simple_hours
from navigator.directory.records import Service
from navigator.oruk.download import sqlite_bytes, tabular_zip
from navigator.oruk.feed import Feed, feed
from navigator.oruk.openapi import document
from navigator.places.distance import metres_between
from navigator.web.page import settings

oruk = Blueprint("oruk", __name__, url_prefix="/oruk")
PER_PAGE, MOST_PER_PAGE, MOST_PAGES = 20, 100, 1_000_000
LICENCE = "Open Government Licence v3.0"


class Asked(Exception):
    """A parameter that cannot be read; the sentence says which and what would do."""


@oruk.after_request
def for_everybody(response: Response) -> Response:
    """Let any website read this, errors included."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Methods"] = "GET, OPTIONS"
    response.headers["Access-Control-Allow-Headers"] = "*"
    if response.status_code == 200 and "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "public, max-age=60"
    return response


def answer(body: Any, status: int = 200) -> Response:
    """Return JSON as the standard wants it."""
    return Response(
        json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        status,
        content_type="application/json; charset=utf-8",
    )


def wrong(status: int, error: str, message: str) -> Response:
    """Return an error as JSON."""
    return answer({"error": error, "message": message}, status)


@oruk.errorhandler(Asked)
def asked_wrongly(error: Asked) -> Response:
    return wrong(400, "bad_parameter", str(error))


@oruk.errorhandler(HTTPException)
def http_error(error: HTTPException) -> Response:
    return wrong(error.code or 500, (error.name or "error").lower().replace(" ", "_"), error.description or "")


# ---- reading parameters


def _number(name: str, default: int, least: int, most: int, *also: str) -> int:
    said = next((request.args[n] for n in (name, *also) if n in request.args), None)
    if said is None or said == "":
        return default
    if not re.fullmatch(r"\d{1,9}", said) or not least <= int(said) <= most:
        raise Asked(f"{name} should be a whole number from {least} to {most}.")
    return int(said)


def _truth(name: str) -> bool:
    said = request.args.get(name, "").lower()
    if said in ("", "false", "0"):
        return False
    if said in ("true", "1"):
        return True
    raise Asked(f"{name} should be true or false.")


def _uuid(name: str) -> str | None:
    said = request.args.get(name)
    if not said:
        return None
    try:
        return str(uuid.UUID(said))
    except ValueError:
        raise Asked(f"{name} should be a UUID.") from None


def _moment(name: str) -> datetime | None:
    said = request.args.get(name)
    if not said:
        return None
    # A plus sign in an address arrives as a space.
    said = re.sub(r" (\d\d:\d\d)$", r"+\1", said.strip()).replace("Z", "+00:00")
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        raise Asked(f"{name} should be a date or a moment such as 2026-03-15T10:30:00Z.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _float(name: str) -> float | None:
    said = request.args.get(name)
    if not said:
        return None
    try:
        number = float(said)
    except ValueError:
        number = -1.0
    if not 0 <= number < float("inf"):
        raise Asked(f"{name} should be a number, 0 or more.")
    return number


def _format() -> str:
    said = request.args.get("format", "json").lower()
    if said not in ("json", "ndjson"):
        raise Asked("format should be json or ndjson.")
    return said


# ---- pages


def paged(items: list[Any], say: Callable[[Any], Any]) -> Response:
    """Return one page of *items*, each said by *say*; with format=ndjson all of them, one a line."""
    if _format() == "ndjson":

        def lines() -> Iterator[str]:
            for item in items:
                yield json.dumps(say(item), ensure_ascii=False) + "\n"

        return Response("".join(lines()), content_type="application/x-ndjson; charset=utf-8")
    page = _number("page", 1, 1, MOST_PAGES)
    size = _number("per_page", PER_PAGE, 1, MOST_PER_PAGE, "perPage")
    total = len(items)
    pages = -(-total // size)
    shown = items[(page - 1) * size : page * size]
    return answer({
        "total_items": total, "total_pages": pages, "page_number": page, "size": len(shown), "first_page": page == 1,
        "last_page": page >= pages, "empty": not shown, "contents": [say(item) for item in shown],
    })  # fmt: skip


def _moment_of(here: Feed, service: Service) -> datetime:
    return datetime.fromisoformat(here.modified.get(service.id, "2026-01-01T00:00:00Z").replace("Z", "+00:00"))


def chosen(here: Feed) -> list[Service]:
    """Return the services that pass every filter asked for. Unknown parameters are passed over, as the standard says."""
    found = here.services
    if words := request.args.get("search", "").strip()[:200]:
        order = {hit.id: place for place, hit in enumerate(here.baked.search.search(words, limit=10_000))}
        found = [service for service in found if service.id in order]
    if term := request.args.get("taxonomy_term_id", "").strip():
        names = {name for name in (*here.publisher.needs, *here.publisher.kinds) if term in _names_of(here, name)}
        found = [s for s in found if names & {*s.main_needs, *s.also_needs, *s.kinds}]
    if (taxonomy := _uuid("taxonomy_id")) and taxonomy != here.publisher.taxonomy_id:
        found = []
    if organisation := _uuid("organization_id"):
        found = [s for s in found if here.publisher.id("organization", s.organisation) == organisation]
    if after := _moment("modified_after"):
        found = [s for s in found if _moment_of(here, s) >= after]
    return _who_and_when(_near(here, found))


def _names_of(here: Feed, name: str) -> set[str]:
    term = here.publisher.term(name)
    return {term["id"], name, term["term_uri"]} if name in here.publisher.needs else {term["id"], name}


def _near(here: Feed, found: list[Service]) -> list[Service]:
    postcode, metres = request.args.get("postcode", "").strip(), _float("proximity")
    if not postcode:
        return found
    if not re.fullmatch(r"[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2}", postcode):
        raise Asked("postcode should be a whole postcode such as N17 9HD.")
    where = here.baked.table.find(postcode)
    if where.point is None:
        return []
    areas = where.areas
    kept = [s for s in found if not s.area_served or areas is None or areas & set(s.area_served)]
    if metres is None:
        return kept
    return [
        s for s in kept if any(p.point and metres_between(where.point, p.point) <= metres for p in s.shown_locations)
    ]


def _who_and_when(found: list[Service]) -> list[Service]:
    least, most = _float("minimum_age"), _float("maximum_age")
    if least is not None:
        found = [s for s in found if (s.eligibility.minimum_age or 0) >= least]
    if most is not None:
        found = [s for s in found if s.eligibility.maximum_age is not None and s.eligibility.maximum_age <= most]
    day, start, end = (
        request.args.get("day", "").upper(),
        request.args.get("start_time", ""),
        request.args.get("end_time", ""),
    )
    if day and day not in ("MO", "TU", "WE", "TH", "FR", "SA", "SU"):
        raise Asked("day should be one of MO, TU, WE, TH, FR, SA, SU.")
    for name, said in (("start_time", start), ("end_time", end)):
        if said and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", said):
            raise Asked(f"{name} should be a time such as 09:30.")
    if day or start or end:
        found = [
            s for s in found
            if any((not day or day in days) and (not start or opens >= start) and (not end or closes <= end) for days, opens, closes in simple_hours(s.schedule.opening))
        ]  # fmt: skip
    return found


# ---- endpoints


@oruk.get("", strict_slashes=False)
@oruk.get("/", strict_slashes=False)
def root() -> Response:
    """Say which standard this is, and where its description stands."""
    here = feed()
    return answer({
        "version": "HSDS-UK-3.0", "profile": "https://docs.openreferraluk.org/en/latest/", "openapi_url": f"{settings().site}/oruk/openapi.json",
        "description": f"Services for people in {here.baked.place.name}.", "licence": LICENCE, "attribution": here.baked.place.attribution,
        "publisher": {"name": f"{here.baked.place.name} community navigator", "website": settings().site},
    })  # fmt: skip


@oruk.get("/services")
def services() -> Response:
    """List services."""
    here = feed()
    found = chosen(here)
    if _truth("minimal"):
        return paged(
            found,
            lambda s: {
                "id": here.publisher.id("service", s.id),
                "modified_date": here.modified.get(s.id),
                "last_modified": here.modified.get(s.id),
            },
        )
    return paged(found, here.whole if _truth("full") else here.publisher.short)


@oruk.get("/services/<wanted>")
def service(wanted: str) -> Response:
    """Show one service whole."""
    found = feed().by_uuid.get(wanted.lower())
    return answer(feed().whole(found)) if found else wrong(404, "not_found", "There is no service with this id.")


@oruk.get("/taxonomies")
def taxonomies() -> Response:
    """List our one vocabulary."""
    words = request.args.get("search", "").lower()
    one = feed().publisher.taxonomy()
    return paged([one] if words in f"{one['name']} {one['description']}".lower() else [], lambda item: item)


@oruk.get("/taxonomies/<wanted>")
def taxonomy(wanted: str) -> Response:
    """Show the vocabulary with its terms."""
    publisher = feed().publisher
    return (
        answer(publisher.taxonomy(terms=True))
        if wanted.lower() == publisher.taxonomy_id
        else wrong(404, "not_found", "There is no taxonomy with this id.")
    )


@oruk.get("/taxonomy_terms")
def taxonomy_terms() -> Response:
    """List terms."""
    found = feed().publisher.terms()
    words, parent, of = request.args.get("search", "").lower(), _uuid("parent_id"), _uuid("taxonomy_id")
    if words:
        found = [term for term in found if words in f"{term['name']} {term['code']}".lower()]
    if of and of != feed().publisher.taxonomy_id:
        found = []
    if _truth("top_only"):
        found = [term for term in found if "parent_id" not in term]
    if parent:
        found = [term for term in found if term.get("parent_id") == parent]
    return paged(found, lambda term: term)


@oruk.get("/taxonomy_terms/<wanted>")
def taxonomy_term(wanted: str) -> Response:
    """Show one term."""
    found = next((term for term in feed().publisher.terms() if term["id"] == wanted.lower()), None)
    return answer(found) if found else wrong(404, "not_found", "There is no taxonomy term with this id.")


@oruk.get("/organizations")
def organizations() -> Response:
    """List organisations."""
    here, words = feed(), request.args.get("search", "").lower()
    found = sorted(
        (o for o in here.baked.directory.organisations.values() if words in o.name.lower()),
        key=lambda o: (o.name.lower(), o.id),
    )
    if _truth("full") or _truth("full_service"):
        return paged(
            found,
            lambda o: here.publisher.organisation(
                o,
                [
                    here.whole(s) if _truth("full_service") else {"id": here.publisher.id("service", s.id)}
                    for s in here.services
                    if s.organisation == o.id
                ],
            ),
        )
    return paged(found, here.publisher.organisation)


@oruk.get("/organizations/<wanted>")
def organization(wanted: str) -> Response:
    """Show one organisation with its services."""
    here = feed()
    found = next(
        (
            o
            for o in here.baked.directory.organisations.values()
            if here.publisher.id("organization", o.id) == wanted.lower()
        ),
        None,
    )
    if found is None:
        return wrong(404, "not_found", "There is no organization with this id.")
    own = [s for s in here.services if s.organisation == found.id]
    return answer(
        here.publisher.organisation(
            found,
            [
                here.whole(s)
                if _truth("full_service")
                else {
                    "id": here.publisher.id("service", s.id),
                    "name": s.name,
                    "status": here.publisher.short(s)["status"],
                }
                for s in own
            ],
        )
    )


@oruk.get("/service_at_locations")
def service_at_locations() -> Response:
    """List services at each of their places."""
    here = feed()
    found = [(s, number) for s in chosen(here) for number in range(len(s.shown_locations))]
    if _truth("full"):
        return paged(found, lambda pair: here.publisher.at_location(*pair, nested=True))

    def short(pair: tuple[Service, int]) -> dict[str, Any]:
        said = here.publisher.at_location(*pair, nested=True)
        return said | {
            "location": {key: value for key, value in said["location"].items() if not isinstance(value, list)}
        }

    return paged(found, short)


@oruk.get("/service_at_locations/<wanted>")
def service_at_location(wanted: str) -> Response:
    """Show a service at one place."""
    found = feed().places.get(wanted.lower())
    return (
        answer(feed().publisher.at_location(*found, nested=True))
        if found
        else wrong(404, "not_found", "There is no service at location with this id.")
    )


@oruk.get("/openapi.json")
def openapi() -> Response:
    """Describe this door in OpenAPI 3.1."""
    return answer(document(settings().site))


@oruk.get("/<path:rest>")
def nothing_here(rest: str) -> Response:
    """Say in JSON that there is nothing at an address."""
    return wrong(404, "not_found", "There is nothing at this address. The endpoints are listed in /oruk/openapi.json.")


@oruk.route("/", methods=["POST", "PUT", "PATCH", "DELETE"], strict_slashes=False)
@oruk.route("/<path:rest>", methods=["POST", "PUT", "PATCH", "DELETE"])
def only_reading(rest: str = "") -> Response:
    """Say in JSON that this door is for reading."""
    answered = wrong(405, "method_not_allowed", "This door is for reading. Ask with GET.")
    answered.headers["Allow"] = "GET, HEAD, OPTIONS"
    return answered


# ---- changes and downloads


@oruk.get("/changes.atom")
def changes() -> Response:
    """Give a feed reader the newest hundred changes."""
    here = feed()
    newest = sorted(here.services, key=lambda s: (here.modified.get(s.id, ""), s.id), reverse=True)[:100]
    site, when = (
        settings().site,
        here.modified.get(newest[0].id, f"{date.today()}T00:00:00Z") if newest else f"{date.today()}T00:00:00Z",
    )
    entries = "".join(
        f"<entry><id>urn:uuid:{here.publisher.id('service', s.id)}</id><title>{escape(s.name)}</title><updated>{here.modified.get(s.id, when)}</updated>"
        f'<link href="{escape(site)}/en/services/{escape(s.id)}"/><summary>{escape(s.summary)}</summary></entry>'
        for s in newest
    )  # fmt: skip
    body = (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<id>urn:uuid:{here.publisher.taxonomy_id}</id><title>{escape(here.baked.place.name)}: changes to services</title><updated>{when}</updated>"
        f'<link rel="self" href="{escape(site)}/oruk/changes.atom"/><author><name>{escape(here.baked.place.name)} community navigator</name></author>'
        f"<rights>{LICENCE}</rights>{entries}</feed>"
    )
    return Response(body, content_type="application/atom+xml; charset=utf-8")


@oruk.get("/download/services.json")
def download_json() -> Response:
    """Give the whole directory as JSON."""
    here = feed()
    body = answer(
        {
            "version": "HSDS-UK-3.0",
            "licence": LICENCE,
            "attribution": here.baked.place.attribution,
            "services": [here.whole(s) for s in here.services],
            "taxonomies": [here.publisher.taxonomy(terms=True)],
        }
    )
    body.headers["Content-Disposition"] = f"attachment; filename={here.baked.place.id}-services.json"
    return body


@oruk.get("/download/tabular.zip")
def download_tabular() -> Response:
    """Give the whole directory as the standard's tabular data package: CSV files and their description."""
    here = feed()
    return send_file(
        tabular_zip(here, LICENCE),
        "application/zip",
        as_attachment=True,
        download_name=f"{here.baked.place.id}-tabular.zip",
    )


@oruk.get("/download/directory.sqlite")
def download_sqlite() -> Response:
    """Give the whole directory as one SQLite file."""
    here = feed()
    return send_file(
        sqlite_bytes(here, LICENCE),
        "application/vnd.sqlite3",
        as_attachment=True,
        download_name=f"{here.baked.place.id}.sqlite",
    )
