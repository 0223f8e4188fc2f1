"""Understand a typed message: the language, any danger, the needs, and what it says about someone's circumstances.

The text comes in, ids go out, and nothing of the text is kept. Danger is looked for first. Without the trained core (a file gone, or
of another version) words and rules still work; without the optional extra only the figures change.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from navigator.folding import fold_words
from navigator.understanding import semantic
from navigator.understanding.danger import Danger, find_danger
from navigator.understanding.examples import BARE_KINDS
from navigator.understanding.features import message_features
from navigator.understanding.model import Core, ModelMissing, load_core
from navigator.understanding.said import has_long_number, intent_of, is_only_numbers, said_in
from navigator.understanding.thresholds import Thresholds, read_thresholds
from navigator.understanding.tongue import which_language
from navigator.yaml_files import YamlFile

WORDS = Path(__file__).parent / "words"
#: What is read of a very long message: its beginning and its end, where people say what they want.
HEAD, TAIL = 1500, 500
MOST_NEEDS = 3
OUT = "out"


@dataclass(frozen=True)
class Understood:
    """What a message tells.

    `needs` are sure, best first; `maybe` are guesses to offer when none is sure. `kinds` are kinds of help it names. `danger` has
    two tiers. `said` are circumstances stated outright; `intent` is what it says to the chat itself. `out` when it is about
    something nobody here can help with; `numbers` when it held a long number that should not be typed here.
    """

    language: str = "en"
    sure: float = 0.0
    needs: tuple[str, ...] = ()
    maybe: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    danger: Danger = field(default_factory=Danger)
    said: dict[str, str] = field(default_factory=dict)
    intent: str = ""
    out: bool = False
    numbers: bool = False
    empty: bool = False
    scores: dict[str, float] = field(default_factory=dict)

    @property
    def ranked(self) -> tuple[str, ...]:
        """Every need it may mean, the surest first."""
        return (*self.needs, *(need for need in self.maybe if need not in self.needs))


def understand(text: str, page: str = "en", use_meaning: bool = True) -> Understood:
    """Return what *text* tells, typed in a page of language *page*. *use_meaning* false leaves the optional extra out."""
    text = clean(text)
    numbers = has_long_number(text)
    if not any(letter.isalpha() for letter in text):
        return Understood(
            language=page, empty=True, numbers=numbers or is_only_numbers(text), said=said_in(text, (page,))
        )
    core = _core()
    language, sure = which_language(text, core, page)
    codes = tuple(dict.fromkeys((language, page, "en", *_look_alike_scripts(language))))
    scores = _weigh(text, core, use_meaning)
    limits = read_thresholds("semantic" if use_meaning and semantic.available() else "core")
    danger = find_danger(text, codes, scores["danger"], limits)
    needs, maybe, out = _needs(scores["needs"], limits)
    if danger.urgent:
        out = False
    kinds = _kinds(scores["kinds"], limits)
    return Understood(
        language=language,
        sure=sure,
        needs=needs,
        maybe=maybe,
        kinds=kinds,
        danger=danger,
        said=said_in(text, codes),
        intent="" if danger.urgent or danger.check else intent_of(text, codes, exact=bool(needs)),
        out=out,
        numbers=numbers,
        scores=scores["needs"],
    )


def clean(text: str) -> str:
    """Return *text* without invisible and control characters, and of a long one its beginning and end."""
    text = unicodedata.normalize("NFC", text)
    text = "".join(c if c in "\n\t" or unicodedata.category(c)[0] != "C" or c in "\u200c\u200d" else " " for c in text)
    text = re.sub(r"[ \t]+", " ", text).strip()
    return text if len(text) <= HEAD + TAIL else f"{text[:HEAD]} {text[-TAIL:]}"


def _look_alike_scripts(language: str) -> tuple[str, ...]:
    """Return the languages that share a script and words with this one, whose rules are worth reading too."""
    return {"ar": ("fa", "ur"), "fa": ("ar", "ur"), "ur": ("ar", "fa"), "ku": ("tr",), "tr": ("ku",)}.get(language, ())


@lru_cache(maxsize=1)
def _core() -> Core | None:
    try:
        return load_core()
    except ModelMissing:
        return None


def _weigh(text: str, core: Core | None, use_meaning: bool) -> dict[str, dict[str, float]]:
    """Return the probability of every need, kind of help and danger from the trained layers, or from plain words without them."""
    if core is None:
        return {"needs": _by_words(text), "kinds": {}, "danger": {}}
    features = message_features(text)
    found = {name: core.of(name, features) for name in ("needs", "kinds", "danger")}
    if use_meaning and semantic.available():
        share = read_thresholds("semantic").share
        meant = semantic.weigh_meaning(semantic.embed(text))
        for name, scores in found.items():
            for label, score in scores.items():
                scores[label] = _mix(score, meant[name].get(label, score), share)
    return found


def _mix(one: float, other: float, share: float) -> float:
    """Return two probabilities averaged on the scale where evidence adds up."""
    odds = (1 - share) * _logit(one) + share * _logit(other)
    return float(1 / (1 + np.exp(-odds)))


def _logit(share: float) -> float:
    share = min(max(share, 1e-6), 1 - 1e-6)
    return float(np.log(share / (1 - share)))


def _needs(scores: dict[str, float], limits: Thresholds) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """Return the needs that are sure, those that may be meant, and whether the message is about something else altogether."""
    ranked = sorted(
        ((score, need) for need, score in scores.items() if need != OUT), key=lambda pair: (-pair[0], pair[1])
    )
    top = ranked[0][0] if ranked else 0.0
    out = scores.get(OUT, 0.0)
    if out >= limits.out and out > top:
        return (), (), True
    sure = tuple(
        need
        for place, (score, need) in enumerate(ranked[:MOST_NEEDS])
        if score >= (limits.also if place else limits.sure)
    )
    maybe = tuple(need for score, need in ranked if score >= limits.maybe)[:MOST_NEEDS]
    return sure, maybe, not maybe and out >= limits.out / 2


def _kinds(scores: dict[str, float], limits: Thresholds) -> tuple[str, ...]:
    ranked = sorted(
        ((score, kind) for kind, score in scores.items() if score >= limits.kind), key=lambda pair: (-pair[0], pair[1])
    )
    return tuple(kind for _, kind in ranked[:4])


@lru_cache(maxsize=1)
def _listed_words() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Return the plain words that speak for a need, by the first letters of their first: what is left when the core is gone."""
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for path in sorted(WORDS.glob("*.yaml")):
        for need, listed in (YamlFile(path).data or {}).items():
            for written in listed:
                words = [
                    w + "*" * part.endswith("*") for part in str(written).split() for w in fold_words(part.rstrip("*"))
                ]
                if words:
                    phrases[words[0].rstrip("*")[:3]].append((tuple(words), need))
    return phrases


def _by_words(text: str) -> dict[str, float]:
    words = fold_words(text)
    weights: dict[str, float] = defaultdict(float)
    for at, word in enumerate(words):
        for wanted, need in _listed_words().get(word[:3], ()):
            if at + len(wanted) <= len(words) and all(
                words[at + n].startswith(w[:-1]) if w.endswith("*") else words[at + n] == w
                for n, w in enumerate(wanted)
            ):
                weights[need] += len(wanted)
    # The lists hold words for kinds of help too; without the core only needs are told.
    return {need: 1 - 0.5**weight for need, weight in weights.items() if "-" not in need and need not in BARE_KINDS}
