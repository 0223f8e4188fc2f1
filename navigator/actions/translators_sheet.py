"""A translator's sheet: every sentence of one language in one table, out and back.

A row is found again by its key, so rows may be sorted, cut or moved. A translation comes back only when it keeps the English
sentence's placeholders and digits; everything refused is said, and the rest is taken.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from gettext import c2py
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po

from navigator.actions.gather_words import gather_words, po_text
from navigator.clock import today
from navigator.directory.read import read_directory
from navigator.directory.words import sentences
from navigator.errors import Problem, relative_name
from navigator.languages.rules import numbers_problem
from navigator.languages.states import forget_reading, mark_read
from navigator.settings import Settings

COLUMNS = ("key", "english", "translation", "remark")
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
_TAG = re.compile(r"</?[a-z][^>]*>")


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


def open_catalogue_file(path: Path, code: str) -> Catalog:
    locale = "en" if code.startswith("en-") else code
    if path.is_file():
        with path.open("rb") as file:
            return read_po(file, locale=locale)
    return Catalog(locale=locale, project="community-navigator", charset="utf-8", fuzzy=False)


def interface_rows(settings: Settings, code: str) -> Iterator[Row]:
    """Yield the sentences of pages, needs and help for now. A plural sentence has one row for each form of the language."""
    kept = open_catalogue_file(catalogue_path(settings, code), code)
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
    kept = open_catalogue_file(words_path(settings, code), code)
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


@dataclass
class Sheet:
    """What came back: the words by key, the row each stands in (none for a `.po`), and what is wrong with its form."""

    said: dict[str, str]
    rows: dict[str, int]
    problems: list[Problem]


def read_sheet(path: Path) -> Sheet:
    """Return a sheet as a spreadsheet saved it. Columns may stand in any order; `,`, `;` or tabs may part them."""
    sheet = Sheet({}, {}, [])
    name = relative_name(path)
    text = _decoded(path.read_bytes())
    first = text.split("\n", 1)[0]
    if _CURLY_FIELD.search(first):
        text = _CURLY_FIELD.sub('"', text)
    delimiter = max(",;\t", key=first.count)  # spreadsheets of other countries save CSV with other commas
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    fields = {(field or "").strip().lower(): field for field in reader.fieldnames or ()}
    if not {"key", "translation"} <= set(fields):
        sheet.problems.append(
            Problem(name, 1, "", "has no columns key and translation.", "Keep the first row of the sheet as it was.")
        )
        return sheet
    for line, row in enumerate(reader, 2):  # as a spreadsheet counts rows, which are not lines
        key, words = (row.get(fields["key"]) or "").strip(), (row.get(fields["translation"]) or "").strip()
        if not key or not words:
            continue
        if key in sheet.said and sheet.said[key] != words:
            says = f"stands in row {sheet.rows[key]} and row {line} with different words."
            sheet.problems.append(Problem(name, line, key, says, "Keep one row; the first was taken."))
            continue
        sheet.said[key] = words
        sheet.rows.setdefault(key, line)
    return sheet


def read_po_file(path: Path) -> Sheet:
    """Return the translations of a .po file by key, as `read_sheet` does of a sheet. What an editor only guessed (fuzzy) is left out."""
    try:
        with path.open("rb") as file:
            catalogue = read_po(file, abort_invalid=True)
    except (PoFileError, ValueError) as error:
        line = getattr(error, "lineno", 0) or 0
        says = f"is not a catalogue: {error}."
        return Sheet({}, {}, [Problem(relative_name(path), line, "", says, "Save it again from a .po editor.")])
    said: dict[str, str] = {}
    for message in catalogue:
        if not message.id or message.fuzzy:
            continue
        if isinstance(message.id, tuple):
            said |= {f"{_key(message.id[0])}.{form}": words for form, words in enumerate(message.string) if words}
        elif message.string:
            said[message.context or _key(message.id)] = str(message.string)
    return Sheet(said, {}, [])


def _decoded(content: bytes) -> str:
    """Return a sheet's text, whichever way a spreadsheet saved it; letters that were lost become U+FFFD."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content[:2]:  # UTF-16 without its mark: the first letter is plain, so one of its two bytes is empty
        return content.decode("utf-16-be" if content[:1] == b"\0" else "utf-16-le", errors="replace")
    return content.decode("utf-8-sig", errors="replace")


#: A word processor's quotation mark where a field begins or ends. Inside a field it is the translator's own.
_CURLY_FIELD = re.compile("(?:(?<=^)|(?<=[,;\t\n]))[“”„](?!\\s*[,;\t])|[“”](?=[,;\t\r\n]|\\Z)", re.MULTILINE)
#: Spaces and marks that get between the letters of a placeholder and cannot be seen.
_GAP = "[\\s\u200b-\u200f\u2060\u2066-\u2069\ufeff]"


def tidied(english: str, said: str) -> str:
    """Return a translation with its placeholders put right where that is certain: the same names, in other marks or with spaces inside.

    Nothing else of the sentence changes: a no-break space elsewhere is there on purpose.
    """
    for placeholder in set(_PLACEHOLDER.findall(english)) - set(_PLACEHOLDER.findall(said)):
        name, kind = placeholder[2:-2], placeholder[-1]
        letters = f"{_GAP}*".join(name)
        # The last letter may stand apart only when no word begins with it: "%(n) saat" has lost its "s".
        loose = rf"[%％﹪٪]{_GAP}*[(（]{_GAP}*{letters}{_GAP}*[)）](?:{kind}|{_GAP}+{kind}(?!\w))"
        said = re.sub(loose, lambda _found, whole=placeholder: whole, said, flags=re.IGNORECASE)
    return said


def sentence_problem(english: str, said: str, plural: bool = False) -> str | None:
    """Return why *said* cannot stand for *english*, or None. One form of a *plural* may leave a placeholder out: "one service"."""
    wanted, used = set(_PLACEHOLDER.findall(english)), set(_PLACEHOLDER.findall(said))
    if used - wanted or (wanted - used and not plural):
        return "differs in its placeholders"
    if sorted(_TAG.findall(english)) != sorted(_TAG.findall(said)):
        return "holds mark-up"
    if not plural and (numbers := numbers_problem(english, said)):
        return f"has other numbers than the English ({numbers})"
    if "\ufffd" in said or ("???" in said and "???" not in english):
        return "has letters that were lost in another encoding"
    return None


def take_sheet(settings: Settings, code: str, path: Path, read_by: str = "") -> tuple[int, list[Problem]]:
    """Take the translations of a sheet into a language's catalogues; return how many were taken, and what was refused.

    With *read_by*, every sentence of the sheet counts as read today by that native speaker, changed or not. A sentence that changed
    otherwise is only drafted again.
    """
    sheet = (read_po_file if path.suffix == ".po" else read_sheet)(path)
    said, problems = sheet.said, sheet.problems
    name = relative_name(path)

    def refuse(key: str, field: str, says: str) -> None:
        row = sheet.rows.get(key, 0)
        where = f"in row {row} " if row else ""
        problems.append(Problem(name, row, field, f"{where}{says}.", "Correct the row and bring the sheet again."))

    taken = 0
    catalogue = open_catalogue_file(catalogue_path(settings, code), code)
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
        words, refused = [], False
        english = message.id[1] if plural else message.id
        for form, key in enumerate(keys):
            new = tidied(english, said.pop(key, ""))
            if new and (problem := sentence_problem(english, new, plural)):
                refuse(key, english[:60], problem)
                new, refused = "", True
            taken += bool(new)
            words.append(new or (str(old[form]) if form < len(old) else ""))
        after = tuple(words) if plural else words[0]
        if after != before.string:
            forget_reading(before)
        before.string = after
        if read_by and all(words) and not refused:
            mark_read(before, read_by, today())
    own = open_catalogue_file(words_path(settings, code), code)
    made = Catalog(locale=own.locale, project="community-navigator", charset="utf-8", fuzzy=False)
    directory, _, _ = read_directory(settings.directory_data / settings.place)
    before_by_context = {m.context: m for m in own if m.id}
    for service in directory.services.values():
        for field, english in sentences(service).items():
            context = f"{service.id}:{field}"
            new = tidied(english, said.pop(context, ""))
            if new and (problem := sentence_problem(english, new)):
                refuse(context, context, problem)
                new = ""
            if new:
                taken += 1
                before = before_by_context.get(context)
                same = before is not None and (before.id, before.string) == (english, new)
                added = made.add(
                    english, new, context=context, user_comments=list(before.user_comments) if same else []
                )
                if read_by:
                    mark_read(added, read_by, today())
            elif context in before_by_context:
                kept = before_by_context[context]
                made.add(kept.id, kept.string, context=context, user_comments=kept.user_comments)
    problems += [
        Problem(
            name, sheet.rows.get(key, 0), key, "is no sentence of ours.", "It may have changed since; take a new sheet."
        )
        for key in said
    ]
    if not taken:
        return 0, problems
    for target, words_ in ((catalogue_path(settings, code), catalogue), (words_path(settings, code), made)):
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(po_text(words_), encoding="utf-8")
    return taken, problems
