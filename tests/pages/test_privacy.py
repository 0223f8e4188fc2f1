"""What a visit leaves behind: nothing on the server, a sealed cookie on the device."""

from __future__ import annotations

import base64
import logging
import time

import pytest

from navigator.flows.answers import Answers
from navigator.web.answer_book import MOST_BYTES, AnswerBook, Visit

SECRET = "a secret that only the tests know, long enough"


def cookie(resident) -> str:
    return resident.client.get_cookie("visit").value


def test_only_looking_sets_no_cookie(resident) -> None:
    """A page nobody has answered anything on keeps nothing on the device."""
    resident.get("/en/")
    resident.get("/en/services/haringey-reablement")
    resident.get("/en/needs/debt")

    assert resident.client.get_cookie("visit") is None


def test_the_cookie_tells_a_reader_nothing(resident) -> None:
    """Neither plain nor base64 does it hold what was answered."""
    resident.answer("safe", "domestic_abuse", "yes", "woman")
    raw = base64.urlsafe_b64decode(cookie(resident) + "===")

    for word in (b"domestic", b"abuse", b"woman"):
        assert word not in raw


def test_the_cookie_is_for_our_eyes_only(resident) -> None:
    """No script may read it, no other site may send it."""
    response = resident.client.post("/en/ask/1", data={"answer": "money"})
    header = next(h for h in response.headers.getlist("Set-Cookie") if h.startswith("visit="))

    assert "HttpOnly" in header
    assert "SameSite=Lax" in header


@pytest.mark.parametrize("value", ["", "x", "A" * 3000, "💥", "MnRydW5jYXRlZA", "../../etc/passwd", "'; DROP TABLE"])
def test_a_cookie_that_is_not_ours_is_an_empty_book(resident, value) -> None:
    """Forged, truncated, nonsense: the page comes, and the visit begins anew."""
    resident.client.set_cookie("visit", value)

    assert resident.get("/en/").heading == "What do you need help with?"


def test_one_changed_letter_is_noticed(resident) -> None:
    """A sealed cookie that was touched opens no more."""
    resident.answer("money", "food")
    value = cookie(resident)
    middle = len(value) // 2
    resident.client.set_cookie("visit", value[:middle] + ("A" if value[middle] != "A" else "B") + value[middle + 1 :])

    assert resident.get("/en/ask/check").main.count("I need food") == 0


def test_an_old_cookie_is_forgotten(monkeypatch) -> None:
    """Four hours after the last tap the visit is over."""
    book = AnswerBook(SECRET, 240)
    sealed = book.seal(Visit(Answers(("food",))))
    monkeypatch.setattr(time, "time", lambda now=time.time(): now + 4 * 3600 + 1)

    assert book.open(sealed) is None


def test_another_secret_cannot_open_it() -> None:
    """The key decides."""
    sealed = AnswerBook(SECRET, 240).seal(Visit(kept=("shelter",)))

    assert AnswerBook(SECRET + "!", 240).open(sealed) is None


def test_a_very_long_list_still_fits_a_cookie() -> None:
    """What was searched for goes first, then the oldest on the list."""
    ids = tuple(f"a-service-with-quite-a-long-id-{n:03}-{n * 7919 % 1000}" for n in range(200))
    book = AnswerBook(SECRET, 240)
    sealed = book.seal(Visit(kept=ids, found=ids))

    assert len(sealed) <= MOST_BYTES
    assert book.open(sealed).kept[-1] == ids[-1]


def test_what_is_typed_reaches_no_log_and_no_file(resident, settings, caplog) -> None:
    """Words typed in chat and search stand in no log line, no file under the data folder, no cookie."""
    caplog.set_level(logging.DEBUG)
    secret = "xylophonist"
    resident.post("/en/chat", words=f"I am a {secret} and need food")
    resident.post("/en/search", words=f"{secret} food")

    assert secret not in caplog.text
    assert secret not in cookie(resident)
    for path in settings.data.rglob("*"):
        assert not path.is_file() or secret.encode() not in path.read_bytes()


def test_a_form_from_another_site_changes_nothing(resident) -> None:
    """The browser says where a form came from; another site's is refused."""
    response = resident.client.post("/en/ask/1", data={"answer": "money"}, headers={"Sec-Fetch-Site": "cross-site"})

    assert response.status_code == 403
    assert resident.client.get_cookie("visit") is None


def test_pages_of_a_visit_are_never_stored(resident) -> None:
    """The browser's Back on a shared computer shows nothing."""
    page = resident.answer("money", "food")

    assert page.response.headers["Cache-Control"] == "no-store"
