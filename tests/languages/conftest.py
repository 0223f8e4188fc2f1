"""A place to try what changes catalogues."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from navigator.settings import ROOT


@pytest.fixture
def workshop(settings, tmp_path):
    """Settings whose catalogues may be written to: Turkish alone, and the place's files."""
    shutil.copytree(ROOT / "translations" / "tr", tmp_path / "translations" / "tr")
    for name in ("glossary.yaml", "plain_words.yaml"):
        shutil.copy(ROOT / "translations" / name, tmp_path / "translations")
    shutil.copytree(
        ROOT / "directory_data" / "haringey", tmp_path / "data" / "haringey", ignore=shutil.ignore_patterns("*.po")
    )
    (tmp_path / "data" / "haringey" / "words").mkdir(exist_ok=True)
    shutil.copy(ROOT / "directory_data" / "haringey" / "words" / "tr.po", tmp_path / "data" / "haringey" / "words")
    return replace(settings, translations=tmp_path / "translations", directory_data=tmp_path / "data")
