"""What is wrong with the sense of a directory, each with its file, line, field and remedy."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

import phonenumbers

from navigator.directory.hours import opening_problem
from navigator.directory.records import Directory, Phone, Service
from navigator.errors import Problem
from navigator.yaml_files import Path_, YamlFile

#: Numbers shorter than any subscriber's, known to everyone or to everyone they are for.
SHORT_NUMBERS = frozenset(
    {
        "999",
        "111",
        "101",
        "105",
        "112",
        "119",
        "116 123",
        "85258",
        "116 000",
        "116123",
        "18000",
        "18001 111",
        "18001 101",
    }
)
_WEBSITE = re.compile(r"https?://[^\s/]+\.[^\s]+")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DIGITS = re.compile(r"\d{3,}")


@dataclass(frozen=True)
class Vocabulary:
    """The ids other rooms own and a service may use."""

    needs: Collection[str]
    kinds: Collection[str]
    areas: Collection[str]
    point_of: Callable[[str], object] | None = None


def check_directory(directory: Directory, files: dict[str, YamlFile], vocabulary: Vocabulary) -> list[Problem]:
    """Return every problem of sense in *directory*."""
    problems: list[Problem] = []
    ids = set(directory.services)
    merged: dict[str, str] = {}
    for service in directory.services.values():
        note = _Notes(files[service.id], problems)
        _check_words(service, note)
        _check_ids(service, directory, vocabulary, note)
        _check_eligibility(service, note)
        _check_contacts(service, note)
        _check_places(service, vocabulary, note)
        _check_dates(service, note)
        for other in service.merged_from:
            if other in ids or merged.get(other, service.id) != service.id:
                note(("merged_from",), f"{other!r} is a service of its own or merged elsewhere too.", "Merge it once.")
            merged[other] = service.id
    return sorted(problems)


class _Notes:
    def __init__(self, file: YamlFile, problems: list[Problem]):
        self.file, self.problems = file, problems

    def __call__(self, path: Path_, says: str, remedy: str) -> None:
        self.problems.append(self.file.problem(path, says, remedy))


def _check_words(service: Service, note: _Notes) -> None:
    if not _ID.fullmatch(service.id):
        note(("id",), f"{service.id!r} is not an id.", "Use lower-case words joined by dashes.")
    if not 20 <= len(service.summary) <= 260:
        note(("summary",), f"is {len(service.summary)} characters.", "Say what it does in 20 to 260.")
    if len(service.name) > 90:
        note(("name",), f"is {len(service.name)} characters.", "Keep the name under 90.")
    for field, text in (
        ("eligibility", service.eligibility.says),
        ("how_to_get_it", service.how_to_get_it),
        ("cost", service.cost_says),
    ):
        if len(text) > 220:
            note((field,), f"is {len(text)} characters.", "Say it in under 220.")
    for field, text in (("summary", service.summary), ("how_to_get_it", service.how_to_get_it)):
        if "<" in text or "http" in text:
            note(
                (field,),
                "holds mark-up or an address of a website.",
                "Write plain words; contacts.website holds the address.",
            )
    if service.is_offered and not (
        service.shown_phones or service.website or service.email or service.locations or service.how_to_get_it
    ):
        note(("how_to_get_it",), "and every contact are missing.", "Say at least how to get it.")


def _check_ids(service: Service, directory: Directory, vocabulary: Vocabulary, note: _Notes) -> None:
    for field, used, known, remedy in (
        (("needs", "main"), service.main_needs, vocabulary.needs, "Use a need id from flows/needs."),
        (("needs", "also"), service.also_needs, vocabulary.needs, "Use a need id from flows/needs."),
        (("kinds",), service.kinds, vocabulary.kinds, "Use an id from flows/kinds.yaml."),
        (("area_served",), service.area_served, vocabulary.areas, "Use an area of place.yaml."),
        (("organisation",), (service.organisation,), directory.organisations, "Add it to organisations.yaml."),
        (("partners",), service.partners, directory.organisations, "Add it to organisations.yaml."),
        (("replaced_by",), service.replaced_by, directory.services, "Name a service of this directory."),
    ):
        for word in used:
            if word not in known:
                note(field, f"{word!r} is not known.", remedy)
    if not service.main_needs:
        note(("needs", "main"), "is missing.", "Name the need this service exists for.")
    for both in set(service.main_needs) & set(service.also_needs):
        note(("needs", "also"), f"{both!r} is a main need already.", "Keep it in main only.")
    if not service.area_served:
        note(("area_served",), "is missing.", "Say whom it serves, such as [england].")
    for code in service.languages:
        if not re.fullmatch(r"[a-z]{2,3}", code):
            note(("languages",), f"{code!r} is not a language code.", "Use ISO codes such as tr, ar, bfi.")
    if service.replaced_by and service.status != "closed":
        note(("replaced_by",), "is for closed services.", "Set status: closed or take it out.")


def _check_eligibility(service: Service, note: _Notes) -> None:
    least, most = service.eligibility.minimum_age, service.eligibility.maximum_age
    if least is not None and most is not None and least > most:
        note(("eligibility", "minimum_age"), f"{least} is above the maximum age {most}.", "Swap or correct them.")


def _check_contacts(service: Service, note: _Notes) -> None:
    seen = set()
    for number, phone in enumerate(service.phones):
        path = ("contacts", "phones", number, "number")
        problem = phone_problem(phone)
        if problem:
            note(path, f"{phone.number!r} {problem}.", "Correct the digits, or leave the number out.")
        digits = (re.sub(r"\D", "", phone.number), phone.label)
        if digits in seen:
            note(path, "stands twice.", "Keep one.")
        seen.add(digits)
    if service.website and not _WEBSITE.fullmatch(service.website):
        note(("contacts", "website"), f"{service.website!r} is not a web address.", "Write it whole, from https:// on.")
    if service.email and not _EMAIL.fullmatch(service.email):
        note(("contacts", "email"), f"{service.email!r} is not an e-mail address.", "Correct it or leave it out.")
    if service.schedule.opening:
        problem = opening_problem(service.schedule.opening)
        if problem:
            note(("schedules", "opening"), f"cannot be read: {problem}", 'Write it like "Mo-Fr 09:00-17:00".')


def phone_problem(phone: Phone) -> str | None:
    """Return why *phone* cannot be a British number, or None."""
    if phone.number in SHORT_NUMBERS or (
        phone.kind == "text" and phone.number.isdecimal() and 5 <= len(phone.number) <= 6
    ):
        return None
    try:
        parsed = phonenumbers.parse(phone.number, "GB")
    except phonenumbers.NumberParseException:
        return "is not a phone number"
    if not phonenumbers.is_possible_number(parsed):
        return "has too few or too many digits"
    if not phonenumbers.is_valid_number(parsed):
        return "is not a number in use in Britain"
    return None


def _check_places(service: Service, vocabulary: Vocabulary, note: _Notes) -> None:
    if service.confidential_address and service.locations:
        note(
            ("locations",),
            "are given for a confidential address.",
            "Take every location out of this file; it must stand nowhere.",
        )
    for number, location in enumerate(service.locations):
        if (
            location.postcode
            and vocabulary.point_of
            and not location.point
            and not vocabulary.point_of(location.postcode)
        ):
            note(
                ("locations", number, "postcode"),
                f"{location.postcode!r} is not in the postcode table.",
                "Correct it, or give latitude, longitude and approximate: true.",
            )
        if not location.address and not location.postcode and not location.name:
            note(("locations", number), "says nothing.", "Give a name, address or postcode.")


def _check_dates(service: Service, note: _Notes) -> None:
    for field, said in (("last_checked", service.last_checked), ("schedules", service.schedule.seen)):
        if not said:
            continue
        match = _DATE.fullmatch(said)
        try:
            when = match and date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
        except ValueError:
            when = None
        if not when:
            note((field,), f"{said!r} is not a date.", "Write 2026, 2026-11 or 2026-11-25.")
        elif when > date.today():
            note((field,), f"{said!r} is still to come.", "Write when it was last seen to be true.")
