"""The commands `translations status` and `translations check`, on one language that may be broken."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from navigator.actions.check_translations import check, readability, status
from navigator.cli import main


@pytest.fixture
def run(workshop, monkeypatch):
    """Run a command of the workshop's Turkish."""
    monkeypatch.setattr("navigator.cli.translations.read_settings", lambda: workshop)
    return lambda *words: CliRunner().invoke(main, ["translations", *words])


@pytest.fixture
def po(workshop):
    return workshop.translations / "tr" / "LC_MESSAGES" / "messages.po"


def test_status_as_json_keeps_its_shape(run) -> None:
    told = json.loads(run("status", "--json").output)

    assert list(told) == ["tr"]
    assert list(told["tr"]) == ["pages", "needs", "help-now", "letters", "services", "all"]
    for figures in told["tr"].values():
        assert list(figures) == ["sentences", "done", "percent", "read", "stale", "missing"]
        assert figures["sentences"] == figures["done"] + figures["stale"] + figures["missing"]


def test_status_is_a_table_with_the_languages_names(run) -> None:
    lines = run("status").output.splitlines()

    assert lines[0].split() == ["sentences", "done", "percent", "read", "stale", "missing"]
    assert lines[1].startswith("Turkish        pages")
    assert lines[-1].split()[0] == "all"


def test_almost_all_is_not_all(workshop, run, po) -> None:
    """99.96 percent is written 99.9: 100.0 means that nothing is missing."""
    po.write_text(po.read_text(encoding="utf-8").replace('msgstr "Yazdır"', 'msgstr ""', 1), encoding="utf-8")
    told = json.loads(run("status", "--json").output)["tr"]["pages"]

    assert told["missing"] >= 1
    assert told["percent"] < 100


@pytest.mark.parametrize(
    ("instead", "says", "kind"),
    [
        ("<i>Yazdır</i>", "has other mark-up", "problem"),
        ("Yazdır 112", "has other numbers", "problem"),
        ("Yаzdır", "has letters of another alphabet", "problem"),
        ("Yazdır\u202e", "invisible direction mark", "problem"),
        ("x" * 60, "on a button", "problem"),
        ("", "is not translated", "problem"),
    ],
)  # fmt: skip
def test_check_as_json_names_file_line_sentence_and_remedy(run, po, instead, says, kind) -> None:
    lines = po.read_text(encoding="utf-8").replace('msgstr "Yazdır"', f'msgstr "{instead}"', 1)
    po.write_text(lines, encoding="utf-8")
    result = run("check", "--json")
    told = [one for one in json.loads(result.stdout) if one["sentence"] == "Print"]

    assert result.exit_code == 1
    assert [list(one) for one in told] == [["kind", "file", "line", "sentence", "says", "remedy"]]
    assert says in told[0]["says"]
    assert told[0]["kind"] == kind
    assert told[0]["file"].endswith("tr/LC_MESSAGES/messages.po")
    assert 'msgid "Print"' in lines.splitlines()[told[0]["line"] - 1 : told[0]["line"] + 1]


def test_a_language_not_offered_may_lack_sentences(workshop, po) -> None:
    from dataclasses import replace

    po.write_text(po.read_text(encoding="utf-8").replace('msgstr "Yazdır"', 'msgstr ""', 1), encoding="utf-8")
    offered, not_offered = replace(workshop, languages=("en", "tr")), replace(workshop, languages=("en",))

    assert "Print" in [problem.field for problem in check(offered)]
    assert "Print" not in [problem.field for problem in check(not_offered)]


def test_a_language_offered_without_a_catalogue_is_a_problem(workshop) -> None:
    from dataclasses import replace

    missing = [
        problem for problem in check(replace(workshop, languages=("en", "cy"))) if problem.says == "is not there."
    ]

    assert len(missing) == 1


def test_a_broken_catalogue_is_said_with_its_line(workshop, po) -> None:
    po.write_text(po.read_text(encoding="utf-8") + "\nmsgid nonsense\n", encoding="utf-8")

    assert [problem.line > 0 for problem in check(workshop) if "is not a catalogue" in problem.says] == [True]


def test_a_place_that_has_not_begun_its_services_words_is_not_wrong(workshop) -> None:
    (workshop.directory_data / "haringey" / "words" / "tr.po").unlink()

    assert status(workshop)["tr"]["services"]["missing"] > 1000
    assert not any(":" in problem.field and problem.says == "is not translated." for problem in check(workshop))


def test_advice_is_no_failure_and_says_how_hard_the_english_is(run) -> None:
    result = run("check", "--advice")

    assert "English:" in result.stdout
    assert "The hardest:" in result.stdout


def test_the_english_is_measured(settings) -> None:
    told = readability(settings)

    assert told.sentences > 2500
    assert told.words < 10
    assert len(told.hardest) == 10
