"""The translator's desk: what residents see most and nobody has read stands first; a sheet goes out and comes back live."""

from __future__ import annotations

import io
import re
import shutil
from dataclasses import replace

import pytest

from navigator import create_app
from navigator.settings import ROOT
from navigator.web.staff_door import DATABASE
from tests.page import Resident


@pytest.fixture
def own_words(new_borough, tmp_path):
    """A borough whose catalogues may be written to."""
    town = new_borough()
    shutil.copytree(ROOT / "translations", tmp_path / "translations")
    shutil.copytree(ROOT / "directory_data", tmp_path / "directory_data")
    (town.settings.data / "baked").unlink()
    town.settings = replace(
        town.settings, translations=tmp_path / "translations", directory_data=tmp_path / "directory_data"
    )
    from navigator.actions.bake import bake_everything

    bake_everything(town.settings)
    town.database.close()  # the new app opens its own
    town.app = create_app(town.settings)
    town.database = town.app.extensions[DATABASE]
    town.app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False)
    return town


def test_every_language_is_counted(borough) -> None:
    page = borough.staff("tam").get("/desk/words")

    assert "Bangla" in page.main
    assert "Easy Read" in page.main


def test_danger_stands_first(borough) -> None:
    page = borough.staff("tam").get("/desk/words/bn")
    rows = page.root.all("tbody")[0].all("tr")

    assert rows[0].all("a")[0].attrs["href"] == "/bn/help-now"
    assert page.root.all("td", lang="bn")


def test_a_language_nobody_keeps_is_not_found(borough) -> None:
    borough.staff("tam").get("/desk/words/xx-nonsense", status=404)


def test_a_reader_tells_and_a_translator_sees_it(borough) -> None:
    Resident(borough.app.test_client()).post("/bn/reads-wrong", words="এই শব্দ ভুল", better="এই শব্দ ঠিক")

    assert "এই শব্দ ভুল" in borough.staff("tam").get("/desk/words/bn").main


def test_a_sheet_comes_back_live_and_read(own_words) -> None:
    desk = own_words.staff("tam")
    sheet = desk.client.get("/desk/words/tr/sheet.csv").get_data().decode("utf-8-sig")
    changed = sheet.replace("Yazdır", "Kâğıda bas")
    page = desk.post("/desk/words/tr", sheet=(io.BytesIO(changed.encode()), "tr.csv"), read="1")

    assert "translations were taken" in page.main
    visitor = Resident(own_words.app.test_client())
    visitor.post("/tr/list", keep="library-wood-green")
    page = visitor.get("/tr/list")
    assert "Kâğıda bas" in page.main
    assert not page.root.all("a", href="/tr/reads-wrong"), (
        "who reads what a native speaker has read is not told otherwise"
    )
    assert "100" in next(row.text() for row in desk.get("/desk/words").root.all("tr") if "Türkçe" in row.text())


def test_a_broken_row_is_said_and_the_rest_taken(own_words) -> None:
    desk = own_words.staff("tam")
    text = desk.client.get("/desk/words/tr/pages.po").get_data(as_text=True)
    text = re.sub(r'^(msgstr ".*)%\(number\)s', r"\1%(numara)s", text, flags=re.MULTILINE)
    page = desk.post("/desk/words/tr", sheet=(io.BytesIO(text.encode()), "tr.po"))

    assert "refused" in page.main
    assert "placeholder" in page.main


@pytest.mark.parametrize(
    "sheet", [None, (io.BytesIO(b"nonsense"), "x.csv"), (io.BytesIO(b"\xff\xfe\x00nonsense"), "x.po")]
)
def test_a_file_that_is_no_sheet_is_said(borough, sheet) -> None:
    """Nothing is taken, so nothing is written."""
    desk = borough.staff("tam")

    assert desk.post("/desk/words/tr", expected=400, **({"sheet": sheet} if sheet else {}))
