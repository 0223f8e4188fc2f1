"""The chat in a real browser: six languages to signposts, every danger in three languages with and without script, a wrong guess put right."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser

#: Page, what is typed, and a need its first reply should show.
CHATS = [
    ("en", "pls help no gas no leccy 2 kids", "gas"),
    ("tr", "anneme bakıyorum çok yoruldum", "bak"),
    ("ar", "ما عندي أكل للأولاد", ""),
    ("en", "nie mam co jeść do piątku", ""),
    ("en", "maya aqaan cidda aan la hadlo, kelinimo ayaan dareemayaa", ""),
    ("en", "আমার ঘরে খাবার নাই", ""),
]
#: Danger → how it may be said in English, Turkish and Arabic.
DANGERS = {
    "suicide": ("I want to kill myself", "kendimi öldürmek istiyorum", "اريد ان انتحر"),
    "medical": ("my dad is not breathing", "babam nefes almıyor", "ابي لا يتنفس"),
    "domestic_abuse": ("my husband hits me", "kocam beni dövüyor", "زوجي يضربني"),
    "child_risk": (
        "next door beats his child every night",
        "komşu çocuğunu her gece dövüyor",
        "جارنا يضرب ابنه كل ليلة",
    ),
    "rough_sleeping": ("I have nowhere to sleep tonight", "bu gece yatacak yerim yok", "ما عندي مكان انام فيه الليلة"),
    "fire_gas": ("I smell gas in my flat", "evde gaz kokusu var", "في ريحة غاز في البيت"),
    "adult_abuse": ("the carer hits my grandmother", "bakıcı anneannemi dövüyor", "المربية تضرب جدتي"),
}


def answer(page, button: str) -> None:
    """Press a button and wait until the conversation has moved on."""
    before = page.locator("[data-chat]").inner_html()
    page.locator(button).first.click()
    # The form pressed is marked as sent at once; the answer is there when no such form is left and the words are others.
    page.wait_for_function(
        "html => { const chat = document.querySelector('[data-chat]');"
        " return chat && !chat.querySelector('[data-sent]') && chat.innerHTML !== html }",
        arg=before,
    )


@pytest.mark.parametrize(("lang", "words", "shows"), CHATS, ids=[words for _, words, _ in CHATS])
def test_from_a_message_to_signposts_within_four_turns(open_page, lang, words, shows) -> None:
    page = open_page(PHONE)
    page.goto(f"/{lang}/chat")
    page.fill("#words", words)
    answer(page, "form.say button")
    for turn in range(2, 6):
        if page.locator("article").count():
            break
        assert turn <= 4, "more than four turns"
        if page.locator("#place").count():
            page.fill("#place", "N17 9HD")
            answer(page, "form:has(#place) button")
        else:
            answer(page, "ul.quick button")

    assert page.locator("article").count() >= 1
    if shows:
        assert shows in page.locator("[data-chat]").inner_text()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("number", range(3), ids=["en", "tr", "ar"])
@pytest.mark.parametrize("danger", DANGERS)
def test_danger_comes_first(open_page, danger, number, script) -> None:
    page = open_page(PHONE, script=script)
    page.goto(f"/{('en', 'tr', 'ar')[number]}/chat")
    page.fill("#words", DANGERS[danger][number])
    page.click("form.say button")
    first = page.locator("section.danger").first
    expect(first).to_be_visible()

    assert page.locator(f"#danger-{danger}").count() == 1
    assert first.locator("a[href^='tel:']").count() >= 1


def test_words_of_two_languages_in_one_message(open_page) -> None:
    """Turkish with the English word from the letter: both are read."""
    page = open_page(PHONE)
    page.goto("/tr/chat")
    page.fill("#words", "universal credit kesildi, council tax ödeyemiyorum")
    page.click("form.say button")
    page.wait_for_load_state("networkidle")

    assert page.locator("html").get_attribute("lang") == "tr"
    assert page.locator("li.us b, ul.quick button").count() >= 1


def test_a_wrong_guess_is_put_right(open_page) -> None:
    page = open_page(PHONE)
    page.goto("/en/chat")
    page.fill("#words", "I have no food in the house")
    page.click("form.say button")
    expect(page.locator("li.us b").first).to_contain_text("food")
    page.click("button[name=guess][value=no]")
    expect(page.locator("li.us b")).to_have_count(0)
    page.fill("#words", "I want to learn English")
    page.click("form.say button")

    expect(page.locator("li.us b").first).to_contain_text("English")


def test_what_was_typed_is_nowhere_afterwards(open_page, settings, caplog) -> None:
    """Looked for in cookies, storage, the address, the history's titles, the log and every file of the installation."""
    secret = "zanzibar marmalade landlord wants us out friday"
    page = open_page(PHONE)
    page.goto("/en/chat")
    page.fill("#words", secret)
    page.click("form.say button")
    page.wait_for_load_state("networkidle")
    kept = page.evaluate(
        "() => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, location.href, document.title])"
    )
    kept += "".join(cookie["value"] for cookie in page.context.cookies()) + caplog.text

    assert "marmalade" not in kept
    assert "marmalade" not in page.content()
    for path in settings.data.rglob("*"):
        if path.is_file():
            assert b"marmalade" not in path.read_bytes(), path
