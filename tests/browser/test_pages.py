"""Every kind of page in a real browser: axe finds nothing, nothing is wider than a small phone, nobody else is asked for anything."""

from __future__ import annotations

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from navigator.settings import ROOT
from navigator.yaml_files import YamlFile
from tests.browser.conftest import DESK, KIOSK, PHONE

pytestmark = pytest.mark.browser

LANGUAGES = ["en", "tr", "ar"]
EVERY = YamlFile(ROOT / "directory_data" / "haringey" / "place.yaml").data["languages"]
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
