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
    assert enlarge(own, "large", 400) == 400
    large = make_settings(tmp_path / "var2", place="large", directory_data=tmp_path / "data")

    assert len(read_everything(large).directory.services) == 400
