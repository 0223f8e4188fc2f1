"""Another borough is a folder: started by a command, baked, served; and a large one to try the weight."""

from __future__ import annotations

import shutil

import pytest

from navigator import create_app
from navigator.actions.bake import bake_everything, read_everything
from navigator.actions.enlarge import enlarge
from navigator.actions.new_place import new_place
from navigator.errors import CannotDo
from navigator.settings import ROOT
from tests.conftest import make_settings


def test_a_new_place_is_right_bakes_and_serves(tmp_path) -> None:
    new_place(tmp_path / "data", "oakham", "Oakham", "2026")
    own = make_settings(tmp_path / "var", place="oakham", directory_data=tmp_path / "data")
    assert read_everything(own).problems == []
    bake_everything(own)
    client = create_app(own).test_client()

    assert "Oakham" in client.get("/en/").get_data(as_text=True)
    assert "999" in client.get("/en/help-now").get_data(as_text=True)
    assert client.get("/oruk/services").get_json()["total_items"] == 4
    assert "Haringey" not in client.get("/en/").get_data(as_text=True)


@pytest.mark.parametrize("name", ["Oak Ham", "", "../x", "oakham"])
def test_a_name_that_will_not_do_is_said(tmp_path, name) -> None:
    new_place(tmp_path, "oakham", "Oakham", "2026")

    with pytest.raises(CannotDo):
        new_place(tmp_path, name, "", "2026")


def test_a_large_place_is_made_from_the_real_one(tmp_path) -> None:
    shutil.copytree(ROOT / "directory_data" / "haringey", tmp_path / "data" / "haringey")
    own = make_settings(tmp_path / "var", directory_data=tmp_path / "data")
    assert enlarge(own, tmp_path / "large", 400) == 400
    read = read_everything(make_settings(tmp_path / "var2", directory_data=tmp_path / "large"))

    assert len(read.directory.services) == 400
    assert read.problems == []


def test_two_places_in_one_program_each_answer_to_their_name(tmp_path) -> None:
    from werkzeug.test import Client

    from navigator.web.places import by_host

    apps = {}
    for name in ("oakham", "elmton"):
        new_place(tmp_path / "data", name, name.title(), "2026")
        own = make_settings(tmp_path / name, place=name, directory_data=tmp_path / "data")
        bake_everything(own)
        apps[name] = create_app(own)
    client = Client(by_host(apps))

    assert b"Elmton" in client.get("/en/", base_url="http://elmton.navigator.example").data
    assert b"Oakham" in client.get("/en/", base_url="http://oakham.navigator.example").data
    assert b"Oakham" in client.get("/en/", base_url="http://127.0.0.1:8000").data


def test_people_near_the_border_are_shown_what_a_neighbour_offers_them(tmp_path) -> None:
    for name in ("oakham", "elmton"):
        new_place(tmp_path / "data", name, name.title(), "2026")
    file = tmp_path / "data" / "oakham" / "place.yaml"
    file.write_text(
        file.read_text().replace(
            "neighbours: []",
            'neighbours:\n  - {id: elmton, name: Elmton, code: E09000999, website: "https://elmton.example"}',
        )
    )
    service = tmp_path / "data" / "elmton" / "services" / "elmton-lunch-club.yaml"
    text = (tmp_path / "data" / "elmton" / "services" / "council-front-desk.yaml").read_text()
    service.write_text(text.replace("council-front-desk", "elmton-lunch-club").replace("[elmton]", "[elmton, oakham]"))
    own = make_settings(tmp_path / "var", place="oakham", directory_data=tmp_path / "data")
    read = read_everything(own)

    assert read.problems == []
    assert "elmton-lunch-club" in read.directory.services


def test_a_place_that_is_not_there_is_said() -> None:
    from navigator.errors import SettingWrong
    from navigator.settings import settings_of_places

    with pytest.raises(SettingWrong, match="nowhere"):
        settings_of_places({"NAVIGATOR_PLACES": "haringey,nowhere"})
