"""What spreadsheets and word processors do to a sheet, and what comes back of it."""

from __future__ import annotations

import pytest
from babel.messages.pofile import read_po

from navigator.actions.translators_sheet import (
    interface_rows,
    read_sheet,
    sentence_problem,
    take_sheet,
    tidied,
    write_sheet,
)
from navigator.clock import today
from navigator.languages.states import state_of

PLAIN = "key,english,translation,remark\r\na1,Print,Yazdır,\r\nb2,Search,Ara,\r\n"


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.replace("\r\n", "\n").encode(),
        PLAIN.replace("\r\n", "\r\n\r\n").encode(),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").encode(),
        PLAIN.encode("utf-16"),
        PLAIN.encode("utf-16-le"),
        PLAIN.encode("utf-16-be"),
        PLAIN.replace(",", "\t").encode("utf-16"),
        "\n".join([PLAIN.split("\r\n")[0], *reversed(PLAIN.split("\r\n")[1:3])]).encode(),
        "Translation, KEY \nYazdır,a1\nAra,b2\n".encode(),
        "“key”;“translation”\n“a1”;“Yazdır”\n“b2”;“Ara”\n".encode(),
        "„key“,„translation“\n„a1“,„Yazdır“\n„b2“,„Ara“\n".encode(),
        '"key","translation"\n"a1"," Yazdır "\n"b2","Ara"\n"c3",""\n'.encode(),
    ],
    ids=["as written", "marked UTF-8", "unix lines", "empty rows", "semicolons", "tabs", "UTF-16", "UTF-16 unmarked", "UTF-16 the other way round",
         "tabs in UTF-16", "rows moved", "columns moved", "curly quotes", "German quotes", "spaces and empty cells"],
)  # fmt: skip
def test_a_sheet_is_read_however_it_was_saved(tmp_path, content) -> None:
    (tmp_path / "sheet.csv").write_bytes(content)
    sheet = read_sheet(tmp_path / "sheet.csv")

    assert (sheet.said, sheet.problems) == ({"a1": "Yazdır", "b2": "Ara"}, [])


def test_curly_quotes_inside_a_sentence_are_the_translators_own(tmp_path) -> None:
    (tmp_path / "sheet.csv").write_text("key,translation\na1,“Ara” deyin\nb2,„Szukaj”, proszę\n", encoding="utf-8")

    assert read_sheet(tmp_path / "sheet.csv").said["a1"] == "“Ara” deyin"


@pytest.mark.parametrize(
    ("english", "said", "becomes"),
    [
        ("In %(place)s", "% (place)s içinde", "%(place)s içinde"),
        ("In %(place)s", "％(place)s içinde", "%(place)s içinde"),
        ("In %(place)s", "%（place）s içinde", "%(place)s içinde"),
        ("In %(place)s", "%(place)\u00a0s içinde", "%(place)s içinde"),
        ("In %(place)s", "%\u00a0(\u00a0place\u00a0)s içinde", "%(place)s içinde"),
        ("In %(place)s", "٪(place)s در", "%(place)s در"),
        ("In %(place)s", "\u200f%\u200e(place)\u200es", "\u200f%(place)s"),
        ("In %(place)s", "%(Place)s içinde", "%(place)s içinde"),
        ("%(n)s hours", "%(n) saat", "%(n) saat"),
        ("In %(place)s", "%(yer)s içinde", "%(yer)s içinde"),
        ("In %(place)s", "％(place)s\u00a0: ici", "%(place)s\u00a0: ici"),
        ("100% free", "100 % gratuit", "100 % gratuit"),
    ],
)
def test_a_placeholder_is_put_right_when_that_is_certain(english, said, becomes) -> None:
    assert tidied(english, said) == becomes


@pytest.mark.parametrize(
    ("english", "said", "says"),
    [
        ("In %(place)s", "içinde", "placeholders"),
        ("In %(place)s", "%(yer)s içinde", "placeholders"),
        ("Print", "<b>Yazdır</b>", "mark-up"),
        ("Print", "Yazd\ufffdr", "lost in another encoding"),
        ("Print", "?????", "lost in another encoding"),
        ("Really?", "Gerçekten mi?", ""),
        ("Call 0808 2000 247", "0808 2000 274 numarasını arayın", "other numbers"),
        ("Call 0808 2000 247", "0808 2000 247 numarasını arayın", ""),
    ],
)
def test_what_is_refused(english, said, says) -> None:
    problem = sentence_problem(english, said) or ""

    assert says in problem if says else not problem


def test_a_form_of_a_plural_may_leave_the_number_out_but_not_make_one_up() -> None:
    assert sentence_problem("%(n)s more", "Bir tane daha", plural=True) is None
    assert sentence_problem("%(n)s more", "%(m)s daha", plural=True)


def of(workshop, english):
    """Return the Turkish message for an English sentence as the file holds it."""
    with (workshop.translations / "tr" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale="tr").get(english)


def sheet_of(workshop, tmp_path, *english):
    path = tmp_path / "sheet.csv"
    write_sheet((row for row in interface_rows(workshop, "tr") if row.english in english), path)
    return path


def test_a_refusal_names_the_row(workshop, tmp_path) -> None:
    path = sheet_of(workshop, tmp_path, "Print", "Search")
    path.write_text(path.read_text(encoding="utf-8-sig").replace("Yazdır", "<b>Yazdır</b>"), encoding="utf-8")
    row = 1 + [line.split(",")[1] for line in path.read_text().splitlines()].index("Print")
    taken, problems = take_sheet(workshop, "tr", path)

    assert taken == 1
    assert [f"in row {row} holds mark-up." == problem.says for problem in problems] == [True]


def test_unchanged_sentences_are_read_today_too(workshop, tmp_path) -> None:
    before = of(workshop, "Print").string
    take_sheet(workshop, "tr", sheet_of(workshop, tmp_path, "Print"), read_by="Ayşe K")
    message = of(workshop, "Print")

    assert message.string == before
    assert (state_of(message).says, state_of(message).who, state_of(message).when) == (
        "read",
        "Ayşe K",
        f"{today():%Y-%m-%d}",
    )
    assert state_of(of(workshop, "Search")).says == "drafted"


def test_a_refused_sentence_is_not_read(workshop, tmp_path) -> None:
    path = sheet_of(workshop, tmp_path, "Print")
    path.write_text(path.read_text(encoding="utf-8-sig").replace("Yazdır", "<b>Yazdır</b>"), encoding="utf-8")
    take_sheet(workshop, "tr", path, read_by="Ayşe K")

    assert state_of(of(workshop, "Print")).says == "drafted"
