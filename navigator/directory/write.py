"""A service as a file people review: the same fields in the same order, so that a difference shows only what changed."""

from __future__ import annotations

from typing import Any

import yaml

from navigator.directory.records import Organisation, Service

_WIDTH = 118


class _Flow(list):  # type: ignore[type-arg]
    """A short list, written on one line."""


class _Dumper(yaml.SafeDumper):
    """Writes short lists on a line and long text folded."""


_Dumper.add_representer(
    _Flow, lambda dumper, value: dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=True)
)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    style = (
        ">" if len(value) > _WIDTH - 20 and "\n" not in value and value == value.strip() and "  " not in value else None
    )
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def service_fields(service: Service) -> dict[str, Any]:
    """Return a service as the mapping its file holds, without anything empty or usual."""
    eligible, schedule = service.eligibility, service.schedule
    return _kept({
        "id": service.id, "name": service.name, "also_known_as": _Flow(service.also_known_as), "formerly": _Flow(service.formerly),
        "findable_as": _Flow(service.findable_as), "organisation": service.organisation, "partners": _Flow(service.partners),
        "status": service.status, "replaced_by": _Flow(service.replaced_by), "summary": service.summary,
        "needs": _kept({"main": _Flow(service.main_needs), "also": _Flow(service.also_needs)}), "kinds": _Flow(service.kinds),
        "eligibility": _kept({
            "says": eligible.says, "minimum_age": eligible.minimum_age, "maximum_age": eligible.maximum_age, "gender": eligible.gender,
            "people": _Flow(eligible.people), "residence": eligible.residence, "routes": _Flow(eligible.routes),
        }),
        "how_to_get_it": service.how_to_get_it, "cost": _kept({"kind": service.cost, "says": service.cost_says}), "delivery": _Flow(service.delivery),
        "contacts": _kept({
            "phones": [_kept({"label": p.label, "number": p.number, "verified": p.verified or None, "kind": p.kind if p.kind != "voice" else ""}) for p in service.phones],
            "email": service.email, "website": service.website,
        }),
        "locations": [_kept({"name": p.name, "address": p.address, "postcode": p.postcode, "latitude": p.latitude, "longitude": p.longitude, "approximate": p.approximate or None}) for p in service.locations],
        "confidential_address": service.confidential_address or None,
        "schedules": _kept({"says": schedule.says, "opening": schedule.opening, "seen": schedule.seen}),
        "languages": _Flow(service.languages), "interpreters": service.interpreters or None,
        "accessibility": _kept({"says": service.accessibility, "step_free": service.step_free}), "area_served": _Flow(service.area_served),
        "sources": list(service.sources), "confidence": service.confidence, "last_checked": service.last_checked,
        "checked_by": service.checked_by, "staff_note": service.staff_note,
        "merged_from": _Flow(service.merged_from),
    })  # fmt: skip


def _kept(mapping: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in mapping.items() if value not in (None, "", [], {}, ())}


def service_text(service: Service) -> str:
    """Return the text of a service's file."""
    return yaml.dump(service_fields(service), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH)


def organisations_text(organisations: list[Organisation], first_line: str) -> str:
    """Return the text of an organisations file."""
    rows = [
        _kept({"id": o.id, "name": o.name, "sector": o.sector, "website": o.website})
        for o in sorted(organisations, key=lambda o: o.id)
    ]
    return f"{first_line}\n" + yaml.dump(rows, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDTH)
