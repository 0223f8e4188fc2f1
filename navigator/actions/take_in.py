"""Take in another directory: Open Referral UK 3.0 and 1.0, HSDS 3, or a spreadsheet; from a folder, a file, or an address that pages.

It says what would change before it changes anything. The same service under another name is offered, never merged; a file somebody here
changed is left alone and named; a broken record is lost with its reason, never the run. Each record keeps where it came from.
"""

from __future__ import annotations

import contextlib
import csv
import difflib
import hashlib
import html
import io
import json
import re
import sqlite3
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import phonenumbers

from navigator.directory.read import read_directory
from navigator.directory.records import (
    COST_KINDS,
    Directory,
    Eligibility,
    Location,
    Organisation,
    Phone,
    Schedule,
    Service,
)
from navigator.directory.write import organisations_text, service_text
from navigator.errors import CannotDo
from navigator.folding import fold
from navigator.settings import Settings
from navigator.understanding.understand import understand

MOST_BYTES, MOST_PAGES, PATIENCE = 40_000_000, 2_000, 30
ALIKE = 0.85
STATUS = {"active": "open", "inactive": "planned", "defunct": "closed", "temporarily closed": "temporarily-closed"}
#: Columns of the spreadsheet, in any order; a heading may be written with spaces or capitals.
COLUMNS = (
    "name", "organisation", "summary", "phone", "email", "website", "address", "postcode", "needs", "cost", "hours", "languages", "how to get it",
    "for whom", "minimum age", "maximum age", "last checked",
)  # fmt: skip
#: Days of the standard → of an opening rule.
_DAYS = {"MO": "Mo", "TU": "Tu", "WE": "We", "TH": "Th", "FR": "Fr", "SA": "Sa", "SU": "Su"}


@dataclass
class Found:
    """One record taken from a feed, or why it could not be. `lost` are facts that have no place here."""

    service: Service | None
    organisation: Organisation | None = None
    broken: str = ""
    lost: tuple[str, ...] = ()


@dataclass
class Change:
    """What taking one record in would do: "new", "changed", "same", "perhaps-same", "edited-here" or "broken"."""

    kind: str
    id: str
    says: str = ""
    service: Service | None = None
    organisation: Organisation | None = None
    lost: tuple[str, ...] = ()


@dataclass
class Plan:
    """Everything an import would do."""

    changes: list[Change] = field(default_factory=list)

    def of(self, kind: str) -> list[Change]:
        """Return the changes of one kind."""
        return [change for change in self.changes if change.kind == kind]


# ---- reading


def read_source(source: str, tell: Callable[[str], None]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield ("3.0", "1.0" or "sheet", raw record) from a folder, file or address. Raises `CannotDo` when nothing can be read."""
    if re.match(r"https?://", source):
        yield from _pages(source.rstrip("/"), tell)
        return
    path = Path(source)
    if not path.exists():
        raise CannotDo(f"There is no {source}. Give a folder, a file, or an address that starts with https://.")
    if path.suffix in (".zip", ".sqlite"):
        yield from (("3.0", record) for record in _joined(_tables(path)))
        return
    files = sorted(p for p in path.rglob("*") if p.suffix in (".json", ".csv")) if path.is_dir() else [path]
    if not files:
        raise CannotDo(f"{source} holds no .json or .csv file.")
    for file in files:
        if file.stat().st_size > MOST_BYTES:
            raise CannotDo(
                f"{file.name} is larger than {MOST_BYTES // 1_000_000} MB. Split it, or give the feed's address."
            )
        raw = file.read_bytes()
        if file.suffix == ".csv":
            yield from (("sheet", row) for row in _rows(raw, file.name))
        else:
            yield from _records(_json(raw, file.name))


def _tables(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of every table of a tabular data package or a SQLite file of the standard."""
    if path.suffix == ".zip":
        try:
            with zipfile.ZipFile(path) as archive:
                if sum(info.file_size for info in archive.infolist()) > 10 * MOST_BYTES:
                    raise CannotDo(f"{path.name} unpacks to more than {10 * MOST_BYTES // 1_000_000} MB.")
                return {
                    name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))))
                    for name in archive.namelist()
                    if name.endswith(".csv")
                }
        except (zipfile.BadZipFile, UnicodeDecodeError) as error:
            raise CannotDo(f"{path.name} is not a tabular data package ({error}).") from None
    connection = sqlite3.connect(f"file:{urllib.parse.quote(str(path))}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        known = [
            name
            for name in names
            if name
            in (
                "service",
                "organization",
                "phone",
                "language",
                "contact",
                "schedule",
                "cost_option",
                "service_at_location",
                "location",
                "address",
                "attribute",
                "taxonomy_term",
            )
        ]
        return {name: [dict(row) for row in connection.execute(f'SELECT * FROM "{name}"')] for name in known}
    except sqlite3.DatabaseError as error:
        raise CannotDo(f"{path.name} is not a SQLite file of the standard ({error}).") from None
    finally:
        connection.close()


def _joined(tables: dict[str, list[dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    """Yield services with what points at them nested again, as a feed would tell them."""

    def by(table: str, key: str) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        for row in tables.get(table, []):
            found.setdefault(str(row.get(key) or ""), []).append({k: v for k, v in row.items() if v not in (None, "")})
        return found

    organisations = {row["id"]: row for row in tables.get("organization", [])}
    places, addresses = by("location", "id"), by("address", "location_id")
    terms = {row["id"]: row for row in tables.get("taxonomy_term", [])}
    nested = {
        name: by(table, "service_id")
        for name, table in (
            ("phones", "phone"),
            ("languages", "language"),
            ("schedules", "schedule"),
            ("cost_options", "cost_option"),
            ("contacts", "contact"),
            ("service_at_locations", "service_at_location"),
        )
    }
    tagged = by("attribute", "link_id")
    for row in tables.get("service", []):
        record: dict[str, Any] = {k: v for k, v in row.items() if v not in (None, "")}
        for name in ("minimum_age", "maximum_age"):
            if name in record:
                record[name] = _age(record[name])
        if isinstance(record.get("navigator_record"), str):
            record["navigator_record"] = json.loads(record["navigator_record"])
        record["organization"] = {
            k: v for k, v in organisations.get(row.get("organization_id"), {}).items() if v not in (None, "")
        }
        for name, of in nested.items():
            record[name] = of.get(row["id"], [])
        for at in record["service_at_locations"]:
            place = next(iter(places.get(str(at.get("location_id")), [])), {})
            at["location"] = {
                **place,
                **{k: float(place[k]) for k in ("latitude", "longitude") if k in place},
                "addresses": addresses.get(str(at.get("location_id")), []),
            }
        record["attributes"] = [
            {"taxonomy_term": terms.get(a.get("taxonomy_term_id"), {})} for a in tagged.get(row["id"], [])
        ]
        yield record


def _json(raw: bytes, name: str) -> Any:
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError) as error:
        raise CannotDo(f"{name} is not JSON in UTF-8 ({str(error)[:80]}).") from None


def _records(data: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the services of one document: a page, a list, a download, or one service."""
    if isinstance(data, list):
        rows, old = data, False
    elif isinstance(data, dict):
        rows = (
            data.get("contents")
            or data.get("services")
            or data.get("content")
            or ([data] if "status" in data and "name" in data else [])
        )
        old = "content" in data and "contents" not in data
    else:
        return
    for row in rows:
        if (
            isinstance(row, dict)
            and ("status" in row or "description" in row)
            and "name" in row
            and "taxonomy_terms" not in row
        ):
            yield (
                (
                    "1.0"
                    if old or "service_taxonomys" in row or "regular_schedules" in row or "eligibilitys" in row
                    else "3.0"
                ),
                row,
            )


def _rows(raw: bytes, name: str) -> list[dict[str, Any]]:
    """Return the rows of a spreadsheet saved as CSV, in whichever encoding Excel chose, with whatever separator."""
    for encoding in ("utf-8-sig", "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1252", "cp1252"):
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        text = raw.decode("cp1252", "replace")
    first = text.splitlines()[0] if text.strip() else ""
    separator = max(",;\t", key=first.count)
    rows = list(csv.DictReader(io.StringIO(text), delimiter=separator))
    names = {column: _heading(column) for column in (rows[0] if rows else {}) if column}
    if not rows or "name" not in names.values():
        raise CannotDo(f"{name} has no column called name. Columns: {', '.join(COLUMNS)}.")
    return [{names[k]: (v or "").strip() for k, v in row.items() if k in names and isinstance(v, str)} for row in rows]


def _heading(typed: str) -> str:
    return " ".join(typed.lower().replace("_", " ").split())


def _pages(base: str, tell: Callable[[str], None]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every service of a paged feed. Its own totals are not trusted: it ends at an empty page, or one seen before."""
    root, seen = _get(base), set()
    old = isinstance(root, dict) and "1.0" in str(root.get("version", ""))
    for page in range(1, MOST_PAGES + 1):
        data = _get(f"{base}/services?full=true&per_page=100&page={page}")
        rows = list(_records(data))
        mark = hashlib.sha256(
            json.dumps([row.get("id") for _, row in rows], sort_keys=True, default=str).encode()
        ).hexdigest()
        if not rows or mark in seen:
            if rows:
                tell("The feed's paging goes round in a circle; it was stopped there.")
            return
        seen.add(mark)
        tell(f"page {page}: {len(rows)} services")
        for version, row in rows:
            # A feed that lists only short forms is asked for each service whole.
            if (
                version == "3.0"
                and "service_at_locations" not in row
                and "schedules" not in row
                and "contacts" not in row
                and row.get("id")
            ):
                whole = _get(f"{base}/services/{urllib.parse.quote(str(row['id']))}", quiet=True)
                row = whole if isinstance(whole, dict) else row
            yield ("1.0" if old else version), row
        if isinstance(data, dict) and (data.get("last_page") is True or data.get("last") is True):
            return


def _get(address: str, quiet: bool = False) -> Any:
    try:
        request = urllib.request.Request(
            address, headers={"Accept": "application/json", "User-Agent": "community-navigator"}
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            raw = answer.read(MOST_BYTES + 1)
    except (urllib.error.URLError, OSError, ValueError) as error:
        if quiet:
            return None
        raise CannotDo(f"{address} did not answer ({getattr(error, 'reason', error)}).") from None
    if len(raw) > MOST_BYTES:
        raise CannotDo(f"{address} is larger than {MOST_BYTES // 1_000_000} MB.")
    return _json(raw, address)


# ---- one record


def record_of(version: str, raw: dict[str, Any], origin: str, needs: set[str]) -> Found:
    """Return the service a raw record is. What cannot be read is said; nothing is made up."""
    try:
        if version == "sheet":
            return _from_sheet(raw, origin, needs)
        return _from_standard(raw, origin, needs, old=version == "1.0")
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        return Found(None, broken=f"{_clean(raw.get('name')) or 'a record without a name'}: {error}")


def _clean(value: Any) -> str:
    """Return plain words: mark-up out, twice-encoded text mended, spaces tidied."""
    if value is None or isinstance(value, dict | list):
        return ""
    text = str(value)
    if re.search(r"Ã.|Â.|â€", text):
        with contextlib.suppress(UnicodeEncodeError, UnicodeDecodeError):
            text = text.encode("cp1252").decode("utf-8")
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", text, flags=re.S | re.I)
    text = re.sub(r"<[^>]{0,500}>", " ", text)
    return " ".join(html.unescape(text).split())


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:70]


def _age(value: Any) -> int | None:
    if value in (None, ""):
        return None
    age = float(value)
    return int(age) if 0 <= age <= 120 else None


def _list(raw: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = raw.get(name)
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _number_reads(number: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number, "GB")) or len(re.sub(r"\D", "", number)) in (
            3,
            5,
            6,
        )
    except phonenumbers.NumberParseException:
        return False


def _from_standard(raw: dict[str, Any], origin: str, known_needs: set[str], old: bool) -> Found:
    name = _clean(raw.get("name"))
    if not name:
        raise ValueError("has no name")
    own = raw.get("navigator_record") if isinstance(raw.get("navigator_record"), dict) else None
    organisation_raw = raw.get("organization") if isinstance(raw.get("organization"), dict) else {}
    organisation_name = _clean(organisation_raw.get("name")) or name
    organisation = Organisation(
        id=str(organisation_raw.get("navigator_id") or (own or {}).get("organisation") or _slug(organisation_name)), name=organisation_name,
        sector=str(organisation_raw.get("navigator_sector") or "charity"), website=_clean(organisation_raw.get("website") or organisation_raw.get("url")),
    )  # fmt: skip
    if own:
        return Found(_from_own(raw, own, name, organisation), organisation)
    lost: list[str] = []
    summary = _clean(raw.get("description")) or name
    phones, emails = _phones(raw, lost)
    locations, access = _locations(raw)
    says, opening = _hours(_list(raw, "schedules") + _list(raw, "regular_schedules"))
    eligible = next(iter(_list(raw, "eligibilitys")), {})
    needs = _needs_of(raw, name, summary, known_needs)
    costs = _list(raw, "cost_options")
    fees = _clean(raw.get("fees_description") or raw.get("fees"))
    free = (bool(costs) and all(str(c.get("amount")) in ("0", "0.0") for c in costs)) or "free" in fees.lower()
    for part in (
        "reviews",
        "funding",
        "fundings",
        "accreditations",
        "holiday_schedules",
        "required_documents",
        "program",
    ):
        if raw.get(part):
            lost.append(part)
    service = Service(
        id=_slug(name), name=name, organisation=organisation.id, summary=summary[:400], main_needs=needs[:2], also_needs=needs[2:4],
        status=STATUS.get(_clean(raw.get("status")).lower(), "unverified"), also_known_as=tuple(filter(None, (_clean(raw.get("alternate_name")),))),
        eligibility=Eligibility(
            says=_clean(raw.get("eligibility_description")), minimum_age=_age(raw.get("minimum_age", eligible.get("minimum_age"))),
            maximum_age=_age(raw.get("maximum_age", eligible.get("maximum_age"))),
        ),
        how_to_get_it=_clean(raw.get("application_process")), cost="free" if free else "charged" if costs else "unknown", cost_says="" if free and fees.strip(".").lower() == "free" else fees,
        delivery=("in-person",) if locations else ("phone",) if phones else (), phones=phones,
        email=_clean(raw.get("email")) or next(iter(emails), ""), website=_clean(raw.get("url")), locations=locations,
        schedule=Schedule(says=says, opening=opening), languages=tuple(dict.fromkeys(c for c in (_clean(row.get("code") or row.get("language")).lower()[:2] for row in _list(raw, "languages")) if len(c) == 2)),
        interpreters=bool(raw.get("interpretation_services")), accessibility=access, sources=(origin,), confidence="medium",
        last_checked=_clean(raw.get("assured_date"))[:10],
    )  # fmt: skip
    return Found(service, organisation, lost=tuple(lost))


def _from_own(raw: dict[str, Any], own: dict[str, Any], name: str, organisation: Organisation) -> Service:
    """Return the service of a feed of our own kind, field by field."""

    def words(key: str) -> tuple[str, ...]:
        return tuple(own.get(key) or ())

    return Service(
        id=own["id"], name=name, organisation=organisation.id, summary=_clean(raw.get("description")), main_needs=words("main_needs"), also_needs=words("also_needs"),
        kinds=words("kinds"), status=own.get("status", "unverified"), also_known_as=words("also_known_as"), formerly=words("formerly"), findable_as=words("findable_as"),
        partners=words("partners"), replaced_by=words("replaced_by"),
        eligibility=Eligibility(
            says=raw.get("eligibility_description", ""), minimum_age=raw.get("minimum_age"), maximum_age=raw.get("maximum_age"), gender=own.get("gender", ""),
            people=words("people"), residence=own.get("residence", "any"), routes=words("routes") or ("yourself",),
        ),
        how_to_get_it=raw.get("application_process", ""), cost=own.get("cost", "unknown"), cost_says=own.get("cost_says", ""), delivery=words("delivery"),
        phones=tuple(Phone(p["number"], p.get("description", ""), True, p.get("type", "voice")) for p in _list(raw, "phones")),
        email=own.get("email", ""), website=own.get("website", ""),
        locations=tuple(Location(p.get("name", ""), p.get("address", ""), p.get("postcode", ""), p.get("latitude"), p.get("longitude"), p.get("approximate") == "yes") for p in own.get("locations", ())),
        confidential_address=bool(own.get("confidential_address")), schedule=Schedule(own.get("hours", ""), own.get("opening", ""), own.get("hours_seen", "")),
        languages=tuple(row["code"] for row in _list(raw, "languages")), interpreters=bool(raw.get("interpretation_services")), accessibility=own.get("accessibility", ""),
        step_free={"yes": True, "no": False}.get(own.get("step_free", "")), area_served=words("area_served"), sources=words("sources"),
        confidence=own.get("confidence", "low"), last_checked=own.get("last_checked", ""),
        checked_by=own.get("checked_by", ""), merged_from=words("merged_from"),
    )  # fmt: skip


def _phones(raw: dict[str, Any], lost: list[str]) -> tuple[tuple[Phone, ...], list[str]]:
    rows, emails = list(_list(raw, "phones")), []
    for contact in _list(raw, "contacts"):
        rows += _list(contact, "phones")
        if contact.get("email"):
            emails.append(_clean(contact["email"]))
    phones: dict[str, Phone] = {}
    for row in rows:
        number = _clean(row.get("number"))
        if number and not _number_reads(number):
            lost.append(f"the number {number}, which no phone could ring")
        elif number:
            # Somebody else's number is kept and not shown until somebody here has checked it.
            phones.setdefault(re.sub(r"\D", "", number), Phone(number, _clean(row.get("description")), False, "voice"))
    return tuple(phones.values()), emails


def _locations(raw: dict[str, Any]) -> tuple[tuple[Location, ...], str]:
    found, access = [], ""
    for row in _list(raw, "service_at_locations"):
        place = row.get("location") if isinstance(row.get("location"), dict) else {}
        address = next(iter(_list(place, "addresses") or _list(place, "physical_addresses")), {})
        latitude, longitude = place.get("latitude"), place.get("longitude")
        sound = (
            isinstance(latitude, int | float)
            and isinstance(longitude, int | float)
            and 49 < latitude < 61
            and -9 < longitude < 3
        )
        street = ", ".join(dict.fromkeys(filter(None, (_clean(address.get("address_1")), _clean(address.get("city"))))))
        if street or address.get("postal_code") or sound:
            found.append(
                Location(
                    _clean(place.get("name")),
                    street,
                    _clean(address.get("postal_code")).upper(),
                    latitude if sound else None,
                    longitude if sound else None,
                )
            )
        rows = _list(place, "accessibility") or _list(place, "accessibility_for_disabilities")
        access = access or next((_clean(a.get("description") or a.get("accessibility")) for a in rows), "")
    return tuple(found[:5]), access


def _hours(rows: list[dict[str, Any]]) -> tuple[str, str]:
    """Return (words, opening rule) of schedules; a rule only when every row is plain weekly hours that end after they start."""
    says = " ".join(dict.fromkeys(filter(None, (_clean(row.get("description")) for row in rows))))[:300]
    rules = []
    for row in rows:
        days = [
            _DAYS[d] for d in re.split(r"[,\s]+", _clean(row.get("byday") or row.get("weekday")).upper()) if d in _DAYS
        ]
        opens, closes = _clean(row.get("opens_at"))[:5], _clean(row.get("closes_at"))[:5]
        if (
            not days
            or row.get("freq") not in ("WEEKLY", None)
            or row.get("interval") not in (1, None, "1")
            or not re.fullmatch(r"\d\d:\d\d", opens)
            or not opens < closes
        ):
            return says, ""
        rules.append(f"{','.join(days)} {opens}-{closes}")
    return says, "; ".join(dict.fromkeys(rules))


def _needs_of(raw: dict[str, Any], name: str, summary: str, known: set[str]) -> tuple[str, ...]:
    """Return needs: those the record is tagged with in our words, else what its own words tell."""
    codes = [
        _clean(term.get("code"))
        for row in _list(raw, "attributes")
        for term in [row.get("taxonomy_term")]
        if isinstance(term, dict)
    ]
    tagged = tuple(dict.fromkeys(code for code in codes if code in known))
    if tagged:
        return tagged
    told = understand(f"{name}. {summary}"[:600], "en")
    return tuple(need for need in told.ranked if need in known)[:3]


def _from_sheet(row: dict[str, str], origin: str, known: set[str]) -> Found:
    name = _clean(row.get("name"))
    if not name:
        raise ValueError("has no name")
    organisation = Organisation(_slug(row.get("organisation") or name), _clean(row.get("organisation")) or name)
    lost = [f"the column {column}" for column, value in row.items() if column not in COLUMNS and value]
    cost = row.get("cost", "").lower()
    raw = {
        "attributes": [{"taxonomy_term": {"code": need.strip()}} for need in re.split(r"[,;]", row.get("needs", ""))]
    }
    summary = _clean(row.get("summary")) or name
    needs = _needs_of(raw, name, summary, known)
    phones, _ = _phones(
        {"phones": [{"number": number} for number in re.split(r"[;/]| or ", row.get("phone", "")) if number.strip()]},
        lost,
    )
    place = Location("", _clean(row.get("address")), row.get("postcode", "").upper())
    minimum, maximum = _age(row.get("minimum age")), _age(row.get("maximum age"))
    if minimum is not None and maximum is not None and minimum > maximum:
        raise ValueError(f"its youngest age ({minimum}) is above its oldest ({maximum})")
    service = Service(
        id=_slug(name), name=name, organisation=organisation.id, summary=summary[:400], main_needs=needs[:2], also_needs=needs[2:], status="open",
        eligibility=Eligibility(says=_clean(row.get("for whom")), minimum_age=minimum, maximum_age=maximum), how_to_get_it=_clean(row.get("how to get it")),
        cost=cost if cost in COST_KINDS else "free" if "free" in cost else "charged" if cost else "unknown", phones=phones, email=row.get("email", "").replace(" ", ""),
        website=row.get("website", ""), locations=(place,) if place.address or place.postcode else (), delivery=("in-person",) if place.address else (),
        schedule=Schedule(says=_clean(row.get("hours"))), languages=tuple(code for code in re.split(r"[,;\s]+", row.get("languages", "").lower()) if re.fullmatch(r"[a-z]{2,3}", code)),
        sources=(origin,), confidence="medium", last_checked=row.get("last checked", "")[:10],
    )  # fmt: skip
    return Found(service, organisation, lost=tuple(lost))


# ---- deciding and writing


def plan_import(settings: Settings, source: str, needs: set[str], tell: Callable[[str], None]) -> Plan:
    """Return what taking *source* in would do. Nothing is written."""
    directory, _, problems = read_directory(settings.directory_data / settings.place)
    if problems:
        raise CannotDo("The place's own files have problems. Run `navigator directory check` and mend them first.")
    written, plan, seen = _written(settings), Plan(), set[str]()
    for version, raw in read_source(source, tell):
        found = record_of(version, raw, source, needs)
        if found.service is None:
            plan.changes.append(Change("broken", "", found.broken))
            continue
        service = found.service
        if not service.main_needs:
            plan.changes.append(
                Change("broken", service.id, f"{service.name}: what it helps with could not be told. Add its needs.")
            )
            continue
        if service.id in seen:
            plan.changes.append(
                Change("broken", service.id, f"{service.name}: stands twice in the feed; the first was taken.")
            )
            continue
        seen.add(service.id)
        plan.changes.append(_decide(directory, service, found, written))
    return plan


def _decide(directory: Directory, service: Service, found: Found, written: dict[str, str]) -> Change:
    here = directory.services.get(service.id)
    rest = {"service": service, "organisation": found.organisation, "lost": found.lost}
    if here is None:
        other = _perhaps_same(directory, service)
        if other:
            return Change("perhaps-same", service.id, f"{service.name} may be {other.name} ({other.id}).", **rest)
        return Change("new", service.id, service.name, **rest)
    # What only we hold is kept: notes for staff, numbers kept back, other names.
    if found.service and not found.service.staff_note and here.staff_note:
        service = rest["service"] = replace(service, staff_note=here.staff_note)
    different = [f.name for f in fields(Service) if getattr(here, f.name) != getattr(service, f.name)]
    if not different:
        return Change("same", service.id, service.name, **rest)
    if service.id not in written or written[service.id] != _mark(here):
        return Change(
            "edited-here",
            service.id,
            f"{service.name}: the file here differs in {', '.join(different)} and was not written by an import.",
            **rest,
        )
    return Change("changed", service.id, f"{service.name}: {', '.join(different)}", **rest)


def _perhaps_same(directory: Directory, service: Service) -> Service | None:
    site = urllib.parse.urlsplit(service.website).netloc.removeprefix("www.")
    postcodes = {place.postcode.replace(" ", "") for place in service.locations if place.postcode}
    name = fold(service.name)
    for other in directory.services.values():
        alike = max(
            difflib.SequenceMatcher(None, name, fold(known)).ratio()
            for known in (other.name, *other.also_known_as, *other.formerly)
        )
        near = bool(postcodes & {place.postcode.replace(" ", "") for place in other.locations})
        same_site = bool(site) and site == urllib.parse.urlsplit(other.website).netloc.removeprefix("www.")
        if alike >= ALIKE or (alike >= 0.6 and (near or same_site)):
            return other
    return None


def _mark(service: Service) -> str:
    return hashlib.sha256(service_text(service).encode()).hexdigest()


def _written(settings: Settings) -> dict[str, str]:
    try:
        return dict(json.loads((settings.data / "imported.json").read_text()))
    except (OSError, ValueError):
        return {}


def do_import(settings: Settings, plan: Plan, take: set[str], over: bool) -> int:
    """Write what a plan says: what is new or changed, those *take* names though they may be the same, and with *over* those edited here."""
    folder = settings.directory_data / settings.place
    directory, _, _ = read_directory(folder)
    organisations, written, count = dict(directory.organisations), _written(settings), 0
    for change in plan.changes:
        wanted = change.kind in ("new", "changed") or (change.kind == "edited-here" and over) or change.id in take
        if not wanted or change.service is None:
            continue
        (folder / "services" / f"{change.id}.yaml").write_text(service_text(change.service), encoding="utf-8")
        written[change.id] = _mark(change.service)
        if change.organisation and change.organisation.id not in organisations:
            organisations[change.organisation.id] = change.organisation
        count += 1
    if len(organisations) > len(directory.organisations):
        file = folder / "organisations.yaml"
        first = file.read_text(encoding="utf-8").splitlines()[0] if file.is_file() else "# Who runs the services."
        file.write_text(
            organisations_text(
                list(organisations.values()), first if first.startswith("#") else "# Who runs the services."
            ),
            encoding="utf-8",
        )
    (settings.data / "imported.json").write_text(json.dumps(written, indent=1, sort_keys=True))
    return count
