"""Our services in the words of Open Referral UK 3.0 (HSDS-UK-3.0), with HSDS 3.1's own where that has nowhere to put a phone or a language.

What has no place in either stands in one extra, `navigator_record`, so that our directory read back from its own feed is the same
directory. Never here: numbers nobody checked, notes for staff, the address of a refuge. Empty fields are left out, as the standard asks.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from navigator.directory.records import Directory, Location, Organisation, Service

#: Our status → the standard's.
STATUS = {
    "open": "active",
    "unverified": "active",
    "temporarily-closed": "temporarily closed",
    "closed": "defunct",
    "planned": "inactive",
}
COST_SAYS = {
    "free": "Free",
    "charged": "There is a charge",
    "money-check": "Depends on a money check",
    "mixed": "Some of it is free",
    "unknown": "",
}
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_SIMPLE = re.compile(r"((?:(?:Mo|Tu|We|Th|Fr|Sa|Su)(?:-(?:Mo|Tu|We|Th|Fr|Sa|Su))?,?)+) (\d\d:\d\d)-(\d\d:\d\d)")
_WEBSITE = re.compile(r"https?://\S+")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def full(value: Any) -> Any:
    """Return *value* without anything empty in it."""
    if isinstance(value, dict):
        kept = {key: full(inner) for key, inner in value.items()}
        return {key: inner for key, inner in kept.items() if inner not in (None, "", [], {}, ())}
    if isinstance(value, list | tuple):
        return [inner for inner in (full(item) for item in value) if inner not in (None, "", [], {}, ())]
    return value


@dataclass
class Publisher:
    """Says each record of one directory in the standard's words. `needs` and `kinds` are names by id; `areas` name and code by id."""

    place: str
    city: str
    directory: Directory
    needs: Mapping[str, str]
    kinds: Mapping[str, str]
    kind_needs: Mapping[str, str]
    areas: Mapping[str, str]
    codes: Mapping[str, str]
    language_names: Mapping[str, str]
    modified: Mapping[str, str]
    site: str

    def id(self, kind: str, name: str) -> str:
        """Return the lasting UUID of a record."""
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:community-navigator:{self.place}:{kind}:{name}"))

    def _term_id(self, name: str) -> str:
        """Return the UUID of a need or kind: the same in every place."""
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:community-navigator:term:{name}"))

    @property
    def taxonomy_id(self) -> str:
        """The UUID of our one vocabulary: needs, and kinds of help below them."""
        return str(uuid.uuid5(uuid.NAMESPACE_URL, "urn:community-navigator:taxonomy:needs"))

    def taxonomy(self, terms: bool = False) -> dict[str, Any]:
        """Return the vocabulary."""
        return full({
            "id": self.taxonomy_id, "name": "Needs and kinds of help", "version": "1", "uri": f"{self.site}/en/needs",
            "description": "What residents come with, in their words, and the kinds of help below each.",
            "taxonomy_terms": list(self.terms()) if terms else None,
        })  # fmt: skip

    def terms(self) -> list[dict[str, Any]]:
        """Return every term: needs first, each kind of help below its need."""
        return [self.term(name) for name in (*self.needs, *self.kinds)]

    def term(self, name: str) -> dict[str, Any]:
        """Return one need or kind of help as a term."""
        said = self.needs.get(name) or self.kinds[name]
        return full({
            "id": self._term_id(name), "name": said, "term": said, "description": said, "code": name, "taxonomy_id": self.taxonomy_id,
            "taxonomy": "Needs and kinds of help", "parent_id": self._term_id(self.kind_needs[name]) if name in self.kinds and name not in self.needs else None,
            "term_uri": f"{self.site}/en/needs/{name if name in self.needs else self.kind_needs[name]}",
        })  # fmt: skip

    def organisation(self, organisation: Organisation, services: list[Any] | None = None) -> dict[str, Any]:
        """Return an organisation; the standard wants a description, so one is made of what is known."""
        return full({
            "id": self.id("organization", organisation.id), "name": organisation.name,
            "description": f"{organisation.name}, a {SECTOR_SAYS.get(organisation.sector, organisation.sector)}.",
            "website": organisation.website if _WEBSITE.fullmatch(organisation.website) else None,
            "services": services, "navigator_id": organisation.id, "navigator_sector": organisation.sector,
        })  # fmt: skip

    def short(self, service: Service) -> dict[str, Any]:
        """Return a service as lists show it: its own fields and its organisation's."""
        organisation = self.directory.organisations.get(service.organisation)
        shown = (
            {key: value for key, value in self.organisation(organisation).items() if key != "services"}
            if organisation
            else None
        )
        return full(self._own(service) | {"organization": shown})

    def _own(self, service: Service) -> dict[str, Any]:
        checked = service.last_checked if re.fullmatch(r"\d{4}-\d\d-\d\d", service.last_checked) else None
        cost = COST_SAYS[service.cost]
        return {
            "id": self.id("service", service.id),
            "organization_id": self.id("organization", service.organisation)
            if service.organisation in self.directory.organisations
            else None,
            "name": service.name,
            "alternate_name": service.also_known_as[0] if service.also_known_as else None,
            "description": service.summary,
            "url": service.website if _WEBSITE.fullmatch(service.website) else None,
            "email": service.email if _EMAIL.fullmatch(service.email) else None,
            "status": STATUS[service.status],
            "interpretation_services": "Interpreters can be arranged" if service.interpreters else None,
            "application_process": service.how_to_get_it,
            "eligibility_description": service.eligibility.says,
            "fees": f"{cost}. {service.cost_says}".strip(". ") + "." if cost or service.cost_says else None,
            "fees_description": service.cost_says or cost,
            "minimum_age": service.eligibility.minimum_age,
            "maximum_age": service.eligibility.maximum_age,
            "assured_date": checked,
            "alert": "This service could not be confirmed. Ring first." if service.status == "unverified" else None,
            "last_modified": self.modified.get(service.id, "2026-01-01T00:00:00Z"),
        }

    def service(self, service: Service) -> dict[str, Any]:
        """Return a service whole, with everything about it nested."""
        own_id = self.id("service", service.id)
        phones = [self._phone(service, number, phone) for number, phone in enumerate(service.shown_phones)]
        languages = [
            {
                "id": self.id("language", f"{service.id}:{code}"),
                "service_id": own_id,
                "name": self.language_names.get(code, code),
                "code": code,
            }
            for code in service.languages
        ]
        organisation = self.directory.organisations.get(service.organisation)
        return full(self._own(service) | {
            "organization": self.organisation(organisation) if organisation else None,
            "service_at_locations": [self.at_location(service, number, nested=False) for number in range(len(service.shown_locations))],
            "schedules": self._schedules(service, own_id),
            "service_areas": [
                {
                    "id": self.id("service_area", f"{service.id}:{area}"), "service_id": own_id, "name": self.areas.get(area, area),
                    "service_area": self.areas.get(area, area),
                    "uri": f"http://statistics.data.gov.uk/id/statistical-geography/{self.codes[area]}" if area in self.codes else None,
                }
                for area in service.area_served
            ],
            "languages": languages,
            "cost_options": [{"id": self.id("cost_option", service.id), "service_id": own_id, "option": "Everyone", "amount": 0, "currency": "gbp"}] if service.cost == "free" else None,
            "contacts": [{"id": self.id("contact", service.id), "service_id": own_id, "name": service.name, "email": service.email if _EMAIL.fullmatch(service.email) else None, "phones": phones}] if phones or service.email else None,
            "phones": phones,
            "attributes": [self._attribute(service, own_id, name) for name in (*service.main_needs, *service.also_needs, *service.kinds) if name in self.needs or name in self.kinds],
            "navigator_record": self._extras(service),
        })  # fmt: skip

    def _phone(self, service: Service, number: int, phone: Any) -> dict[str, Any]:
        return {
            "id": self.id("phone", f"{service.id}:{number}"), "service_id": self.id("service", service.id), "number": phone.number,
            "description": phone.label, "type": phone.kind,
        }  # fmt: skip

    def _attribute(self, service: Service, own_id: str, name: str) -> dict[str, Any]:
        return {
            "id": self.id("attribute", f"{service.id}:{name}"), "link_id": own_id, "link_entity": "service",
            "link_type": "need" if name in self.needs else "service_type", "taxonomy_term_id": self._term_id(name), "taxonomy_term": self.term(name),
            "label": "main" if name in service.main_needs else None,
        }  # fmt: skip

    def _schedules(self, service: Service, own_id: str) -> list[dict[str, Any]]:
        rows = simple_hours(service.schedule.opening)
        made: list[dict[str, Any]] = [
            {"freq": "WEEKLY", "interval": 1, "byday": ",".join(days), "opens_at": opens, "closes_at": closes}
            for days, opens, closes in rows
        ] or ([{}] if service.schedule.says else [])
        for number, row in enumerate(made):
            row |= {
                "id": self.id("schedule", f"{service.id}:{number}"),
                "service_id": own_id,
                "description": service.schedule.says if number == 0 else None,
            }
        return made

    def location(self, service: Service, number: int) -> dict[str, Any]:
        """Return one of a service's places. A confidential one is never among them."""
        place: Location = service.shown_locations[number]
        own_id = self.id("location", f"{service.id}:{number}")
        address = {
            "id": self.id("address", f"{service.id}:{number}"), "location_id": own_id, "address_1": place.address or place.name, "city": self.city,
            "state_province": "Greater London", "postal_code": place.postcode, "country": "GB", "address_type": "physical",
        }  # fmt: skip
        return full({
            "id": own_id, "location_type": "physical", "name": place.name, "latitude": place.latitude, "longitude": place.longitude,
            "addresses": [address] if address["address_1"] and place.postcode else None,
            "accessibility": [{"id": self.id("accessibility", f"{service.id}:{number}"), "location_id": own_id, "description": service.accessibility, "accessibility": service.accessibility}] if service.accessibility else None,
        })  # fmt: skip

    def at_location(self, service: Service, number: int, nested: bool) -> dict[str, Any]:
        """Return a service at one of its places; *nested* with the service inside, as its own endpoint shows it."""
        return full({
            "id": self.id("service_at_location", f"{service.id}:{number}"), "service_id": self.id("service", service.id),
            "location_id": self.id("location", f"{service.id}:{number}"), "location": self.location(service, number),
            "service": self.short(service) if nested else None,
        })  # fmt: skip

    def _extras(self, service: Service) -> dict[str, Any]:
        """Return what neither standard has a place for."""
        eligible = service.eligibility
        return {
            "id": service.id, "organisation": service.organisation, "status": service.status, "main_needs": service.main_needs, "also_needs": service.also_needs,
            "kinds": service.kinds, "also_known_as": service.also_known_as, "formerly": service.formerly, "findable_as": service.findable_as,
            "partners": service.partners, "replaced_by": service.replaced_by, "gender": eligible.gender, "people": eligible.people,
            "residence": eligible.residence, "routes": eligible.routes, "cost": service.cost, "cost_says": service.cost_says, "delivery": service.delivery,
            "website": service.website, "email": service.email, "confidential_address": service.confidential_address or None, "hours": service.schedule.says,
            "opening": service.schedule.opening, "hours_seen": service.schedule.seen, "accessibility": service.accessibility,
            "step_free": {True: "yes", False: "no", None: ""}[service.step_free], "area_served": service.area_served, "sources": service.sources,
            "confidence": service.confidence, "last_checked": service.last_checked, "checked_by": service.checked_by,
            "merged_from": service.merged_from,
            "locations": [{"name": p.name, "address": p.address, "postcode": p.postcode, "latitude": p.latitude, "longitude": p.longitude, "approximate": "yes" if p.approximate else ""} for p in service.shown_locations],
        }  # fmt: skip


SECTOR_SAYS = {
    "statutory": "public body", "nhs": "part of the NHS", "charity": "charity", "community": "community group", "faith": "faith group",
    "national": "national organisation", "business": "business",
}  # fmt: skip


def simple_hours(opening: str) -> list[tuple[list[str], str, str]]:
    """Return (days, opens, closes) of an opening rule that is nothing but weekly hours; [] for any other."""
    if opening == "24/7":
        return [(list(DAYS), "00:00", "23:59")]
    rows = []
    for part in filter(None, (piece.strip() for piece in opening.split(";"))):
        found = _SIMPLE.fullmatch(part)
        if not found:
            return []
        days: list[str] = []
        for span in found[1].split(","):
            first, _, last = span.upper().partition("-")
            start = DAYS.index(first)
            days += DAYS[start : DAYS.index(last or first) + 1]
        rows.append((days, found[2], "23:59" if found[3] == "24:00" else found[3]))
    return rows
