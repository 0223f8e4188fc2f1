"""Training the core from the example tables. One command, the same output bit for bit on the same machine.

scikit-learn does the fitting and is needed only here; what is kept is a table of small whole numbers. Needs and dangers are
trained apart: crisis messages used as examples of needs would push abuse and homelessness into many lists.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from navigator.understanding.examples import DANGERS, HERE, Example
from navigator.understanding.features import LANGUAGE_SIZE, SIZE, language_features, message_features
from navigator.understanding.model import RARITY_STEPS, Core, Head

OUT = "out"
#: Parts the messages are dealt into when a score is made a probability.
FOLDS = 3
#: Weights smaller than this, of 127, are dropped: they cost a third of the file and decide nothing.
LEAST = 6


def data_hash(folder: Path = HERE) -> str:
    """Return a short hash of every example table."""
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(folder.glob("*.tsv")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def train_on(examples: Sequence[Example], data: str, tell: Callable[[str], None] = print) -> Core:
    """Return a core trained on *examples*."""
    ordinary = [number for number, e in enumerate(examples) if not e.danger]
    needs = sorted({need for n in ordinary for need in examples[n].needs})
    kinds = sorted({kind for n in ordinary for kind in examples[n].kinds})
    tell(f"{len(examples)} examples: {len(needs)} needs, {len(kinds)} kinds of help")
    rows = [message_features(e.text) for e in examples]
    rarity = rarity_of(rows, SIZE)
    everything = _matrix(rows, rarity)
    few = everything[ordinary]
    # A look-alike without a need ("dying for a cup of tea") asks for nothing we do.
    targets = [[need in examples[n].needs for n in ordinary] for need in needs]
    targets.append([examples[n].out or not examples[n].needs for n in ordinary])
    heads = {"needs": _head([*needs, OUT], targets, few, tell)}
    with_kind = [n for n in ordinary if examples[n].kinds or examples[n].out]
    heads["kinds"] = _head(
        kinds, [[kind in examples[n].kinds for n in with_kind] for kind in kinds], everything[with_kind], tell
    )
    targets = [[e.danger == kind for e in examples] for kind in DANGERS] + [[bool(e.danger) for e in examples]]
    heads["danger"] = _head([*DANGERS, "any"], targets, everything, tell)
    tongues = [f"{e.language}-latin" if e.romanised else e.language for e in examples]
    codes = sorted(set(tongues))
    letters = [language_features(e.text) for e in examples]
    letters_rarity = rarity_of(letters, LANGUAGE_SIZE)
    heads["language"] = _head(codes, [[t == c for t in tongues] for c in codes], _matrix(letters, letters_rarity), tell)
    return Core(heads, data, {"message": rarity, "language": letters_rarity})


def rarity_of(rows: Sequence[np.ndarray], size: int) -> np.ndarray:
    """Return how rare each piece is over *rows*, in steps of a byte. A piece never seen weighs one: it tells nothing yet."""
    counts = np.bincount(np.concatenate(rows), minlength=size)
    rarity = np.where(counts > 0, np.log((1 + len(rows)) / (1 + counts)) + 1, 1.0)
    return np.clip(np.round(rarity * RARITY_STEPS), 1, 255).astype(np.uint8)


def _matrix(rows: Sequence[np.ndarray], rarity: np.ndarray):
    from scipy.sparse import csr_matrix
    from sklearn.preprocessing import normalize

    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
    columns = np.concatenate(rows)
    values = rarity[columns].astype(np.float32) / RARITY_STEPS
    return normalize(csr_matrix((values, columns, starts), shape=(len(rows), len(rarity))))


def _head(labels: Sequence[str], targets: Sequence[Sequence[bool]], matrix, tell: Callable[[str], None]) -> Head:
    """Return one head: for each label a linear separator of its own, its scores made probabilities by held-out messages."""
    from sklearn.svm import LinearSVC

    parts = np.arange(matrix.shape[0]) % FOLDS
    weights, scales, constants = [], [], []
    for label, target in zip(labels, targets, strict=True):
        wanted = np.array(target)
        if not wanted.any():
            raise ValueError(f"no example says {label!r}")

        def fit(rows: np.ndarray, wanted: np.ndarray = wanted) -> LinearSVC:
            return LinearSVC(C=1.0, random_state=0, tol=1e-3).fit(matrix[rows], wanted[rows])

        held_out = np.zeros(len(wanted))
        for part in range(FOLDS):
            kept = parts != part
            # A label with too few messages to hold any out is judged by what it was fitted on.
            kept = kept if wanted[kept].any() else np.ones(len(wanted), bool)
            held_out[parts == part] = fit(kept).decision_function(matrix[parts == part])
        slope, constant = _as_probability(held_out, wanted)
        separator = fit(np.ones(len(wanted), bool))
        row = separator.coef_[0]
        scale = max(float(np.abs(row).max()) / 127, 1e-9)
        small = np.round(row / scale).astype(np.int8)
        small[np.abs(small) < LEAST] = 0
        weights.append(small)
        scales.append(scale * slope)
        constants.append(float(separator.intercept_[0]) * slope + constant)
    tell(f"  {len(labels)} labels over {matrix.shape[0]} messages")
    return Head(tuple(labels), np.stack(weights, axis=1), np.array(scales), np.array(constants))


def _as_probability(scores: np.ndarray, wanted: np.ndarray) -> tuple[float, float]:
    """Return the slope and constant that make scores of held-out messages probabilities."""
    from sklearn.linear_model import LogisticRegression

    fit = LogisticRegression(C=1e3, random_state=0).fit(scores.reshape(-1, 1), wanted)
    return float(fit.coef_[0][0]), float(fit.intercept_[0])


def meaning_on(
    examples: Sequence[Example], data: str, tell: Callable[[str], None] = print, meanings: np.ndarray | None = None
) -> Core:
    """Return heads on top of embedded *examples* (embedding them first unless *meanings* are given)."""
    from navigator.understanding import semantic

    if meanings is None:
        tell(f"reading the meaning of {len(examples)} messages")
        meanings = np.stack([semantic.embed(example.text) for example in examples])
    ordinary = [number for number, e in enumerate(examples) if not e.danger]
    needs = sorted({need for number in ordinary for need in examples[number].needs})
    kinds = sorted({kind for number in ordinary for kind in examples[number].kinds})
    few = meanings[ordinary]
    is_out = [examples[n].out or not examples[n].needs for n in ordinary]
    targets = [[need in examples[n].needs for n in ordinary] for need in needs] + [is_out]
    heads = {"needs": _small_head([*needs, OUT], targets, few, tell)}
    with_kind = [n for n in ordinary if examples[n].kinds or examples[n].out]
    heads["kinds"] = _small_head(
        kinds, [[kind in examples[n].kinds for n in with_kind] for kind in kinds], meanings[with_kind], tell
    )
    targets = [[e.danger == kind for e in examples] for kind in DANGERS] + [[bool(e.danger) for e in examples]]
    heads["danger"] = _small_head([*DANGERS, "any"], targets, meanings, tell)
    return Core(heads, data)


def _small_head(
    labels: Sequence[str], targets: Sequence[Sequence[bool]], rows: np.ndarray, tell: Callable[[str], None]
) -> Head:
    from sklearn.linear_model import LogisticRegression

    weights, constants = [], []
    for target in targets:
        wanted = np.array(target)
        fit = LogisticRegression(C=10.0, solver="liblinear", random_state=0, max_iter=300, tol=1e-3)
        fit.fit(rows, wanted)
        weights.append(fit.coef_[0].astype(np.float32))
        constants.append(float(fit.intercept_[0]))
    tell(f"  {len(labels)} labels by meaning over {len(rows)} messages")
    return Head(tuple(labels), np.stack(weights, axis=1), np.ones(len(labels)), np.array(constants))
