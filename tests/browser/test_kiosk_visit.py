"""The library's kiosk in a real browser, by touch: a whole visit, the wipe, no way out, the list on a phone, the network gone."""

from __future__ import annotations

import io
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import KIOSK
from tests.browser.test_pages import check

pytestmark = pytest.mark.browser

START = "/kiosk/wood-green"
PHONE_WITH_A_CAMERA = {"width": 360, "height": 740}


@pytest.fixture
def kiosk(open_page):
    """A touch screen at Wood Green Library, at its start."""
    page = open_page(KIOSK, has_touch=True)
    page.goto(START)
    return page


def choose(page, language: str) -> None:
    page.tap(f".tongue-wall a[href='/{language}/']")
    page.wait_for_url(f"**/{language}/")


def keep_one(page) -> str:
    """Walk by touch to signposts, keep the first; return its name."""
    page.tap("button[value=work]")
    page.locator("div:has(> input[value=esol]) label").tap()
    page.tap("main form button.govuk-button")
    page.locator("div:has(> input[value=class]) label").tap()
    page.tap("main form button.govuk-button")
    page.tap("button[name=skip]")
    page.wait_for_selector("article")
    name = page.locator("article a").first.inner_text()
    page.locator("article button[name=keep]").first.tap()
    page.wait_for_selector("button[name=drop]")
    return name


def nothing_is_left(page, name: str, clock_is_ours: bool = False) -> None:
    """Fail if anything of the person before can be seen or found.

    A moved clock takes the browser's own word for "Back" away, so a page without a visit may then show in the start's place.
    """
    assert page.url.endswith(START)
    assert name not in page.content()
    assert not [c for c in page.context.cookies() if c["name"] in ("visit", "language")]
    assert page.evaluate("[localStorage.length, Object.keys(sessionStorage).filter(k => k !== 'sitting').length]") == [
        0,
        0,
    ]
    for _ in range(3):
        page.go_back()
        expect(page.locator(".tongue-wall" if not clock_is_ours else "main h1")).to_be_visible()
        expect(page.locator("body")).not_to_contain_text(name)
    page.goto(START)
    page.reload()
    assert name not in page.content()


def test_a_whole_visit_by_touch(kiosk) -> None:
    """Language, questions, signposts, list, paper, phone, finish."""
    check(kiosk)
    choose(kiosk, "tr")
    check(kiosk)
    name = keep_one(kiosk)
    check(kiosk)
    kiosk.goto("/tr/list")
    check(kiosk)
    kiosk.tap("a[href='/tr/list/sheet']")
    assert name in kiosk.locator(".paper").inner_text()
    kiosk.goto("/tr/list/take")
    kiosk.tap("main form button")
    expect(kiosk.locator("svg.qr")).to_be_visible()
    check(kiosk)
    kiosk.tap("[data-finish] button")
    kiosk.wait_for_url(f"**{START}")

    nothing_is_left(kiosk, name)


def test_who_walks_away_is_asked_and_then_forgotten(kiosk) -> None:
    """A minute, a question, half a minute more."""
    kiosk.clock.install()
    choose(kiosk, "en")
    name = keep_one(kiosk)
    kiosk.clock.run_for(62_000)
    expect(kiosk.locator("dialog[data-still]")).to_be_visible()
    kiosk.tap("[data-here]")
    expect(kiosk.locator("dialog[data-still]")).to_be_hidden()
    kiosk.clock.run_for(62_000)
    expect(kiosk.locator("dialog[data-still]")).to_be_visible()
    kiosk.clock.run_for(31_000)
    kiosk.wait_for_url(f"**{START}")

    nothing_is_left(kiosk, name, clock_is_ours=True)


@pytest.mark.parametrize(("language", "most"), [("en", 60), ("ar", 20)])
def test_no_link_leaves_the_host(kiosk, language, most) -> None:
    """Every page that can be reached, link by link."""
    choose(kiosk, language)
    keep_one(kiosk)
    todo, seen = [f"/{language}/"], set()
    while todo and len(seen) < most:
        path = todo.pop(0)
        if path in seen:
            continue
        seen.add(path)
        kiosk.goto(path)
        for href, target, download in kiosk.evaluate(
            "[...document.querySelectorAll('a')].map(a => [a.getAttribute('href'), a.target, a.hasAttribute('download')])"
        ):
            assert href.startswith(("/", "#")), f"{path} leads to {href}"
            assert not target, path
            assert not download, path
            plain = href.split("#")[0]
            if plain.startswith(f"/{language}/") and not plain.endswith(("/leave", ".vcf", ".ics", ".pdf")):
                todo.append(plain)

    assert len(seen) >= most
    assert kiosk.strangers == []


def test_the_keyboard_types_what_its_keys_say(kiosk) -> None:
    choose(kiosk, "ar")
    kiosk.tap("#words")
    board = kiosk.locator("[data-keyboard]")
    expect(board).to_be_visible()
    for letter in "سلام":
        board.get_by_role("button", name=letter, exact=True).first.tap()
    board.get_by_role("button", name="ABC").tap()
    board.get_by_role("button", name="n", exact=True).first.tap()

    assert kiosk.input_value("#words") == "سلامn"
    assert kiosk.wrong == []


def test_a_phone_reads_the_code_and_has_the_list(kiosk, open_page) -> None:
    """The picture on the screen, as a camera sees it."""
    zxingcpp = pytest.importorskip("zxingcpp")
    from PIL import Image

    choose(kiosk, "ar")
    name = keep_one(kiosk)
    kiosk.goto("/ar/list/take")
    kiosk.tap("main form button")
    seen = Image.open(io.BytesIO(kiosk.locator("svg.qr").screenshot()))
    link = zxingcpp.read_barcodes(seen)[0].text
    phone = open_page(PHONE_WITH_A_CAMERA, has_touch=True)
    phone.goto(re.sub(r"^https?://[^/]+", "", link))
    phone.tap("main form button")
    phone.wait_for_selector("article")

    assert phone.locator("article a").first.inner_text() == name
    assert phone.locator("html").get_attribute("lang") == "ar"


def test_help_now_stays_when_the_network_drops(open_page) -> None:
    page = open_page(KIOSK, has_touch=True, service_workers="allow")
    page.goto(START)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function(
        "caches.keys().then(async names => { for (const n of names) { const c = await caches.open(n); if ((await c.keys()).length > 19) return true; } return false; })"
    )
    page.goto("/tr/")
    page.context.set_offline(True)
    page.tap("a[href='/tr/needs']")
    page.wait_for_selector("main")

    assert "999" in page.inner_text("body")
    assert page.locator("html").get_attribute("lang") == "tr"
    page.context.set_offline(False)
    page.goto("/tr/needs")
    assert page.locator(".results li").count() > 30
