"""What a service is, in frozen records.

The words follow Open Referral UK where it has one (service, organisation, location, schedule, contact, phone, eligibility,
cost option, service area, language, accessibility) and the field's own where it has none (needs, kinds of help, routes).
"""

from __future__ import annotations

from dataclasses import dataclass, field

#: Closed lists a record chooses from. The checker and the editing desk read them here.
STATUSES = ("open", "temporarily-closed", "closed", "planned", "unverified")
COST_KINDS = ("free", "charged", "money-check", "mixed", "unknown")
DELIVERIES = ("in-person", "at-home", "phone", "online", "text")
ROUTES = ("yourself", "gp", "professional")
RESIDENCES = ("only", "gp", "any")
GENDERS = ("women", "men")
CONFIDENCES = ("high", "medium", "low")
CHECKERS = ("service", "desk")
SECTORS = ("statutory", "nhs", "charity", "community", "faith", "national", "business")
#: Groups a service can be made for.
PEOPLE = (
    "carers", "young-carers", "parents", "pregnant", "disabled", "learning-disabled", "autistic", "deaf", "blind", "lgbtq",
    "veterans", "refugees", "migrants", "no-recourse", "rough-sleepers", "council-tenants", "older", "jewish", "muslim",
    "christian", "somali", "turkish", "kurdish", "turkish-cypriot", "greek-cypriot", "latin-american", "african-caribbean",
    "black-african", "chinese", "ukrainian", "polish", "east-european", "irish", "south-asian", "survivors",
)  # fmt: skip
#: The groups that are communities by language, origin or faith: made for them, and others are rarely right there.
COMMUNITIES = frozenset(PEOPLE[PEOPLE.index("jewish") : PEOPLE.index("south-asian") + 1])


@dataclass(frozen=True)
class Organisation:
    """Who runs services."""

    id: str
    name: str
    sector: str = "charity"
    website: str = ""


@dataclass(frozen=True)
class Phone:
    """A number. Only a `verified` one is ever shown to the public; `kind` is "voice" or "text"."""

    number: str
    label: str = ""
    verified: bool = False
    kind: str = "voice"


@dataclass(frozen=True)
class Location:
    """A place a resident can go. `approximate` means the point is good for "nearby", not for minutes."""

    name: str = ""
    address: str = ""
    postcode: str = ""
    latitude: float | None = None
    longitude: float | None = None
    approximate: bool = False

    @property
    def point(self) -> tuple[float, float] | None:
        """The place as (latitude, longitude), or None."""
        if self.latitude is None or self.longitude is None:
            return None
        return (self.latitude, self.longitude)


@dataclass(frozen=True)
class Schedule:
    """When it is open: as words, as an OpenStreetMap opening-hours rule when fully known, and when that was seen."""

    says: str = ""
    opening: str = ""
    seen: str = ""


@dataclass(frozen=True)
class Eligibility:
    """Who it takes. Ages are whole years, both ends included. `people` are groups it is made for."""

    says: str = ""
    minimum_age: int | None = None
    maximum_age: int | None = None
    gender: str = ""
    people: tuple[str, ...] = ()
    residence: str = "any"
    routes: tuple[str, ...] = ("yourself",)


@dataclass(frozen=True)
class Service:
    """Help an organisation offers people."""

    id: str
    name: str
    organisation: str
    summary: str
    main_needs: tuple[str, ...]
    also_needs: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    status: str = "open"
    also_known_as: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()
    #: Words people search for that are no name of it: an old system whose job it now does.
    findable_as: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    replaced_by: tuple[str, ...] = ()
    eligibility: Eligibility = Eligibility()
    how_to_get_it: str = ""
    cost: str = "unknown"
    cost_says: str = ""
    delivery: tuple[str, ...] = ()
    phones: tuple[Phone, ...] = ()
    email: str = ""
    website: str = ""
    locations: tuple[Location, ...] = ()
    confidential_address: bool = False
    schedule: Schedule = Schedule()
    languages: tuple[str, ...] = ()
    interpreters: bool = False
    accessibility: str = ""
    step_free: bool | None = None
    area_served: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    confidence: str = "low"
    last_checked: str = ""
    #: Who said so: "" (a published source), "service" (the service itself) or "desk" (a directory editor).
    checked_by: str = ""
    staff_note: str = ""
    merged_from: tuple[str, ...] = ()

    @property
    def shown_phones(self) -> tuple[Phone, ...]:
        """The numbers the public may see."""
        return tuple(phone for phone in self.phones if phone.verified)

    @property
    def is_offered(self) -> bool:
        """Whether it may be a signpost: closed and planned ones are kept and findable, never offered."""
        return self.status not in ("closed", "planned")

    @property
    def shown_locations(self) -> tuple[Location, ...]:
        """The places the public may see: none when the address is confidential, whatever the record holds."""
        return () if self.confidential_address else self.locations


@dataclass(frozen=True)
class Directory:
    """Everything read from one place's files."""

    services: dict[str, Service] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
