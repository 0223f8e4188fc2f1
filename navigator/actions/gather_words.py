"""Gather every English sentence a resident can read into one catalogue: from templates, Python, needs and help for now.

No line numbers and no dates go in, so that a difference in `messages.pot` is a difference in words.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from navigator.flows.flow import Flows, Question
from navigator.flows.read import read_flows
from navigator.flows.walk import door_question, needs_question
from navigator.places.help_now import read_help_now
from navigator.settings import ROOT

_METHODS = [
    *((f"navigator/{room}/**.py", "python") for room in ("pages", "web", "actions", "casework", "messages")),
    ("templates/**.html", "jinja2"),
]
_KEYWORDS = {"_": None, "_mark": None, "gettext": None, "ngettext": (1, 2)}
_JINJA = {"templates/**.html": {"trimmed": "true", "silent": "false"}}


def gather_words(place_folder: Path) -> Catalog:
    """Return a catalogue of every sentence, each with where it is used and any remark for translators."""
    catalogue = Catalog(project="community-navigator", charset="utf-8", creation_date=datetime(2026, 1, 1, tzinfo=UTC))
    found = extract_from_dir(
        ROOT, method_map=_METHODS, options_map=_JINJA, keywords=_KEYWORDS, comment_tags=("Translators:",)
    )
    for file, _line, message, comments, _context in sorted(found, key=lambda item: (item[0], item[1])):
        catalogue.add(message, locations=[(Path(file).as_posix(), None)], auto_comments=comments)
    flows, _, _ = read_flows()
    for sentence, where in _of_flows(flows):
        catalogue.add(sentence, locations=[(f"navigator/flows/{where}", None)])
    help_now, _, _ = read_help_now(place_folder)
    if help_now:
        place = place_folder.name
        for line in (*help_now.strip, *help_now.all):
            catalogue.add(line.say, locations=[(f"directory_data/{place}/help_now.yaml", None)])
        for danger in help_now.dangers.values():
            for sentence in (danger.title, danger.say, *danger.steps):
                catalogue.add(
                    sentence,
                    locations=[(f"directory_data/{place}/help_now.yaml", None)],
                    auto_comments=["Danger. Translate with the greatest care; read twice."],
                )
    return catalogue


def _of_flows(flows: Flows) -> Iterator[tuple[str, str]]:
    """Yield each sentence of the flows and the file it stands in."""
    for question in (door_question(flows), needs_question(flows, next(iter(flows.doors)))):
        yield question.ask, "doors.yaml"
        if question.hint:
            yield question.hint, "doors.yaml"
    for door in flows.doors.values():
        yield from ((words, "doors.yaml") for words in (door.say, door.hint) if words)
    for question in flows.shared.values():
        yield from _of_question(question, "shared.yaml")
    for words in flows.kinds.values():
        yield words, "kinds.yaml"
    yield from ((say, "bring.yaml") for say, _needs in flows.bring)
    for need in flows.needs.values():
        where = f"needs/{need.id}.yaml"
        yield from ((words, where) for words in (need.say, need.name, need.hint) if words)
        for question in need.questions.values():
            yield from _of_question(question, where)
        for ending in need.endings.values():
            yield from ((words, where) for words in ending.advice)


def _of_question(question: Question, where: str) -> Iterator[tuple[str, str]]:
    yield question.ask, where
    if question.hint:
        yield question.hint, where
    for option in question.options:
        yield from ((words, where) for words in (option.say, option.hint) if words)


def pot_text(catalogue: Catalog) -> str:
    """Return a catalogue of English sentences as the text of `messages.pot`."""
    out = BytesIO()
    write_po(out, catalogue, width=120, omit_header=False, sort_output=False, include_lineno=False)
    lines = out.getvalue().decode("utf-8").split("\n")
    return "\n".join(
        line for line in lines if not line.startswith(('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By'))
    )


def update_catalogues(translations: Path, catalogue: Catalog) -> list[str]:
    """Write `messages.pot` and bring every language's `.po` up to date with it; return the languages."""
    (translations / "messages.pot").write_text(pot_text(catalogue), encoding="utf-8")
    codes = []
    for po in sorted(translations.glob("*/LC_MESSAGES/messages.po")):
        with po.open("rb") as file:
            kept = read_po(file, locale="en" if po.parent.parent.name.startswith("en-") else po.parent.parent.name)
        kept.update(catalogue, no_fuzzy_matching=True)
        kept.obsolete.clear()
        po.write_text(po_text(kept), encoding="utf-8")
        codes.append(po.parent.parent.name)
    return codes


def po_text(catalogue: Catalog) -> str:
    """Return a language's catalogue as the text of its `.po`."""
    out = BytesIO()
    write_po(out, catalogue, width=120, include_lineno=False)
    lines = out.getvalue().decode("utf-8").split("\n")
    return "\n".join(
        line for line in lines if not line.startswith(('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By'))
    )
