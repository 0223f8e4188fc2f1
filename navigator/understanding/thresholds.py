"""The few numbers that decide: how sure is sure. They stand in `thresholds.yaml`, one set for the core alone, one with the extra."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from navigator.yaml_files import YamlFile

FILE = Path(__file__).with_name("thresholds.yaml")


@dataclass(frozen=True)
class Thresholds:
    """Probabilities from which something counts.

    `urgent` and `check` for one danger, `any_…` for danger of any kind; `sure` for the need shown as understood,
    `also` for a second or third one beside it, `maybe` for one
    offered as a guess, `out` for a message nobody here can help with, `kind` for a kind of help.
    """

    urgent: float
    check: float
    any_urgent: float
    any_check: float
    sure: float
    also: float
    maybe: float
    out: float
    kind: float
    share: float = 0.5


@lru_cache(maxsize=4)
def read_thresholds(mode: str) -> Thresholds:
    """Return the thresholds of a mode, "core" or "semantic"."""
    return Thresholds(**YamlFile(FILE).data[mode])
