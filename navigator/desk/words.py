"""The translator's desk: how far each language is, what residents see most and nobody has read, and sheets out and back."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from flask import Response, current_app, request
from sqlalchemy import select

from navigator.actions.check_translations import languages_kept, percent, status, to_read
from navigator.actions.edit_directory import bake_if_edited
from navigator.actions.translators_sheet import (
    catalogue_path,
    interface_rows,
    service_rows,
    take_sheet,
    words_path,
    write_sheet,
)
from navigator.desk.door import desk, desk_error, desk_page, desk_view, to
from navigator.errors import RecordMissing
from navigator.languages.language import language
from navigator.languages.states import PARTS
from navigator.upkeep.edits import Report
from navigator.web.page import SHELF, settings
from navigator.web.staff_door import database, db, me

#: Sentences on one page, and the largest sheet that can come back, in bytes.
ROWS, LARGEST = 60, 3 * 1024 * 1024


@desk.before_request
def make_room_for_a_sheet() -> None:
    """A language's whole sheet is larger than any other form."""
    if request.endpoint == "desk.words_of":
        request.max_content_length = LARGEST


@desk_page("/words", "keep words")
def words():
    """Show every language: how much is translated, how much a native speaker has read, and what readers told us."""
    rows = []
    for code, parts in status(settings()).items():
        total = sum(tally["sentences"] for tally in parts.values())
        rows.append(
            {
                "code": code, "name": language(code).name, "tag": language(code).tag, "english_name": language(code).english_name,
                "parts": [(part, f"{percent(parts[part]):.0f}") for part in PARTS if part in parts],
                "read": f"{100 * sum(tally['read'] for tally in parts.values()) / (total or 1):.0f}",
                "stale": sum(tally["stale"] for tally in parts.values()),
            }
        )  # fmt: skip
    return desk_view("desk/words.html", title="The words of every language", rows=rows, parts=PARTS, told=_told())


def _told(code: str = "") -> list[Report]:
    asked = select(Report).where(Report.kind == "reads-wrong", Report.answered_at.is_(None)).order_by(Report.made_at)
    return list(db().scalars(asked.where(Report.language == code) if code else asked))


def _known(code: str) -> str:
    if code not in languages_kept(settings()):
        raise RecordMissing("There is no such language here.")
    return code


@desk_page("/words/<code>", "keep words", ("GET", "POST"))
def words_of(code: str):
    """Show one language side by side with English, what matters most first; take a translator's sheet back."""
    _known(code)
    if request.method == "POST":
        return _take(code)
    rows = to_read(settings(), code)
    start = max(0, int(request.args.get("from", "0")) if request.args.get("from", "0").isdecimal() else 0)
    return desk_view(
        "desk/words_of.html", title=f"Words in {language(code).english_name}", code=code, tongue=language(code),
        rows=rows[start : start + ROWS], start=start, next=start + ROWS if start + ROWS < len(rows) else 0, total=len(rows), told=_told(code), problems=[],
    )  # fmt: skip


def _take(code: str):
    sheet = request.files.get("sheet")
    if sheet is None or not sheet.filename:
        return desk_error(
            400, "No file was chosen", "Choose the sheet (.csv) or the catalogue (.po) and send it again."
        )
    target = catalogue_path(settings(), code)
    if not os.access(target, os.W_OK):
        return desk_error(
            409,
            "The words cannot be written on this machine",
            "Here they are part of the program. Send the file to whoever puts out new versions: they take it in with “navigator translations import”.",
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("sheet.po" if sheet.filename.endswith(".po") else "sheet.csv")
        sheet.save(path)
        taken, problems = take_sheet(settings(), code, path, me().name if request.form.get("read") else "")
    if taken:
        bake_if_edited(settings(), database(), "other words")
        current_app.extensions[SHELF].look_again()
    if problems:
        return desk_view(
            "desk/words_of.html", 200 if taken else 400, title=f"Words in {language(code).english_name}", code=code, tongue=language(code),
            rows=[], start=0, next=0, total=0, told=[], problems=problems[:100], taken=taken,
        )  # fmt: skip
    return to("words_of", f"{taken} translations were taken, and are on the pages now.", code=code)


@desk_page("/words/<code>/sheet.csv", "keep words")
def words_sheet(code: str):
    """Give every sentence of a language as a sheet."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.csv"
        write_sheet(iter([*interface_rows(settings(), _known(code)), *service_rows(settings(), code)]), path)
        return _file(path.read_bytes(), "text/csv; charset=utf-8", f"{code}.csv")


@desk_page("/words/<code>/<part>.po", "keep words")
def words_catalogue(code: str, part: str):
    """Give a catalogue for a .po editor: "pages" or "services"."""
    path = {"pages": catalogue_path, "services": words_path}.get(part)
    if path is None or not path(settings(), _known(code)).is_file():
        raise RecordMissing("There is no such catalogue.")
    return _file(path(settings(), code).read_bytes(), "text/x-gettext-translation; charset=utf-8", f"{code}-{part}.po")


def _file(body: bytes, kind: str, name: str) -> Response:
    return Response(body, content_type=kind, headers={"Content-Disposition": f"attachment; filename={name}"})
