"""One bake as a feed: every record said once, in a stable order, with the times by which changes are found."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask import current_app

from navigator.directory.published import Publisher
from navigator.directory.records import Service
from navigator.languages.language import language
from navigator.shelf import Baked
from navigator.web.page import baked, settings

_KEPT = "navigator.oruk.feed"


@dataclass
class Feed:
    """Everything published of one bake."""

    baked: Baked
    site: str
    _full: dict[str, dict[str, Any]] = field(default_factory=dict)

    @cached_property
    def publisher(self) -> Publisher:
        """What says our records in the standard's words."""
        place, flows = self.baked.place, self.baked.flows
        spoken = {code for service in self.baked.directory.services.values() for code in service.languages}
        return Publisher(
            place=place.id, city=place.region.split(",")[-1].strip() or place.name, directory=self.baked.directory,
            needs={need.id: need.name for need in flows.needs.values()}, kinds=dict(flows.kinds), kind_needs=dict(flows.needs_of_kinds),
            areas=place.area_names(), codes={place.id: place.code} | {w.id: w.code for w in place.wards} | {n.id: n.code for n in place.neighbours},
            language_names={code: _english(code) for code in spoken}, modified=self.modified, site=self.site,
        )  # fmt: skip

    @cached_property
    def modified(self) -> dict[str, str]:
        """When each service last changed, by id."""
        file = self.baked.folder / "modified.json"
        return {name: of[1] for name, of in json.loads(file.read_text()).items()} if file.is_file() else {}

    @cached_property
    def services(self) -> list[Service]:
        """Every service, by name and id."""
        return sorted(self.baked.directory.services.values(), key=lambda service: (service.name.lower(), service.id))

    @cached_property
    def by_uuid(self) -> dict[str, Service]:
        """Every service by its lasting UUID."""
        return {self.publisher.id("service", service.id): service for service in self.services}

    @cached_property
    def places(self) -> dict[str, tuple[Service, int]]:
        """Every service at each of its places, by UUID."""
        return {
            self.publisher.id("service_at_location", f"{service.id}:{number}"): (service, number)
            for service in self.services
            for number in range(len(service.shown_locations))
        }

    def whole(self, service: Service) -> dict[str, Any]:
        """Return one service whole; said once."""
        if service.id not in self._full:
            self._full[service.id] = self.publisher.service(service)
        return self._full[service.id]


def _english(code: str) -> str:
    try:
        return language(code).english_name
    except LookupError:
        return {"bfi": "British Sign Language"}.get(code, code)


def feed() -> Feed:
    """Return the feed of what is baked now."""
    here = baked()
    kept: Feed | None = current_app.extensions.get(_KEPT)
    if kept is None or kept.baked is not here:
        kept = current_app.extensions[_KEPT] = Feed(here, settings().site)
    return kept
