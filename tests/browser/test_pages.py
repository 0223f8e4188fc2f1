"""Every kind of page in a real browser: axe finds nothing, nothing is wider than a small phone, nobody else is asked for anything."""

from __future__ import annotations

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import DESK, KIOSK, PHONE

pytestmark = pytest.mark.browser

LANGUAGES = ["en", "tr", "ar"]


def check(page, contrast: bool = True) -> None:
    """Fail with what is wrong on the page as it stands. Colours need no second look in another language, and are the slowest to look at."""
    rules = {} if contrast else {"color-contrast": {"enabled": False}}
    results = Axe().run(page, options={"resultTypes": ["violations"], "rules": rules})
    found = [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in results.response["violations"]]
    wide = page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter(e => { const r = e.getBoundingClientRect();
           return r.width && (r.right > innerWidth + 1 || r.left < -1) && !e.closest('.govuk-visually-hidden, .govuk-skip-link'); })
           .map(e => e.outerHTML.slice(0, 120))"""
    )

    assert found == [], page.url
    assert wide == [], f"{page.url}: wider than the screen"
    assert page.strangers == [], "a request went to someone else"
    assert [w for w in page.wrong if "the server responded with a status of 4" not in w] == [], page.url


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("viewport", [PHONE, DESK, KIOSK], ids=["phone", "desk", "kiosk"])
def test_a_journey_by_form(open_page, language, viewport) -> None:
    """From the door to the printed list, every page on the way looked at."""
    page = open_page(viewport)
    page.goto(f"/{language}/")
    check(page)
    page.click("button[value=hospital]")
    check(page)
    for answer in ("soon", "some"):
        page.check(f"input[value={answer}]")
        page.click("main form button.govuk-button")
        check(page)
    page.fill("#answer", "n17 9hd")
    page.click("main form button.govuk-button")
    check(page)

    assert page.url.endswith("/signposts")
    page.click("article >> nth=0 >> button[name=keep]")
    page.goto(f"/{language}/list")
    check(page)
    assert page.locator("article").count() == 1


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_journey_by_chat(open_page, language, script) -> None:
    """The same page, smoother with script, whole without."""
    words = {"en": "we have no food in the house", "tr": "yemeğim yok, açım", "ar": "لا يوجد عندي طعام"}[language]
    page = open_page(PHONE, script=script)
    page.goto(f"/{language}/")
    page.fill("#words", words)
    page.click("form.say button")
    for _ in range(4):
        page.wait_for_selector("#place, article, button[value=food], button[value=today]")
        for button in ("button[value=food]", "button[value=today]"):
            if page.locator(button).count():
                page.locator(button).first.click()
                # With script the answered question goes only when the next one has come.
                expect(page.locator(button)).to_have_count(0)
                break
        else:
            break
    page.fill("#place", "N17 9HD")
    page.click("form:has(#place) button")
    page.wait_for_selector("article")

    assert page.locator("article").count() >= 2
    if script:
        check(page)


def test_the_form_without_script(open_page) -> None:
    """Every step is a plain form and a plain page."""
    page = open_page(PHONE, script=False)
    page.goto("/en/")
    page.click("button[value=work]")
    page.check("input[value=esol]")
    page.click("main form button.govuk-button")
    page.check("input[value=class]")
    page.click("main form button.govuk-button")
    page.click("button[name=skip]")

    assert page.locator("article").count() >= 2


def test_three_presses_of_shift_leave_at_once(open_page) -> None:
    """As on GOV.UK: no mouse needed, the page is gone and the visit wiped."""
    page = open_page(PHONE)
    page.goto("/en/")
    page.click("button[value=safe]")
    page.check("input[value=domestic_abuse]")
    page.click("main form button.govuk-button")
    page.wait_for_selector("[data-leave]")
    page.wait_for_load_state()
    with page.expect_response("**/en/leave") as left:
        for _ in range(3):
            page.keyboard.press("Shift")

    assert left.value.status == 303
    assert not [c for c in page.context.cookies() if c["name"] == "visit"]


def test_an_error_takes_the_reader_there(open_page) -> None:
    """Focus goes to the summary, whose link goes to the field."""
    page = open_page(PHONE)
    page.goto("/en/")
    page.click("button[value=money]")
    page.click("main form button.govuk-button")

    assert page.evaluate("document.activeElement.className").startswith("govuk-error-summary")
    check(page)


def test_keyboard_alone_is_enough(open_page) -> None:
    """Tab, space and enter walk from the door to a signpost."""
    page = open_page(DESK)
    page.goto("/en/")
    page.focus("button[value=addiction]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask/2")
    page.focus("input[value=gambling]")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask/3")
    page.focus("input[value=mine]")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/signposts")

    assert page.locator("article").first.get_attribute("id") == "s-national-gambling-helpline"


#: A device with one voice of its own, and what it was asked to say.
VOICES = """(voices) => {
  window.said = [];
  const speech = {speaking: false, getVoices: () => voices, cancel: () => { window.said.push('cancel'); speech.speaking = false; },
                  speak: words => { speech.speaking = true; window.said.push([words.lang, words.text]); }};
  Object.defineProperty(window, 'speechSynthesis', {value: speech});
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
}"""


@pytest.mark.parametrize(
    ("voices", "offered"),
    [
        ([{"lang": "tr-TR", "localService": True}], True),
        ([{"lang": "tr-TR", "localService": False}], False),
        ([{"lang": "en-GB", "localService": True}], False),
        ([], False),
    ],
    ids=["a voice of its own", "a voice in the cloud", "another language", "no voice"],
)
def test_listen_is_offered_only_where_no_word_leaves_the_device(open_page, voices, offered) -> None:
    page = open_page(PHONE)
    page.add_init_script(f"({VOICES})({json.dumps(voices)})")
    page.goto("/tr/services/haringey-reablement")
    button = page.locator("[data-listen] button")

    assert button.is_visible() == offered
    if offered:
        button.click()
        said = page.evaluate("window.said")
        assert said[0][0] == "tr-TR"
        assert said[0][1] == page.locator("h1").inner_text()
        button.click()
        assert page.evaluate("window.said").count("cancel") == 1
        check(page)
