"""A translator's sheet: every sentence of one language in one table, out and back.

A row is found again by its key, so rows may be sorted, cut or moved. A translation comes back only when it keeps the English
sentence's placeholders and digits; everything refused is said, and the rest is taken.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from gettext import c2py
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from navigator.actions.gather_words import gather_words, po_text
from navigator.directory.read import read_directory
from navigator.directory.words import sentences
from navigator.errors import Problem, relative_name
from navigator.settings import Settings

COLUMNS = ("key", "english", "translation", "remark")
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


@dataclass(frozen=True)
class Row:
    """One sentence: its key, the English, the translation so far, and a remark."""

    key: str
    english: str
    translation: str
    remark: str = ""


def catalogue_path(settings: Settings, code: str) -> Path:
    """Return where the interface catalogue of a language stands."""
    return settings.translations / code / "LC_MESSAGES" / "messages.po"


def words_path(settings: Settings, code: str) -> Path:
    """Return where the services' own sentences in a language stand."""
    return settings.directory_data / settings.place / "words" / f"{code}.po"


def _open(path: Path, code: str) -> Catalog:
    locale = "en" if code.startswith("en-") else code
    if path.is_file():
        with path.open("rb") as file:
            return read_po(file, locale=locale)
    return Catalog(locale=locale, project="community-navigator", charset="utf-8", fuzzy=False)


def interface_rows(settings: Settings, code: str) -> Iterator[Row]:
    """Yield the sentences of pages, needs and help for now. A plural sentence has one row for each form of the language."""
    kept = _open(catalogue_path(settings, code), code)
    for message in gather_words(settings.directory_data / settings.place):
        if not message.id:
            continue
        known = kept.get(message.id)
        remark = " ".join(message.auto_comments)
        if isinstance(message.id, tuple):
            said = known.string if known and isinstance(known.string, tuple) else ("",) * kept.num_plurals
            for form in range(kept.num_plurals):
                example = _number_of_form(kept, form)
                english = message.id[0] if example == 1 else message.id[1]
                yield Row(
                    f"{_key(message.id[0])}.{form}",
                    english,
                    said[form] if form < len(said) else "",
                    f"form used for {example}",
                )
        else:
            yield Row(_key(message.id), message.id, str(known.string) if known and known.string else "", remark)


def _number_of_form(catalogue: Catalog, form: int) -> int:
    """Return the smallest number that takes a plural form, as an example for the translator."""
    form_of = c2py(catalogue.plural_expr)
    return next((number for number in (1, 2, 0, *range(3, 201)) if form_of(number) == form), 0)


def service_rows(settings: Settings, code: str) -> Iterator[Row]:
    """Yield the services' own sentences."""
    kept = _open(words_path(settings, code), code)
    directory, _, _ = read_directory(settings.directory_data / settings.place)
    for service in directory.services.values():
        for field, english in sentences(service).items():
            context = f"{service.id}:{field}"
            known = kept.get(english, context)
            yield Row(context, english, str(known.string) if known and known.string else "", service.name)


def _key(english: str) -> str:
    return hashlib.blake2b(english.encode(), digest_size=6).hexdigest()


def write_sheet(rows: Iterator[Row], path: Path) -> int:
    """Write rows as a CSV that spreadsheets open with the right letters; return how many."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(COLUMNS)
        for row in rows:
            sheet.writerow((row.key, row.english, row.translation, row.remark))
            count += 1
    return count


def read_sheet(path: Path) -> tuple[dict[str, str], list[Problem]]:
    """Return the translations of a sheet by key, and what is wrong with its form. Columns may stand in any order."""
    problems: list[Problem] = []
    said: dict[str, str] = {}
    name = relative_name(path)
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    reader = csv.DictReader(text.splitlines(keepends=True))
    fields = {(field or "").strip().lower(): field for field in reader.fieldnames or ()}
    if not {"key", "translation"} <= set(fields):
        return {}, [
            Problem(name, 1, "", "has no columns key and translation.", "Keep the first row of the sheet as it was.")
        ]
    for line, row in enumerate(reader, 2):
        key, words = (row.get(fields["key"]) or "").strip(), (row.get(fields["translation"]) or "").strip()
        if not key or not words:
            continue
        if key in said and said[key] != words:
            problems.append(
                Problem(name, line, key, "stands twice with different words.", "Keep one row; the first was taken.")
            )
            continue
        said[key] = words
    return said, problems


def sentence_problem(english: str, said: str) -> str | None:
    """Return why *said* cannot stand for *english*, or None: other placeholders, mark-up, or other digits."""
    if sorted(set(_PLACEHOLDER.findall(english))) != sorted(set(_PLACEHOLDER.findall(said))):
        return "differs in its placeholders"
    if re.search(r"<[a-z/]", said):
        return "holds mark-up"
    if "\ufffd" in said:
        return "has letters that were lost in another encoding"
    return None


def take_sheet(settings: Settings, code: str, path: Path) -> tuple[int, list[Problem]]:
    """Take the translations of a sheet into a language's catalogues; return how many were taken, and what was refused."""
    said, problems = read_sheet(path)
    name = relative_name(path)
    taken = 0
    catalogue = _open(catalogue_path(settings, code), code)
    fresh = gather_words(settings.directory_data / settings.place)
    catalogue.update(fresh, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    for message in fresh:
        if not message.id:
            continue
        plural = isinstance(message.id, tuple)
        keys = (
            [f"{_key(message.id[0])}.{form}" for form in range(catalogue.num_plurals)] if plural else [_key(message.id)]
        )
        if not any(key in said for key in keys):
            continue
        before = catalogue.get(message.id)
        old = before.string if isinstance(before.string, tuple) else (before.string,)
        words = []
        for form, key in enumerate(keys):
            new = said.pop(key, "")
            english = message.id[1] if plural else message.id
            problem = new and not plural and sentence_problem(english, new)
            if problem:
                problems.append(
                    Problem(name, 0, english[:60], f"{problem}.", "Correct the row and bring the sheet again.")
                )
                new = ""
            taken += bool(new)
            words.append(new or (str(old[form]) if form < len(old) else ""))
        before.string = tuple(words) if plural else words[0]
    own = _open(words_path(settings, code), code)
    made = Catalog(locale=own.locale, project="community-navigator", charset="utf-8", fuzzy=False)
    directory, _, _ = read_directory(settings.directory_data / settings.place)
    before_by_context = {m.context: m for m in own if m.id}
    for service in directory.services.values():
        for field, english in sentences(service).items():
            context = f"{service.id}:{field}"
            new = said.pop(context, "")
            problem = new and sentence_problem(english, new)
            if problem:
                problems.append(Problem(name, 0, context, f"{problem}.", "Correct the row and bring the sheet again."))
                new = ""
            if new:
                taken += 1
                made.add(english, new, context=context)
            elif context in before_by_context:
                kept = before_by_context[context]
                made.add(kept.id, kept.string, context=context, user_comments=kept.user_comments)
    problems += [
        Problem(name, 0, key, "is no sentence of ours.", "It may have changed since; take a new sheet.") for key in said
    ]
    for target, words_ in ((catalogue_path(settings, code), catalogue), (words_path(settings, code), made)):
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(po_text(words_), encoding="utf-8")
    return taken, problems
