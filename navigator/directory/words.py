"""A service's own sentences in other languages, bound to the English they were made from.

They stand beside the records, one catalogue a language: `words/tr.po`. Each entry's context says whose sentence it is
("night-shelter:summary") and its msgid is the English that was translated. When the record's English has changed since,
the two differ: the translation is stale, and a page shows the newer English under it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from babel.messages.pofile import PoFileError, read_po

from navigator.directory.records import Directory, Service
from navigator.errors import Problem, relative_name

#: The fields of a service a resident reads, and how to get each.
FIELDS = {
    "summary": lambda s: s.summary,
    "eligibility": lambda s: s.eligibility.says,
    "how_to_get_it": lambda s: s.how_to_get_it,
    "cost": lambda s: s.cost_says,
    "hours": lambda s: s.schedule.says,
    "accessibility": lambda s: s.accessibility,
}


@dataclass(frozen=True)
class Words:
    """One sentence in another language. `stale` when its English has changed since it was made."""

    says: str
    stale: bool = False


def sentences(service: Service) -> dict[str, str]:
    """Return the English of every sentence of *service* that is translated, by field."""
    return {field: english for field, get in FIELDS.items() if (english := get(service))}


def read_words(folder: Path, directory: Directory) -> tuple[dict[str, dict[tuple[str, str], Words]], list[Problem]]:
    """Return by language the translated sentences of *directory* found in *folder*/words, and what is wrong there."""
    languages: dict[str, dict[tuple[str, str], Words]] = {}
    problems: list[Problem] = []
    english = {
        (service.id, field): says
        for service in directory.services.values()
        for field, says in sentences(service).items()
    }
    for path in sorted((folder / "words").glob("*.po")):
        name = relative_name(path)
        try:
            with path.open("rb") as file:
                catalogue = read_po(file, abort_invalid=True)
        except (PoFileError, ValueError) as error:
            problems.append(
                Problem(
                    name,
                    getattr(error, "lineno", 0) or 0,
                    "",
                    f"is not a catalogue: {error}.",
                    "Mend it in a .po editor.",
                )
            )
            continue
        kept = languages.setdefault(path.stem, {})
        for message in catalogue:
            if not message.id or not message.context or not message.string:
                continue
            service_id, _, field = message.context.rpartition(":")
            if (service_id, field) not in english:
                if service_id not in directory.services:
                    problems.append(
                        Problem(name, message.lineno or 0, message.context, "names no service.", "Take the entry out.")
                    )
                continue
            kept[service_id, field] = Words(str(message.string), english[service_id, field] != message.id)
    return languages, problems
