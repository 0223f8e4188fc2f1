"""Baking: whole or not at all, checked with file, line, field and remedy."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time

import pytest
import yaml

from navigator.actions.bake import bake_everything, is_baked, read_everything
from navigator.errors import DirectoryBroken, DirectoryMissing
from navigator.settings import ROOT
from navigator.shelf import Shelf
from tests.conftest import make_settings
from tests.town import HELPING_HAND, MILLBROOK, make_place_folder, write


@pytest.fixture
def town(tmp_path):
    """The imagined place's folder and the settings that serve it."""
    folder = make_place_folder(tmp_path / "data")
    return folder, make_settings(tmp_path / "var", place="millbrook", directory_data=folder.parent)


def problems(town) -> list[str]:
    return [str(problem) for problem in read_everything(town[1]).problems]


def test_another_place_is_another_folder(town) -> None:
    """The imagined borough bakes and opens: no code names a place."""
    bake_everything(town[1])
    baked = Shelf(town[1]).current()

    assert baked.place.name == "Millbrook"
    assert [found.id for found in baked.search.search("helping hand")] == ["helping-hand"]
    assert baked.table.find("zz1 1aa").ward == "bridge"


WRONG = [
    # what to change, what must be said, where
    ({"needs": {"main": ["happiness"]}}, "'happiness' is not known", "needs.main"),
    ({"kinds": ["hugs"]}, "'hugs' is not known", "kinds"),
    ({"organisation": "nobody"}, "'nobody' is not known", "organisation"),
    ({"status": "maybe"}, "is 'maybe'", "status"),
    (
        {"eligibility": {"minimum_age": 70, "maximum_age": 18}},
        "70 is above the maximum age 18",
        "eligibility.minimum_age",
    ),
    ({"eligibility": {"minimum_age": "old"}}, "'old' is not a number", "eligibility.minimum_age"),
    ({"eligibility": {"people": ["wizards"]}}, "'wizards' is not known", "eligibility.people"),
    (
        {"contacts": {"phones": [{"number": "020 7946 00"}]}},
        "is not a number in use in Britain",
        "contacts.phones.0.number",
    ),
    ({"contacts": {"website": "www.example"}}, "is not a web address", "contacts.website"),
    ({"contacts": {"email": "a b@c"}}, "is not an e-mail address", "contacts.email"),
    ({"schedules": {"opening": "9-5 weekdays"}}, "cannot be read", "schedules.opening"),
    ({"cost": {"kind": "cheap"}}, "is 'cheap'", "cost.kind"),
    ({"confidential_address": True}, "confidential address", "locations"),
    ({"last_checked": "2031-01"}, "is still to come", "last_checked"),
    ({"last_checked": "last week"}, "is not a date", "last_checked"),
    ({"area_served": ["narnia"]}, "'narnia' is not known", "area_served"),
    ({"summary": "<b>Help</b> for everyone who comes."}, "mark-up", "summary"),
    ({"summary": "Help."}, "5 characters", "summary"),
    ({"colour": "red"}, "is not a field here", "colour"),
    ({"languages": ["Turkish"]}, "is not a language code", "languages"),
    ({"replaced_by": ["nobody"]}, "'nobody' is not known", "replaced_by"),
    ({"name": None}, "has no value", "name"),
]


@pytest.mark.parametrize(("change", "says", "field"), WRONG, ids=[row[2] + ": " + row[1] for row in WRONG])
def test_what_is_wrong_is_named_with_file_line_field_and_remedy(town, change, says, field) -> None:
    """Each problem is one line a person can act on."""
    path = town[0] / "services" / "helping-hand.yaml"
    write(path, {**HELPING_HAND, **change})
    found = [p for p in problems(town) if says in p]

    assert found, problems(town)
    assert re.search(rf"helping-hand\.yaml:\d+: {re.escape(field)}", found[0]), found[0]
    assert found[0].rstrip().endswith(".")


BROKEN_FILES = [
    "",
    "- just\n- a list\n",
    "id: [unclosed",
    "id: a\nid: b\n",
    "\t",
    "\x00",
    "💥: 💥\n",
    "id: helping-hand\nname: *missing\n",
]


@pytest.mark.parametrize("text", BROKEN_FILES)
def test_a_broken_file_is_a_problem_and_no_crash(town, text) -> None:
    """Empty, not YAML, twice the same key: said with the file's name."""
    (town[0] / "services" / "helping-hand.yaml").write_text(text)

    assert any("helping-hand.yaml" in problem for problem in problems(town))


def test_a_file_that_is_not_text_is_a_problem(town) -> None:
    """Bytes that are not UTF-8."""
    (town[0] / "services" / "odd.yaml").write_bytes(b"\xff\xfe\x00name")

    assert any("odd.yaml" in p and "UTF-8" in p for p in problems(town))


@pytest.mark.parametrize(
    "name", ["place.yaml", "help_now.yaml", "postcodes.csv", "ward_boroughs.csv", "organisations.yaml"]
)
def test_a_missing_file_of_the_place_is_named(town, name) -> None:
    """Which one, and what to do."""
    (town[0] / name).unlink()

    assert any(name in problem for problem in problems(town))


def test_a_wrong_number_for_now_is_the_worst_mistake_and_found(town) -> None:
    """A number in help_now.yaml that its service does not hold as verified."""
    data = yaml.safe_load((town[0] / "help_now.yaml").read_text())
    data["strip"][0]["number"] = "998"
    write(town[0] / "help_now.yaml", data)

    assert any("'998' is not a verified number of helping-hand" in p for p in problems(town))


def test_a_place_without_words_for_danger_is_refused(town) -> None:
    """Every danger needs its title, words, steps and services."""
    data = yaml.safe_load((town[0] / "help_now.yaml").read_text())
    del data["dangers"]["suicide"]
    write(town[0] / "help_now.yaml", data)

    assert any("dangers.suicide" in p for p in problems(town))


def test_a_bake_with_problems_leaves_the_old_one_in_use(town) -> None:
    """Nothing changes until everything is right."""
    folder, settings = town
    bake_everything(settings)
    before = (settings.baked / "current").read_text()
    write(folder / "services" / "helping-hand.yaml", {**HELPING_HAND, "status": "maybe"})

    with pytest.raises(DirectoryBroken):
        bake_everything(settings)
    assert (settings.baked / "current").read_text() == before
    assert Shelf(settings).current().directory.services["helping-hand"].status == "open"
    assert not list(settings.baked.glob("half-*"))


def test_a_killed_bake_leaves_the_old_one_in_use(town) -> None:
    """Killed at any moment, what is served is the bake before it."""
    folder, settings = town
    bake_everything(settings)
    before = (settings.baked / "current").read_text()
    environment = {
        **os.environ,
        "NAVIGATOR_DATA": str(settings.data),
        "NAVIGATOR_PLACE": "millbrook",
        "NAVIGATOR_DIRECTORY_DATA": str(folder.parent),
    }
    code = (
        "import navigator.actions.bake as b, os, signal\n"
        "b.bake_index = lambda *a: os.kill(os.getpid(), signal.SIGKILL)\n"
        "from navigator.settings import read_settings\n"
        "b.bake_everything(read_settings())"
    )
    killed = subprocess.run([sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True)

    assert killed.returncode == -signal.SIGKILL
    assert (settings.baked / "current").read_text() == before
    assert Shelf(settings).current().directory.services
    bake_everything(settings)


def test_deleting_what_was_baked_loses_nothing(town) -> None:
    """Bake again, and it is all there."""
    settings = town[1]
    bake_everything(settings)
    shutil.rmtree(settings.baked)
    bake_everything(settings)

    assert "helping-hand" in Shelf(settings).current().directory.services


def test_a_bake_is_known_to_be_fresh_or_stale(town) -> None:
    """Any changed file makes it stale."""
    folder, settings = town
    bake_everything(settings)
    assert is_baked(settings)

    path = folder / "place.yaml"
    write(path, {**MILLBROOK, "region": "elsewhere"})
    assert not is_baked(settings)


def test_old_bakes_are_tidied_away(town) -> None:
    """The newest few are kept for processes that still read them."""
    for _ in range(5):
        bake_everything(town[1])

    assert len([p for p in town[1].baked.iterdir() if p.is_dir()]) == 3


HALF_BAKED = [
    ("manifest.json", None),
    ("manifest.json", "{}"),
    ("manifest.json", "not json"),
    ("directory.sqlite", "not a database, but long enough to look at"),
    ("index", None),
    ("places.sqlite", None),
    ("place.yaml", "id: ["),
]


@pytest.mark.parametrize(("name", "content"), HALF_BAKED)
def test_a_half_baked_folder_is_refused_with_its_remedy(town, name, content) -> None:
    """Missing or damaged parts are never half-read."""
    folder = bake_everything(town[1])
    target = folder / name
    shutil.rmtree(target) if target.is_dir() else target.unlink()
    if content is not None:
        target.write_text(content)

    with pytest.raises(DirectoryMissing, match="navigator directory bake"):
        Shelf(town[1]).current()


def test_a_newer_bake_that_cannot_be_opened_leaves_the_one_in_use(town) -> None:
    """The shelf keeps what works."""
    settings = town[1]
    bake_everything(settings)
    shelf = Shelf(settings, patience=0)
    works = shelf.current()
    time.sleep(0.01)
    broken = bake_everything(settings)
    (broken / "manifest.json").write_text(json.dumps({"format": -1}))

    assert shelf.current() is works


def test_an_old_bake_of_another_format_is_refused(town) -> None:
    """It is made anew and never misread."""
    folder = bake_everything(town[1])
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "format": 1}))

    with pytest.raises(DirectoryMissing, match="another version"):
        Shelf(town[1]).current()


def test_the_readable_tables_join_up(town) -> None:
    """Anyone may open the baked file with a SQLite tool."""
    import sqlite3

    folder = bake_everything(town[1])
    db = sqlite3.connect(folder / "directory.sqlite")
    row = db.execute(
        "SELECT s.name, n.need, l.postcode FROM services s JOIN service_needs n ON n.service_id = s.id "
        "JOIN locations l ON l.service_id = s.id WHERE n.main"
    ).fetchone()
    db.close()

    assert row == ("Helping Hand", "loneliness", "ZZ1 1AA")
