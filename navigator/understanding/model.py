"""The trained core: a few tables of small numbers, and how a message is weighed with them.

A message is its pieces, each weighed by how rare it is, together of length one. A score is the sum of a label's numbers for those
pieces; a slope and a constant make it a probability. Nothing else. The file is named after the data it was trained on, so a model of other data is
noticed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from navigator.understanding.features import language_features, message_features

FILE = Path(__file__).parent / "core.npz"
VERSION = 2
#: Rarity is kept in a byte: this many steps for one.
RARITY_STEPS = 20


class ModelMissing(Exception):
    """The trained core is not there, or of another version. Words and rules still work; the message says how to train."""


@dataclass(frozen=True)
class Head:
    """One question put to a message: for each of `labels`, how likely. `weights` is (size, labels) in int8.

    `scale` turns a label's weights back into what was fitted, slope included; `constant` is added before the logistic function.
    """

    labels: tuple[str, ...]
    weights: np.ndarray
    scale: np.ndarray
    constant: np.ndarray

    def scores(self, features: np.ndarray, rarity: np.ndarray) -> np.ndarray:
        """Return the probability of each label for a message's features, whose pieces weigh *rarity*."""
        if not len(features):
            return np.zeros(len(self.labels))
        share = (rarity / np.sqrt(rarity @ rarity)).astype(np.float32)
        summed = share @ self.weights[features] * self.scale
        return 1 / (1 + np.exp(-(summed + self.constant)))


@dataclass(frozen=True)
class Core:
    """Every head of one trained model, and the hash of the data it was trained on."""

    heads: dict[str, Head]
    data: str
    rarity: dict[str, np.ndarray] = field(default_factory=dict)

    def weigh(self, name: str, text: str) -> dict[str, float]:
        """Return label → probability of one head ("needs", "kinds", "danger", "language") for a message."""
        features = language_features(text) if name == "language" else message_features(text)
        return self.of(name, features)

    def of(self, name: str, features: np.ndarray) -> dict[str, float]:
        """Return label → probability of one head for features already made."""
        head = self.heads[name]
        rarity = (
            self.rarity["language" if name == "language" else "message"][features].astype(np.float32) / RARITY_STEPS
        )
        return dict(zip(head.labels, head.scores(features, rarity).tolist(), strict=True))


def save_core(core: Core, file: Path = FILE) -> None:
    """Write a core to a file, the same bytes for the same numbers."""
    arrays: dict[str, np.ndarray] = {}
    for name, head in core.heads.items():
        arrays |= {f"{name}.weights": head.weights, f"{name}.scale": head.scale, f"{name}.constant": head.constant}
    arrays |= {f"rarity.{name}": kept for name, kept in core.rarity.items()}
    about = {"version": VERSION, "data": core.data, "labels": {name: head.labels for name, head in core.heads.items()}}
    arrays["about"] = np.frombuffer(json.dumps(about, sort_keys=True).encode(), dtype=np.uint8)
    _write_npz(arrays, file)


def _write_npz(arrays: dict[str, np.ndarray], file: Path) -> None:
    """Write a compressed npz without the time of day that NumPy's own writer puts in."""
    import io
    import zipfile

    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(arrays):
            bytes_ = io.BytesIO()
            np.lib.format.write_array(bytes_, np.ascontiguousarray(arrays[name]), allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=(2026, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, bytes_.getvalue(), compresslevel=9)


@lru_cache(maxsize=2)
def load_core(file: Path = FILE) -> Core:
    """Return the core kept in *file*. Raises `ModelMissing` with the remedy when it cannot be used."""
    remedy = "Run `navigator understanding train`."
    try:
        with np.load(file, allow_pickle=False) as arrays:
            about = json.loads(arrays["about"].tobytes())
            if about.get("version") != VERSION:
                raise ModelMissing(f"{file.name} is of version {about.get('version')}, not {VERSION}. {remedy}")
            heads = {
                name: Head(
                    tuple(labels), arrays[f"{name}.weights"], arrays[f"{name}.scale"], arrays[f"{name}.constant"]
                )
                for name, labels in about["labels"].items()
            }
            rarity = {name[7:]: arrays[name] for name in arrays.files if name.startswith("rarity.")}
    except (OSError, ValueError, KeyError) as error:
        raise ModelMissing(f"{file.name} cannot be read ({error}). {remedy}") from error
    return Core(heads, about["data"], rarity)
