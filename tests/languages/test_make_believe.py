"""The make-believe language wraps each translated sentence in ⟦ ⟧. Words outside the marks were forgotten."""

from __future__ import annotations

import re

import pytest
from babel import Locale

from navigator import create_app
from tests.conftest import make_settings
from tests.page import Element, Resident
from tests.pages.test_pages import PLAIN

JOURNEYS = [
    ("safe", "domestic_abuse", "no"),
    ("home", "homelessness", "yes", "landlord", "N17 9HD"),
    ("money", "debt", "no", "N6 6QD"),
    ("feelings", "loneliness", "groups", "66-plus", "N8 9RU"),
    ("hospital", "soon", "some", "N15"),
    ("work", "esol", "class", "skip"),
]


@pytest.fixture
def visitor(settings) -> Resident:
    """Someone who reads the make-believe language."""
    return Resident(create_app(make_settings(settings.data, languages=("en", "xx"))).test_client())


def forgotten(page) -> list[str]:
    """Return the words of a page that never passed a catalogue."""
    found: list[str] = []

    def look(element: Element, marked: bool) -> None:
        for child in element.children:
            if isinstance(child, Element):
                quiet = (
                    child.tag in ("script", "style", "bdi", "head", "select")
                    or child.attrs.get("lang", page.language) != page.language
                )
                look(child, marked or quiet or "tongues" in child.attrs.get("class", ""))
            elif not marked:
                found.append(child)

    look(page.root, False)
    # Sentences with other sentences inside them are peeled from the inside out.
    outside = "".join(found)
    while (peeled := re.sub(r"⟦[^⟦⟧]*⟧", " ", outside)) != outside:
        outside = peeled
    return [word for word in re.findall(r"[A-Za-z]{3,}", outside) if word not in NAMES]


#: Names that are the same in every language.
NAMES = {"Haringey", "https", "www", "gov", "camden", "org", "Camden", "and"}
#: Names of spoken languages come from Babel, not from a catalogue.
NAMES |= {word for name in Locale("en").languages.values() for word in re.findall("[A-Za-z]+", name)}


@pytest.mark.parametrize("path", PLAIN)
def test_no_page_forgets_a_sentence(visitor, path) -> None:
    """Header, footer, and everything between."""
    assert forgotten(visitor.get(f"/xx/{path}")) == []


@pytest.mark.parametrize("journey", JOURNEYS, ids=[" > ".join(j) for j in JOURNEYS])
def test_no_journey_forgets_a_sentence(visitor, journey) -> None:
    """Questions, reasons, advice, danger, notes: all of it passes the catalogue."""
    page = visitor.answer(*journey, lang="xx")

    assert forgotten(page) == []
    assert forgotten(visitor.get("/xx/ask/check")) == []
    assert forgotten(visitor.get("/xx/chat")) == []


def test_errors_pass_the_catalogue_too(visitor) -> None:
    """Beside the field and in the summary."""
    visitor.answer("money", lang="xx")

    assert forgotten(visitor.post("/xx/ask/2", status=400)) == []
    assert forgotten(visitor.post("/xx/search", status=400)) == []
    assert forgotten(visitor.get("/xx/nowhere", status=404)) == []
