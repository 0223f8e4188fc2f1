"""The signpost sheet as a page and a document: what stands on it, and what is left off when others may find it."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from navigator.cli import main
from tests.page import Page

FOUR = ("citizens-advice-haringey", "library-wood-green", "haringey-works", "abc-parents")


def with_list(resident, *services: str, lang: str = "en") -> None:
    for service in services:
        resident.post(f"/{lang}/list", keep=service)


def test_a_sheet_says_what_to_say_bring_and_do(resident) -> None:
    resident.answer("money", "food,debt")
    with_list(resident, *FOUR)
    page = resident.get("/en/list/sheet")

    for words in (
        "What I need", "I need food", "Citizens Advice Haringey", "Hello. I need help with food and debts.",
        "A list of what you owe, and to whom", "Ring or go to the first one.", "Connected Communities", "116 123", "They said",
    ):  # fmt: skip
        assert words in page.main


def test_who_kept_nothing_gets_the_first_signposts(resident) -> None:
    resident.answer("money", "food")
    page = resident.get("/en/list/sheet")

    assert page.main.count("I asked them on") >= 3


def test_an_empty_list_says_how_to_fill_it(resident) -> None:
    assert "nothing on your list yet" in resident.get("/en/list/sheet").main


def test_a_sensitive_need_is_left_off_paper_unless_asked_for(resident) -> None:
    resident.answer("safe", "domestic_abuse")
    with_list(resident, "library-wood-green")
    discreet, open_ = resident.get("/en/list/sheet"), resident.get("/en/list/sheet?needs=yes")

    assert "What I need" not in discreet.main.split("Letters")[0]
    assert "I was told that you may be able to help me" in discreet.main
    assert "Why this" not in discreet.main
    assert "Others may find this paper" in discreet.main
    assert "Hello. I need help with" in open_.main


def test_the_caller_is_given_english_to_read_out(resident) -> None:
    resident.post("/tr/ask/1", answer="money")
    resident.post("/tr/ask/2", answer="food")
    page = resident.get("/tr/list/sheet")

    spoken = [p for p in page.root.all("p", class_="speech") if p.attrs.get("lang") == "en"]
    assert [p.text() for p in spoken] == [
        "Hello. I need help with food. I speak Turkish. Can you get an interpreter, please? Can you help me? If not, who can?"
    ]


def test_two_languages_stand_side_by_side(resident) -> None:
    with_list(resident, "library-wood-green", lang="ar")
    page = resident.get("/ar/list/sheet?with=en")
    pair = page.root.all("div", class_="pair pair--2")[0]

    assert [(d.attrs["lang"], d.attrs["dir"]) for d in pair.children if not isinstance(d, str)] == [
        ("ar", "rtl"),
        ("en", "ltr"),
    ]


@pytest.mark.parametrize(
    "query", ["size=huge", "paper=parchment", "with=klingon", "needs=maybe", "with=en&with=tr&size="]
)
def test_a_choice_nobody_knows_is_left_out(resident, query) -> None:
    with_list(resident, "library-wood-green")

    assert "Wood Green Library" in resident.get(f"/en/list/sheet?{query}").main


def test_a_service_closed_since_is_named_and_left_out(resident, baked) -> None:
    closed = next(s for s in baked.directory.services.values() if s.status == "closed")
    with resident.client.session_transaction():
        pass
    with_list(resident, "library-wood-green", closed.id)
    page = resident.get("/en/list/sheet")

    assert f"These have closed and are left out: {closed.name}" in page.main
    assert page.main.count("I asked them on") == 1


def test_forty_services_fit_a_receipt(resident, baked) -> None:
    """After the first six only name and number stand there."""
    ids = [s.id for s in baked.directory.services.values() if s.is_offered][:40]
    with_list(resident, *ids)
    page = resident.get("/en/list/sheet?paper=receipt")

    assert len(re.findall(r'<span class="number">', page.html)) >= 30
    assert page.main.count("How to get it:") <= 6


def test_the_paper_of_choice_is_a_class_that_print_rules_know(resident) -> None:
    with_list(resident, "library-wood-green")
    page = resident.get("/en/list/sheet?paper=receipt&size=large")

    assert page.root.all("div", class_="paper paper--receipt paper--large")


class TestCommand:
    def run(self, settings, tmp_path, monkeypatch, *words: str):
        monkeypatch.setenv("NAVIGATOR_DATA", str(settings.data))
        return CliRunner().invoke(main, ["sheet", "-o", str(tmp_path / "sheet.html"), *words])

    def test_a_sheet_is_written(self, settings, tmp_path, monkeypatch) -> None:
        done = self.run(
            settings,
            tmp_path,
            monkeypatch,
            "--lang",
            "ar",
            "--services",
            "library-wood-green,abc-parents",
            "--need",
            "food",
        )

        html = (tmp_path / "sheet.html").read_text(encoding="utf-8")
        assert done.exit_code == 0, done.output
        assert 'lang="ar" dir="rtl"' in html
        assert "Wood Green Library" in html

    @pytest.mark.parametrize(
        ("words", "says"),
        [
            (("--services", "no-such"), "no service 'no-such'"),
            (("--services", "library-wood-green", "--need", "gold"), "'gold' is no need"),
            (("--services", "library-wood-green", "--lang", "tlh"), "'tlh' is not a language"),
        ],
    )
    def test_a_wrong_word_is_said(self, settings, tmp_path, monkeypatch, words, says) -> None:
        done = self.run(settings, tmp_path, monkeypatch, *words)

        assert done.exit_code != 0
        assert says in done.output


def test_a_contact_card_holds_what_the_public_may_see(resident, baked) -> None:
    card = resident.client.get("/en/services/citizens-advice-haringey/contact.vcf").get_data(as_text=True)

    assert card.startswith("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Citizens Advice Haringey\r\n")
    assert "TEL;TYPE=WORK,VOICE:08001448848" in card
    assert max(len(line.encode()) for line in card.split("\r\n")) <= 75


def test_a_drop_in_can_be_put_in_a_calendar(resident, baked) -> None:
    from icalendar import Calendar

    from navigator.actions.remember import next_opening
    from navigator.clock import now

    dated = [s for s in baked.directory.services.values() if next_opening(s, now())]
    assert dated, "no service of the directory is a drop-in with known hours"
    for service in dated[:5]:
        page: Page = resident.get(f"/en/services/{service.id}")
        file = resident.client.get(f"/en/services/{service.id}/next.ics")
        event = Calendar.from_ical(file.data).walk("VEVENT")[0]

        assert "Put in my calendar" in page.main
        assert event["DTSTART"].dt == next_opening(service, now())[0]


def test_a_service_open_most_days_is_no_date(resident) -> None:
    assert resident.client.get("/en/services/library-wood-green/next.ics").status_code == 404
