"""The sentences of each language: `.po` files people edit, baked to `.mo` files the program reads."""

from __future__ import annotations

import re
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from navigator.errors import Problem, relative_name
from navigator.languages.language import MAKE_BELIEVE
from navigator.languages.states import state_of

_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


class MakeBelieve(NullTranslations):
    """Wraps every sentence it is asked for in ⟦ ⟧. Words on a page outside the marks never passed a catalogue."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, one: str, many: str, number: int) -> str:
        return f"⟦{one if number == 1 else many}⟧"

    def pgettext(self, context: str, message: str) -> str:
        return f"⟦{message}⟧"


def bake_catalogues(source: Path, target: Path) -> dict[str, bool]:
    """Write a `.mo` for every catalogue in *source* under *target*; return the codes written, and whether a native speaker has read it all.

    Sentences marked fuzzy are left out: gettext marks so what it only guessed.
    """
    codes = {}
    for po in sorted(source.glob("*/LC_MESSAGES/messages.po")):
        code = po.parent.parent.name
        folder = target / code / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        with po.open("rb") as words, (folder / "messages.mo").open("wb") as baked:
            catalogue = read_po(words, locale=_babel_code(code))
            write_mo(baked, catalogue, use_fuzzy=False)
        codes[code] = all(state_of(message).says == "read" for message in catalogue if message.id)
    return codes


def _babel_code(code: str) -> str:
    return "en" if code.startswith("en-") else code


def open_catalogue(baked: Path, code: str) -> NullTranslations:
    """Return the sentences of language *code*: English itself when there is no catalogue."""
    if code == MAKE_BELIEVE:
        return MakeBelieve()
    try:
        with (baked / code / "LC_MESSAGES" / "messages.mo").open("rb") as words:
            return GNUTranslations(words)
    except FileNotFoundError:
        return NullTranslations()


def check_catalogue(po: Path) -> list[Problem]:
    """Return what is wrong in the form of one `.po`: not readable, placeholders lost or invented, plurals missing."""
    catalogue, problems = read_catalogue(po, po.parent.parent.name)
    return problems if catalogue is None else catalogue_problems(catalogue, relative_name(po))


def read_catalogue(po: Path, code: str) -> tuple[Catalog | None, list[Problem]]:
    """Return a `.po` of language *code* as it stands, or None and why it cannot be read."""
    try:
        with po.open("rb") as words:
            return read_po(words, locale=_babel_code(code), abort_invalid=True), []
    except (PoFileError, ValueError) as error:
        line = getattr(error, "lineno", 0) or 0
        return None, [Problem(relative_name(po), line, "", f"is not a catalogue: {error}.", "Mend it in a .po editor.")]


def catalogue_problems(catalogue: Catalog, name: str) -> list[Problem]:
    """Return where the sentences of a catalogue lost or invented placeholders, or lack a plural form. *name* is what to call its file."""
    problems = []
    for message in catalogue:
        if not message.id or not message.string:
            continue
        says = message.string if isinstance(message.string, tuple) else (message.string,)
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        if len(says) > 1 and any(says) and not all(says):
            problems.append(
                Problem(
                    name, message.lineno or 0, ids[0], "has a plural form missing.", f"Fill in all {len(says)} forms."
                )
            )
        wanted = set(_PLACEHOLDER.findall(" ".join(ids)))
        for said in filter(None, says):
            used = set(_PLACEHOLDER.findall(said))
            if used - wanted or (len(says) == 1 and wanted - used):
                odd = ", ".join(sorted(used ^ wanted))
                problems.append(
                    Problem(
                        name,
                        message.lineno or 0,
                        ids[0],
                        f"differs in the placeholder {odd}.",
                        "Use exactly those of the English.",
                    )
                )
    return problems
