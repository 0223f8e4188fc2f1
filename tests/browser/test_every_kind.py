"""Every kind of page in every language, on the smallest phone."""

from __future__ import annotations

import pytest

from tests.browser.conftest import PHONE
from tests.browser.test_every_journey import EVERY, with_needs_and_a_list
from tests.browser.test_pages import LANGUAGES, check

pytestmark = pytest.mark.browser

#: One address of every kind of page a resident can open. The visitor has needs and a list.
PATHS = ["", "ask/1", "ask/2", "ask/check", "ask/another-way", "chat", "signposts", "signposts/tell/where", "list", "list/sheet", "list/sheet?paper=receipt&with=en",
         "list/take", "list/code", "take", "search", "needs", "needs/domestic_abuse", "people", "meet", "call-back", "refer", "help-now", "help-now/suicide",
         "about", "privacy", "accessibility", "languages", "reads-wrong", "not-found", "services/haringey-reablement", "services/hestia",
         "services/hestia/wrong", "nowhere"]  # fmt: skip
#: Draws each letter of a page as the page would, and returns those that come out as the box of a missing one.
BOXES = """() => {
  const canvas = document.createElement('canvas'), draw = canvas.getContext('2d', {willReadFrequently: true});
  canvas.width = canvas.height = 40;
  const font = '24px ' + getComputedStyle(document.querySelector('main') ?? document.body).fontFamily;
  const picture = letter => { draw.clearRect(0, 0, 40, 40); draw.font = font; draw.fillText(letter, 6, 28); return draw.getImageData(0, 0, 40, 40).data.join(''); };
  const box = picture(String.fromCodePoint(0x378));
  return [...new Set(document.body.innerText)].filter(letter => letter > ' ' && !/[\\p{Cf}\\p{Mn}]/u.test(letter) && picture(letter) === box);
}"""


@pytest.mark.parametrize("language", EVERY)
def test_every_kind_of_page_in_every_language(open_page, language) -> None:
    """The longest words on the smallest phone: axe finds nothing, nothing is wider than the screen, no letter is a box."""
    page = open_page(PHONE)
    with_needs_and_a_list(page, language)
    for path in PATHS:
        page.goto(f"/{language}/{path}")
        check(page, contrast=language in LANGUAGES)
        assert page.evaluate(BOXES) == [], page.url
        assert "⟦" not in page.content()


def test_a_letter_nobody_has_is_found(open_page) -> None:
    """The test above can fail: a letter no font has is seen as a box."""
    page = open_page(PHONE)
    page.goto("/en/about")
    page.evaluate("document.querySelector('h1').append(String.fromCodePoint(0x2FE0))")

    assert page.evaluate(BOXES) == ["\u2fe0"]
