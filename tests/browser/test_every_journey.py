"""One journey by form and one by chat in every language, each to a printed list."""

from __future__ import annotations

import pytest

from navigator.settings import ROOT
from navigator.yaml_files import YamlFile
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser

EVERY = YamlFile(ROOT / "directory_data" / "haringey" / "place.yaml").data["languages"]


def with_needs_and_a_list(page, language: str) -> None:
    """Walk to signposts and keep the first."""
    page.goto(f"/{language}/")
    page.click("button[value=work]")
    page.check("input[value=esol]")
    page.click("main form button.govuk-button")
    page.check("input[value=class]")
    page.click("main form button.govuk-button")
    page.click("button[name=skip]")
    page.wait_for_selector("article")
    page.locator("button[name=keep]").first.click()


def printed(page, language: str) -> None:
    """Fail unless the sheet, as the printer gets it, holds the list and nothing of the screen."""
    page.goto(f"/{language}/list/sheet")
    page.emulate_media(media="print")

    assert page.locator(".paper .who").first.is_visible()
    assert page.locator(".paper .now").is_visible()
    for gone in (".top", ".tongues", ".foot", "button", "h1.noprint"):
        assert not page.locator(gone).first.is_visible(), gone


@pytest.mark.parametrize("language", EVERY)
def test_a_journey_by_form_in_every_language(open_page, language) -> None:
    """From the first page to a printed list."""
    page = open_page(PHONE)
    with_needs_and_a_list(page, language)
    page.goto(f"/{language}/list")

    assert page.locator("article").count() == 1
    assert page.locator("html").get_attribute("lang") == language.split("-")[0]
    printed(page, language)


@pytest.mark.parametrize("language", EVERY)
def test_a_journey_by_chat_in_every_language(open_page, baked, language) -> None:
    """ "I need food" in their own words, to a printed list."""
    page = open_page(PHONE)
    page.goto(f"/{language}/")
    page.fill("#words", baked.catalogue(language).gettext("I need food"))
    page.click("form.say button")
    for _ in range(5):
        page.wait_for_selector("#place, article, ul.quick button")
        if page.locator("article, #place").count():
            break
        before = page.locator("[data-chat]").inner_html()
        page.locator("ul.quick button").first.click()
        page.wait_for_function(
            "html => document.querySelector('[data-chat]').innerHTML !== html && !document.querySelector('[data-sent]')",
            arg=before,
        )
    if page.locator("#place").count():
        page.fill("#place", "N17 9HD")
        page.click("form:has(#place) button")
    page.wait_for_selector("article")
    page.locator("article button[name=keep]").first.click()
    page.wait_for_load_state()

    printed(page, language)
