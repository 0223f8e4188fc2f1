"""Kiosk manner as the server shows it: a fresh start for each sitting, no way out, nothing to take away as a file."""

from __future__ import annotations

import re
import time

import pytest

from navigator.web.kiosk import IDLE_SECONDS
from tests.page import Page, Resident

START = "/kiosk/wood-green"


@pytest.fixture
def kiosk(app) -> Resident:
    """A screen at Wood Green Library, just started."""
    made = Resident(app.test_client())
    made.get(START)
    return made


def outside(page: Page) -> list[str]:
    """Return every address on a page that leads away from it."""
    return [
        href
        for link in page.root.all("a")
        if not (href := link.attrs["href"]).startswith(("/", "#")) or link.attrs.get("download") is not None
    ]


def test_a_kiosk_starts_with_every_language_in_its_own_words(kiosk, baked) -> None:
    page = kiosk.get(START)
    wall = page.root.all("ul", class_="tongue-wall")[0]

    assert len(wall.all("a")) == len(baked.languages)
    assert "Türkçe" in wall.text()


def test_each_start_is_a_new_sitting(kiosk) -> None:
    sittings = {kiosk.get(START).root.all("html")[0].attrs["data-sitting"] for _ in range(3)}

    assert len(sittings) == 3


def test_a_start_forgets_the_visit_before(kiosk) -> None:
    kiosk.post("/tr/list", keep="library-wood-green")
    kiosk.get(START)

    assert kiosk.get("/tr/list").services() == []


def test_finish_wipes_and_leads_to_the_start(kiosk) -> None:
    kiosk.post("/tr/list", keep="library-wood-green")
    answer = kiosk.client.post(f"{START}/finish")

    assert (answer.status_code, answer.headers["Location"], answer.headers["Clear-Site-Data"]) == (
        303,
        START,
        '"cache"',
    )
    assert kiosk.get("/tr/list").services() == []


@pytest.mark.parametrize(
    "path",
    [
        "/en/", "/ar/help-now", "/en/help-now/suicide", "/en/search", "/en/needs", "/en/needs/food", "/en/services/citizens-advice-haringey",
        "/en/services/library-wood-green", "/tr/people", "/en/about", "/en/privacy", "/en/accessibility", "/en/here", "/en/list", "/en/list/sheet",
        "/en/list/take", "/en/take", "/en/chat", "/en/meet",
    ],
)  # fmt: skip
def test_no_page_at_a_kiosk_leads_outside(kiosk, path) -> None:
    kiosk.post("/en/list", keep="citizens-advice-haringey")

    assert outside(kiosk.get(path)) == []


def test_another_website_is_words_and_a_qr_code(kiosk) -> None:
    page = kiosk.get("/en/services/citizens-advice-haringey")

    assert "citizensadvice.org.uk" in page.main
    assert page.root.all("svg", class_="qr")


@pytest.mark.parametrize(
    "path",
    ["/en/list/sheet.pdf", "/en/services/library-wood-green/contact.vcf", "/en/services/library-wood-green/next.ics"],
)
def test_no_file_is_handed_out(kiosk, path) -> None:
    kiosk.post("/en/list", keep="library-wood-green")

    assert "take it to your phone" in kiosk.get(path, status=403).main


def test_every_page_at_a_kiosk_is_kept_nowhere(kiosk) -> None:
    for path in (START, "/en/", "/en/needs/food"):
        assert kiosk.get(path).response.headers["Cache-Control"] == "no-store"


def test_every_page_at_a_kiosk_has_a_way_to_finish(kiosk) -> None:
    assert kiosk.get("/bn/needs").root.all("form", action=f"{START}/finish")


def test_who_does_not_say_where_they_live_sees_what_is_near_the_library(kiosk) -> None:
    page = kiosk.get("/en/needs/digital")

    assert "minute" in page.main


def test_the_server_forgets_a_sitting_by_itself(kiosk, monkeypatch) -> None:
    kiosk.post("/en/list", keep="library-wood-green")
    late = time.time() + IDLE_SECONDS + 1
    monkeypatch.setattr("navigator.web.answer_book.time.time", lambda: late)

    assert kiosk.get("/en/list").services() == []


def test_a_kiosk_that_does_not_exist_is_a_page_not_found(resident) -> None:
    resident.get("/kiosk/atlantis", status=404)
    resident.client.set_cookie("kiosk", "atlantis.1")

    assert not resident.get("/en/").root.all("dialog")


def test_a_form_from_elsewhere_wipes_nothing(kiosk) -> None:
    assert kiosk.client.post(f"{START}/finish", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_staff_see_how_to_set_one_up_and_leave_kiosk_manner(kiosk) -> None:
    guide, test = kiosk.get("/kiosk/"), kiosk.get(f"{START}/test")
    assert "URLAllowlist" in guide.main
    assert "in kiosk manner" in test.main
    kiosk.client.post(f"{START}/test")

    assert not kiosk.get("/en/").root.all("dialog")


def test_the_shell_keeps_help_now_and_nothing_that_says_what_was_asked(kiosk, baked) -> None:
    script = kiosk.client.get("/kiosk-shell.js").get_data(as_text=True)
    pages = re.findall(r'"(/[^"]*shell=wood-green)"', script.split("\n")[0])

    assert len(pages) == 1 + len(baked.languages)
    for path in pages[:3]:
        answer = kiosk.client.get(path)
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers


def test_elsewhere_nothing_of_a_kiosk_is_on_a_page(resident) -> None:
    page = resident.get("/en/services/citizens-advice-haringey")

    assert "kiosk" not in page.html
    assert outside(page)
