"""A list taken to a phone by link or code, or sent to oneself: once, for a day, and nothing kept of who."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from navigator import create_app
from navigator.actions.do_rounds import do_rounds, post_office
from navigator.casework.carry import Carried
from navigator.clock import moved
from navigator.messages.outbox import Outgoing
from navigator.web.page import SHELF
from navigator.web.staff_door import DATABASE
from tests.messages.fake_notify import KEY
from tests.page import Resident


@pytest.fixture
def town(new_borough):
    return new_borough(people=False)


def kiosk_with_list(town, lang: str = "ar") -> tuple[Resident, str, str]:
    """Return a resident with a list at one screen, and the link and short code that carry it."""
    resident = Resident(town.app.test_client())
    resident.post(f"/{lang}/ask/1", answer="money")
    resident.post(f"/{lang}/ask/2", answer="food")
    resident.post(f"/{lang}/list", keep="library-wood-green")
    page = resident.post(f"/{lang}/list/take")
    code = page.root.all("p", class_="code")[0].text()
    with town.session() as session:
        assert session.query(Carried).count() == 2
    return resident, link_of(page.html), code


def link_of(html: str) -> str:
    """Return the path in the QR code of a page, read from its squares as a phone reads them."""
    zxingcpp = pytest.importorskip("zxingcpp")
    from PIL import Image, ImageDraw

    size = int(re.search(r'viewBox="0 0 (\d+) ', html)[1])
    picture = Image.new("L", (size * 8, size * 8), 255)
    draw = ImageDraw.Draw(picture)
    for x, y, run in re.findall(r"M(\d+) (\d+)h(\d+)v1", html):
        draw.rectangle((int(x) * 8, int(y) * 8, (int(x) + int(run)) * 8 - 1, int(y) * 8 + 7), 0)
    read = zxingcpp.read_barcodes(picture)
    return re.sub(r"^https?://[^/]+", "", read[0].text)


def phone(town) -> Resident:
    return Resident(town.app.test_client())


def test_a_link_brings_the_list_in_the_same_language(town) -> None:
    _, link, _ = kiosk_with_list(town)
    there = phone(town)
    there.get(link)
    page = there.post(link)

    assert page.language == "ar"
    assert page.services() == ["library-wood-green"]


def test_a_link_says_nothing_of_what_it_carries(town) -> None:
    _, link, _ = kiosk_with_list(town)

    assert re.fullmatch(r"/ar/take/[\w-]{32}", link)


def test_looking_at_a_link_does_not_use_it_up(town) -> None:
    """Programs that preview links open them before the person does."""
    _, link, _ = kiosk_with_list(town)
    for _ in range(3):
        phone(town).get(link)

    assert phone(town).post(link).services() == ["library-wood-green"]


def test_a_link_works_once(town) -> None:
    _, link, _ = kiosk_with_list(town)
    phone(town).post(link)

    phone(town).get(link, status=410)
    phone(town).post(link, status=410)


def test_a_link_that_was_kept_works_again(town) -> None:
    _, link, _ = kiosk_with_list(town)
    phone(town).post(link, keep="1")

    assert phone(town).post(link).services() == ["library-wood-green"]


def test_a_link_a_day_late_is_over_and_gone(town) -> None:
    _, link, _ = kiosk_with_list(town)
    with moved(timedelta(hours=24, minutes=1)):
        phone(town).get(link, status=410)
        do_rounds(town.database, town.shelf, town.settings)
    with town.session() as session:
        assert session.query(Carried).count() == 0


def test_a_code_is_typed_on_the_phone(town) -> None:
    _, _, code = kiosk_with_list(town)

    assert phone(town).post("/ar/take", code=code.lower()).services() == ["library-wood-green"]


def test_a_code_is_short_lived(town) -> None:
    _, _, code = kiosk_with_list(town)
    with moved(timedelta(minutes=16)):
        phone(town).post("/ar/take", status=400, code=code)


def test_guessing_is_stopped_for_the_one_who_guesses(town) -> None:
    _, _, code = kiosk_with_list(town)
    guesser = phone(town)
    for guess in range(5):
        guesser.post("/en/take", status=400, code=f"BBBBB{guess}")
    guesser.post("/en/take", status=429, code=code)
    elsewhere = Resident(town.app.test_client())
    elsewhere.client.environ_base["REMOTE_ADDR"] = "192.0.2.7"

    assert elsewhere.post("/en/take", code=code).services() == ["library-wood-green"]


def test_a_service_closed_since_is_said(town) -> None:
    _, link, _ = kiosk_with_list(town)
    with town.session() as session:
        for row in session.query(Carried):
            row.what = row.what.replace("library-wood-green", "no-longer-there")
    page = phone(town).post(link)

    assert page.services() == []


@pytest.fixture
def posted(new_borough, fake):
    """A borough whose letters go by the make-believe Notify."""
    town = new_borough(people=False)
    town.settings = replace(
        town.settings, notify_key=KEY, notify_url=fake.url, notify_templates=("e", "t"), site="https://nav.example"
    )
    town.database.close()  # the new app opens its own
    town.app = create_app(town.settings)
    town.app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False)
    town.database, town.shelf = town.app.extensions[DATABASE], town.app.extensions[SHELF]
    return town


def send(town, status: int = 200, lang: str = "tr", **form: str):
    resident = Resident(town.app.test_client())
    resident.post(f"/{lang}/list", keep="library-wood-green")
    return resident.post(f"/{lang}/list/send", status=status, **form)


def rounds(town, minutes: float = 0) -> None:
    with moved(timedelta(minutes=minutes)):
        do_rounds(town.database, town.shelf, town.settings, post_office(town.settings, town.shelf))


def test_a_text_comes_once_short_and_discreet(posted, fake) -> None:
    send(posted, way="text", to="07700 900123")
    rounds(posted)
    rounds(posted, 10)

    assert len(fake.sent) == 1
    words = fake.sent[0]["personalisation"]["words"]
    assert fake.sent[0]["phone_number"] == "+447700900123"
    assert "Wood Green" not in words
    assert "https://nav.example/tr/take/" in words


def test_the_link_in_a_text_opens_the_list(posted, fake) -> None:
    send(posted, way="email", to="ann @example.org")
    rounds(posted)
    path = re.search(r"https://nav.example(/\S+)", fake.sent[0]["personalisation"]["words"])[1]

    assert fake.sent[0]["email_address"] == "ann@example.org"
    assert phone(posted).post(path).services() == ["library-wood-green"]


@pytest.mark.parametrize("answers", [[], [500, 500], [400], [500] * 30])
def test_nothing_of_the_person_is_left(posted, fake, answers, caplog) -> None:
    fake.answers = list(answers)
    send(posted, way="text", to="07700 900123")
    for minutes in (0, 1, 5, 20, 90, 600):
        rounds(posted, minutes)
    with posted.session() as session:
        left = session.query(Outgoing).all()
        assert [(row.to, row.fields) for row in left] == [(None, None)]
    kept = b"".join(f.read_bytes() for f in posted.settings.data.glob("navigator.sqlite*"))
    for words in (b"7700900123", "7700900123".encode("utf-16-le")):
        assert words not in kept
    assert "7700" not in caplog.text
    assert not list(posted.settings.data.glob("letters/*"))


@pytest.mark.parametrize(
    ("way", "to", "says"),
    [
        ("text", "020 8489 1400", "landline"),
        ("text", "12345", "UK phone number"),
        ("email", "ann", "such as name@example.org"),
        ("pigeon", "07700 900123", "Choose one of the answers"),
        ("text", "", "UK phone number"),
    ],
)
def test_a_wrong_address_is_said_and_stays_typed(posted, way, to, says) -> None:
    page = send(posted, status=400, lang="en", way=way, to=to)

    assert says in page.main
    assert f'value="{to}"' in page.html


def test_one_number_is_not_sent_texts_without_end(posted, fake) -> None:
    for _ in range(5):
        send(posted, way="text", to="07700 900123")

    send(posted, status=429, way="text", to="07700 900123")


def test_without_a_post_office_sending_is_not_offered(resident) -> None:
    resident.post("/en/list", keep="library-wood-green")

    assert "Send it to myself" not in resident.get("/en/list").main
    resident.get("/en/list/send", status=404)
