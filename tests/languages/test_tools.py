"""The tools that keep languages right: states, checks, a translator's sheet back from a spreadsheet, plain English, names of languages."""

from __future__ import annotations

import json
from datetime import date

import pytest
from babel.messages.catalog import Message
from click.testing import CliRunner

from navigator.actions.check_translations import check, percent, readability, status
from navigator.actions.translators_sheet import interface_rows, take_sheet, tidied, write_sheet
from navigator.cli import main
from navigator.languages.find import find_language, known_elsewhere
from navigator.languages.language import language
from navigator.languages.plain import grade, read_plain_words
from navigator.languages.rules import Rules
from navigator.languages.states import mark_read, part_of, state_of
from navigator.settings import ROOT
from navigator.yaml_files import YamlFile

GLOSSARY = YamlFile(ROOT / "translations" / "glossary.yaml").data


def test_every_language_offered_is_whole(settings, baked) -> None:
    """What a resident can see is translated, from today's English, in every language the place offers."""
    found = status(settings)
    short = {
        (code, part): percent(tally)
        for code in baked.languages
        if code != "en"
        for part, tally in found[code].items()
        if percent(tally) < 100
    }

    assert short == {}


def test_nothing_is_wrong_in_any_language(settings) -> None:
    assert [str(problem) for problem in check(settings, whole=False)][:20] == []


def test_half_the_english_is_for_a_ten_year_old(settings) -> None:
    """School grade 6 or less for half of what residents read."""
    assert readability(settings).middle <= 6


@pytest.mark.parametrize(
    ("english", "said", "code", "says"),
    [
        ("Call 020 8489 1000 now", "Şimdi 020 8489 1001 arayın", "tr", "other numbers"),
        ("Call 020 8489 1000 now", "Şimdi ٠٢٠ ٨٤٨٩ ١٠٠٠ arayın", "tr", ""),
        ("Open 9am to 5pm", "Od 9.00 do 17.00", "pl", ""),
        ("For people over 65", "65 yaş üstü için", "tr", ""),
        ("For people over 65", "Yaşlılar için", "tr", "other numbers"),
        ("Ask about Council Tax", "Belediye vergisini sorun", "tr", "lost 'Council Tax'"),
        ("Ask about Council Tax", "Belediye vergisini (Council Tax) sorun", "tr", ""),
        ("Help for disabled people", "Özürlü kişiler için yardım", "tr", "says 'özürlü'"),
        ("We keep nothing of you", "We keep nothing of you", "tr", "still English"),
        ("Who can help", "Who can help", "en-easy", ""),
        ("Print", "Bu sayfayı yazıcıdan çıkarmak için buraya basın lütfen", "tr", "on a button"),
        ("Home", "خانه\u202e", "fa", "direction mark"),
        ("He is at home", "او در خانه يك است", "fa", "another alphabet"),
        ("Work", "рaбота", "bg", "another alphabet"),
        ("Work", "работа", "bg", ""),
    ],
)
def test_what_must_hold_of_a_sentence(english, said, code, says) -> None:
    found = [problem for problem, _remedy in Rules(code, GLOSSARY, {"Print"}).problems(Message(english, said))]

    assert (says in found[0] if found else False) if says else found == []


def test_a_sentence_knows_who_read_it() -> None:
    message = Message("Print", "Yazdır")
    assert state_of(message).says == "drafted"
    mark_read(message, "Ayşe K", date(2026, 11, 26))

    assert (state_of(message).says, state_of(message).who, state_of(message).when) == ("read", "Ayşe K", "2026-11-26")
    assert state_of(Message("Print", "")).says == "missing"


@pytest.mark.parametrize(
    ("files", "part"),
    [(["templates/start.html"], "pages"), (["navigator/flows/needs/food.yaml"], "needs"), (["navigator/messages/letter.py"], "letters"),
     (["directory_data/haringey/help_now.yaml", "templates/x.html"], "help now"), (["navigator/flows/doors.yaml", "templates/x.html"], "pages")],
)  # fmt: skip
def test_a_sentence_belongs_to_a_part(files, part) -> None:
    assert part_of(Message("x", "y", locations=[(file, None) for file in files])) == part


def sheet(workshop, tmp_path, change) -> tuple[int, list[str]]:
    """Export Turkish, let *change* make of the text what a spreadsheet might, and bring it back."""
    path = tmp_path / "sheet.csv"
    write_sheet(interface_rows(workshop, "tr"), path)
    content = change(path.read_bytes().decode("utf-8-sig"))
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    taken, problems = take_sheet(workshop, "tr", path)
    return taken, [str(problem) for problem in problems]


def semicolons(text: str) -> str:
    import csv
    import io

    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(csv.reader(io.StringIO(text)))
    return out.getvalue()


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\r\n", "\n"),
        semicolons,
        lambda text: text.encode("utf-16"),
        lambda text: "\n".join(
            [text.split("\n")[0], *reversed([line for line in text.split("\n")[1:] if line.count('"') % 2 == 0])]
        ),
        lambda text: text.replace("%(place)s", "% (place) s"),
        lambda text: text.replace("%(place)s", "％（place）s"),
    ],
    ids=["unix lines", "semicolons", "UTF-16", "rows moved", "spaces in placeholders", "wide marks"],
)
def test_a_sheet_comes_back_from_any_spreadsheet(workshop, tmp_path, change) -> None:
    before = (workshop.translations / "tr" / "LC_MESSAGES" / "messages.po").read_text()
    taken, problems = sheet(workshop, tmp_path, change)

    assert problems == []
    assert taken > 900
    assert (workshop.translations / "tr" / "LC_MESSAGES" / "messages.po").read_text() == before


def test_a_broken_placeholder_is_refused_and_the_rest_taken(workshop, tmp_path) -> None:
    taken, problems = sheet(workshop, tmp_path, lambda text: text.replace("%(number)s", "%(numara)s"))

    assert taken > 900
    assert problems
    assert all("placeholder" in problem or "sentence of ours" in problem for problem in problems)


def test_a_placeholder_is_put_right_only_when_certain() -> None:
    assert tidied("In %(place)s", "％ (place) s içinde") == "%(place)s içinde"
    assert tidied("In %(place)s", "%(yer)s içinde") == "%(yer)s içinde"


def test_a_reading_is_kept_until_the_sentence_changes(workshop, tmp_path) -> None:
    path = tmp_path / "read.csv"
    write_sheet((row for row in interface_rows(workshop, "tr") if row.english == "Print"), path)
    take_sheet(workshop, "tr", path, read_by="Ayşe K")
    assert status(workshop)["tr"]["pages"]["read"] == 1
    path.write_text(path.read_text(encoding="utf-8-sig").replace("Yazdır", "Bas"), encoding="utf-8")
    take_sheet(workshop, "tr", path)

    assert status(workshop)["tr"]["pages"]["read"] == 0


def test_status_as_json_has_a_stable_shape(workshop, monkeypatch) -> None:
    monkeypatch.setattr("navigator.cli.translations.read_settings", lambda: workshop)
    told = json.loads(CliRunner().invoke(main, ["translations", "status", "--json"]).output)

    assert told["tr"]["services"]["sentences"] > 1000


def test_a_changed_english_makes_its_translation_stale(workshop) -> None:
    record = workshop.directory_data / "haringey" / "services" / "library-wood-green.yaml"
    record.write_text(
        record.read_text(encoding="utf-8").replace("warm, safe place", "warm and safe place"), encoding="utf-8"
    )

    assert status(workshop)["tr"]["services"]["stale"] == 1
    assert any("older English" in str(problem) for problem in check(workshop))


@pytest.mark.parametrize(
    ("english", "says"),
    [
        ("You are eligible for assistance prior to this.", "says"),
        ("We help you find a home.", ""),
        (" ".join(["help"] * 27) + ".", "27 words"),
    ],
)
def test_english_is_plain(english, says) -> None:
    found = read_plain_words(ROOT / "translations").problems(english)

    assert any(says in problem for problem, _ in found) if says else found == []


def test_a_grade_grows_with_long_words() -> None:
    easy = "We help you find a home. Come in and ask us about it."
    hard = "Applicants demonstrating entitlement to residential accommodation receive comprehensive documentation regarding availability."

    assert grade(easy) < 4 < 12 < grade(hard)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("turkce", "tr"), ("Türkçe", "tr"), ("τουρκικά", "tr"), ("farsi", "fa"), ("polski", "pl"), ("عربي", "ar"), ("bangla", "bn"), ("Chinese", "zh"),
     ("kurmanci", "ku"), ("easy", "en-easy"), ("klingon", ""), ("", "")],
)  # fmt: skip
def test_a_language_is_found_by_any_of_its_names(baked, typed, code) -> None:
    assert find_language(typed, baked.languages) == code


def test_a_language_we_lack_is_named_in_the_readers(baked) -> None:
    assert known_elsewhere("Amharic", language("tr").locale) == "Amharca"


def test_who_looks_for_a_language_gets_it_or_an_honest_word(resident) -> None:
    assert resident.post("/en/languages", name="turkce").language == "tr"
    assert "not in Amharic yet" in resident.post("/en/languages", name="amharic").main
    resident.post("/en/languages", status=400, name="qqqq")
