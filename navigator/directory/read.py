"""Service and organisation files into records. Says what is wrong with their form; `check` says what is wrong with their sense."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from navigator.directory.records import (
    CHECKERS,
    CONFIDENCES,
    COST_KINDS,
    DELIVERIES,
    GENDERS,
    PEOPLE,
    RESIDENCES,
    ROUTES,
    SECTORS,
    STATUSES,
    Directory,
    Eligibility,
    Location,
    Organisation,
    Phone,
    Schedule,
    Service,
)
from navigator.errors import Problem
from navigator.yaml_files import Path_, YamlFile


class Reader:
    """Takes values out of one mapping and notes a problem, with its line, for each that is not of its kind."""

    def __init__(self, file: YamlFile, data: Any, path: Path_ = ()):
        self.file, self.path, self.problems = file, path, file.problems
        self.data = data if isinstance(data, dict) else {}
        self.taken: set[str] = set()
        if not isinstance(data, dict):
            self.note((), "should be a mapping.", "Write `key: value` lines.")

    def note(self, path: Path_, says: str, remedy: str) -> None:
        self.problems.append(self.file.problem((*self.path, *path), says, remedy))

    def _take(self, key: str) -> Any:
        self.taken.add(key)
        value = self.data.get(key)
        if value is None and key in self.data:
            self.note((key,), "has no value.", "Give it one or take the line out.")
        return value

    def text(self, key: str, required: bool = False) -> str:
        """Return one line of text, or "" when the key is absent."""
        value = self._take(key)
        if value is None:
            if required:
                self.note((key,), "is missing.", f"Add {key}.")
            return ""
        if not isinstance(value, (str, int, float)) or isinstance(value, bool):
            self.note((key,), "should be text.", "Put it in quotes.")
            return ""
        return " ".join(str(value).split())

    def choice(self, key: str, offered: tuple[str, ...], default: str) -> str:
        """Return one of *offered*."""
        value = self.text(key) or default
        if value not in offered and value != default:
            self.note((key,), f"is {value!r}.", f"Choose one of: {', '.join(offered)}.")
            return default
        return value

    def words(self, key: str, offered: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return a list of texts, each one of *offered* when that is given."""
        value = self._take(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.note((key,), "should be a list.", f"Write {key}: [one, two].")
            return ()
        words = tuple(" ".join(str(word).split()) for word in value)
        for number, word in enumerate(words):
            if offered and word not in offered:
                self.note((key, number), f"{word!r} is not known.", f"Choose from: {', '.join(offered)}.")
        if len(set(words)) < len(words):
            self.note((key,), "names something twice.", "Keep each once.")
        return words

    def number(self, key: str) -> float | None:
        """Return a number, or None when the key is absent."""
        value = self._take(key)
        if value is not None and (not isinstance(value, (int, float)) or isinstance(value, bool)):
            self.note((key,), f"{value!r} is not a number.", "Give a plain number.")
            return None
        return value

    def age(self, key: str) -> int | None:
        """Return whole years, or None."""
        value = self.number(key)
        if value is not None and (value != int(value) or not 0 <= value <= 120):
            self.note((key,), f"{value} is not an age.", "Give whole years from 0 to 120.")
            return None
        return None if value is None else int(value)

    def yes(self, key: str) -> bool | None:
        """Return true, false, or None when the key is absent."""
        value = self._take(key)
        if value is not None and not isinstance(value, bool):
            self.note((key,), f"{value!r} is neither true nor false.", "Write true or false.")
            return None
        return value

    def inside(self, key: str) -> Reader:
        """Return a reader for the mapping under *key*."""
        value = self._take(key)
        return Reader(self.file, {} if value is None else value, (*self.path, key))

    def each(self, key: str) -> list[Reader]:
        """Return a reader for each mapping of the list under *key*."""
        value = self._take(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.note((key,), "should be a list.", "Start each entry with a dash.")
            return []
        return [Reader(self.file, item, (*self.path, key, number)) for number, item in enumerate(value)]

    def done(self) -> None:
        """Note every key nobody asked for: a misspelt key is a fact lost in silence."""
        for key in self.data:
            if key not in self.taken:
                known = ", ".join(sorted(self.taken))
                self.note((key,), "is not a field here.", f"Correct it or take it out. Fields: {known}.")


def read_directory(folder: Path) -> tuple[Directory, dict[str, YamlFile], list[Problem]]:
    """Return the directory of one place folder, the file each service came from, and every problem of form."""
    problems: list[Problem] = []
    organisations: dict[str, Organisation] = {}
    file = YamlFile(folder / "organisations.yaml")
    for number, item in enumerate(file.data if isinstance(file.data, list) else []):
        organisation = _read_organisation(Reader(file, item, (number,)))
        if organisation.id in organisations:
            file.problems.append(file.problem((number, "id"), f"{organisation.id!r} stands twice.", "Merge the two."))
        organisations[organisation.id] = organisation
    problems += file.problems
    services: dict[str, Service] = {}
    files: dict[str, YamlFile] = {}
    for path in sorted((folder / "services").glob("*.yaml")):
        file = YamlFile(path)
        if isinstance(file.data, dict):
            service = read_service(file)
            if service.id != path.stem:
                file.problems.append(
                    file.problem(("id",), f"is {service.id!r} in a file named {path.name}.", "Give both the same name.")
                )
            services[service.id] = service
            files[service.id] = file
        elif not file.problems:
            file.problems.append(file.problem((), "is empty.", "Write a service here or delete the file."))
        problems += file.problems
    return Directory(services, organisations), files, problems


def _read_organisation(reader: Reader) -> Organisation:
    organisation = Organisation(
        id=reader.text("id", required=True),
        name=reader.text("name", required=True),
        sector=reader.choice("sector", SECTORS, "charity"),
        website=reader.text("website"),
    )
    reader.done()
    return organisation


def read_service(file: YamlFile) -> Service:
    """Return the service in *file*; what is wrong with its form is added to the file's problems."""
    r = Reader(file, file.data)
    needs, contacts, cost, access = r.inside("needs"), r.inside("contacts"), r.inside("cost"), r.inside("accessibility")
    service = Service(
        id=r.text("id", required=True),
        name=r.text("name", required=True),
        organisation=r.text("organisation", required=True),
        summary=r.text("summary", required=True),
        main_needs=needs.words("main"),
        also_needs=needs.words("also"),
        kinds=r.words("kinds"),
        status=r.choice("status", STATUSES, "unverified"),
        also_known_as=r.words("also_known_as"),
        formerly=r.words("formerly"),
        findable_as=r.words("findable_as"),
        partners=r.words("partners"),
        replaced_by=r.words("replaced_by"),
        eligibility=_read_eligibility(r.inside("eligibility")),
        how_to_get_it=r.text("how_to_get_it"),
        cost=cost.choice("kind", COST_KINDS, "unknown"),
        cost_says=cost.text("says"),
        delivery=r.words("delivery", DELIVERIES),
        phones=tuple(_read_phone(phone) for phone in contacts.each("phones")),
        email=contacts.text("email"),
        website=contacts.text("website"),
        locations=tuple(_read_location(location) for location in r.each("locations")),
        confidential_address=bool(r.yes("confidential_address")),
        schedule=_read_schedule(r.inside("schedules")),
        languages=r.words("languages"),
        interpreters=bool(r.yes("interpreters")),
        accessibility=access.text("says"),
        step_free=access.yes("step_free"),
        area_served=r.words("area_served"),
        sources=r.words("sources"),
        confidence=r.choice("confidence", CONFIDENCES, "low"),
        last_checked=r.text("last_checked"),
        checked_by=r.choice("checked_by", CHECKERS, ""),
        staff_note=r.text("staff_note"),
        merged_from=r.words("merged_from"),
    )
    for reader in (r, needs, contacts, cost, access):
        reader.done()
    return service


def _read_eligibility(r: Reader) -> Eligibility:
    eligibility = Eligibility(
        says=r.text("says"),
        minimum_age=r.age("minimum_age"),
        maximum_age=r.age("maximum_age"),
        gender=r.choice("gender", GENDERS, ""),
        people=r.words("people", PEOPLE),
        residence=r.choice("residence", RESIDENCES, "any"),
        routes=r.words("routes", ROUTES) or ("yourself",),
    )
    r.done()
    return eligibility


def _read_phone(r: Reader) -> Phone:
    phone = Phone(
        number=r.text("number", required=True),
        label=r.text("label"),
        verified=bool(r.yes("verified")),
        kind=r.choice("kind", ("voice", "text"), "voice"),
    )
    r.done()
    return phone


def _read_location(r: Reader) -> Location:
    location = Location(
        name=r.text("name"),
        address=r.text("address"),
        postcode=r.text("postcode"),
        latitude=r.number("latitude"),
        longitude=r.number("longitude"),
        approximate=bool(r.yes("approximate")),
    )
    r.done()
    return location


def _read_schedule(r: Reader) -> Schedule:
    schedule = Schedule(says=r.text("says"), opening=r.text("opening"), seen=r.text("seen"))
    r.done()
    return schedule
