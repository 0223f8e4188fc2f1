"""What the tests stand on: the app on a temporary folder with the real directory baked once, and a resident at the door."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from navigator import create_app
from navigator.actions.bake import bake_everything
from navigator.settings import ROOT, Settings
from navigator.shelf import Baked, Shelf
from tests.page import Resident

SHARED = ROOT.parent / "shared"


def make_settings(data: Path, **changes: object) -> Settings:
    """Return settings for a test: everything made goes to *data*."""
    values: dict[str, object] = {
        "data": data,
        "place": "haringey",
        "directory_data": ROOT / "directory_data",
        "database_url": f"sqlite:///{data / 'navigator.sqlite'}",
        "secret_key": "a secret that only the tests know, long enough",
    }
    return Settings(**values | changes)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of the app under test, its directory baked."""
    made = make_settings(tmp_path_factory.mktemp("var"))
    bake_everything(made)
    return made


@pytest.fixture(scope="session")
def baked(settings: Settings) -> Baked:
    """The real directory, baked and opened."""
    return Shelf(settings).current()


@pytest.fixture(scope="session")
def app(settings: Settings):
    """The app, on the real directory."""
    made = create_app(settings)
    made.config["TESTING"] = True
    made.config["PROPAGATE_EXCEPTIONS"] = False
    return made


@pytest.fixture
def resident(app) -> Resident:
    """A resident with a phone. Every page they open is inspected."""
    return Resident(app.test_client())


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of research beside the project; tests that need it are skipped, saying so, where it is away."""
    if not (SHARED / "data" / "personas_dev.jsonl").is_file():
        pytest.skip("the research folder beside the project is away")
    return SHARED


@pytest.fixture
def new_borough(tmp_path, settings) -> Callable[..., object]:
    """Make an imagined borough for one test."""
    from tests import records

    made: list[records.Borough] = []

    def make(people: bool = True) -> records.Borough:
        made.append(records.Borough(tmp_path / f"b{len(made)}", settings.data, people))
        return made[-1]

    yield make
    for one in made:
        one.database.close()


@pytest.fixture
def fake():
    """A make-believe GOV.UK Notify, as long as the test runs."""
    from tests.messages.fake_notify import FakeNotify

    made = FakeNotify()
    yield made
    made.close()
