"""An imagined borough: one for the tests that only look, one made anew for each test that changes it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.records import Borough


@pytest.fixture(scope="session")
def borough(tmp_path_factory: pytest.TempPathFactory, settings) -> Iterator[Borough]:
    """An imagined borough shared by tests that leave it as it is."""
    made = Borough(tmp_path_factory.mktemp("borough"), settings.data)
    yield made
    made.database.close()
