"""Example messages: one table a language, each line a label and a message as somebody would type it.

A label is a need ("food"), a need with kinds of help ("falls/pendant-alarm"), several ("money+food/food-parcel"), a danger
("!suicide", "!suicide?" when only hinted at), a harmless look-alike ("~suicide", with a need after a space where it has one), or
"out" for what nobody here can help with. They are what the model is trained on and nothing else; the test set stands elsewhere,
written by other hands.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from navigator.errors import Problem, relative_name
from navigator.folding import fold

HERE = Path(__file__).parent / "examples"

#: Dangers a label may name.
DANGERS = ("suicide", "medical", "domestic_abuse", "child_risk", "rough_sleeping", "fire_gas", "adult_abuse")

#: The scripts each language is written in, for the checker. Latin is always allowed: English words, and romanised typing.
_SCRIPTS = {
    "ar": "\u0600-\u06ff", "fa": "\u0600-\u06ff", "ur": "\u0600-\u06ff", "bn": "\u0964\u0965\u0980-\u09ff", "bg": "\u0400-\u04ff",
    "uk": "\u0400-\u04ff", "el": "\u0370-\u03ff\u1f00-\u1fff", "zh": "\u3400-\u9fff",
}  # fmt: skip


@dataclass(frozen=True)
class Example:
    """One message and what it means. `danger` is "" when there is none; `like` is the danger it only looks like."""

    text: str
    language: str
    needs: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    danger: str = ""
    indirect: bool = False
    like: str = ""
    out: bool = False
    romanised: bool = False


def read_examples(folder: Path = HERE, codes: Collection[str] = ()) -> list[Example]:
    """Return every example, in the order of the files. Lines whose label cannot be read are passed over (the checker names them)."""
    examples = []
    for path in sorted(folder.glob("*.tsv")):
        if not codes or language_of(path) in codes:
            examples += [example for _, example in _lines(path) if isinstance(example, Example)]
    return examples


def language_of(path: Path) -> str:
    """Return the language of a table: "en_danger.tsv" is English."""
    return path.stem.split("_")[0]


def _lines(path: Path) -> Iterator[tuple[int, Example | str]]:
    """Yield each line's number and its example, or what is wrong with it."""
    code, romanised = language_of(path), False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#"):
            romanised = romanised or "romanised" in line.lower()
            continue
        if not line.strip():
            continue
        label, tab, text = line.partition("\t")
        if not tab or not text.strip() or "\t" in text:
            yield number, "should be a label, a tab and a message."
            continue
        try:
            yield (
                number,
                parse(label, text.strip(), code, romanised and not re.search(f"[{_SCRIPTS.get(code, chr(0))}]", text)),
            )
        except ValueError as error:
            yield number, str(error)


def parse(label: str, text: str, code: str, romanised: bool = False) -> Example:
    """Return the example a label and a message make. Raises `ValueError` saying what is wrong with the label."""
    head, _, rest = label.strip().partition(" ")
    if head == "out":
        return Example(text, code, out=True, romanised=romanised)
    if head.startswith("!"):
        kind = head[1:].rstrip("?")
        if kind not in DANGERS:
            raise ValueError(f"{kind!r} is not a danger.")
        return Example(text, code, danger=kind, indirect=head.endswith("?"), romanised=romanised)
    if head.startswith("~"):
        if head[1:] not in DANGERS:
            raise ValueError(f"{head[1:]!r} is not a danger.")
        needs, kinds = _needs(rest) if rest.strip() else ((), ())
        return Example(text, code, needs, kinds, like=head[1:], romanised=romanised)
    needs, kinds = _needs(head)
    return Example(text, code, needs, kinds, romanised=romanised)


def _needs(label: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return needs and kinds of "need/kind+kind+need/kind". Ids with a dash, or after a slash, are kinds."""
    needs, kinds, after_slash = [], [], False
    for sign, word in re.findall(r"([+/]?)([^+/\s]+)", label):
        if sign == "/":
            after_slash = True
        if sign == "/" or (sign == "+" and after_slash and ("-" in word or word in BARE_KINDS)):
            kinds.append(word)
        else:
            needs.append(word)
            after_slash = False
    return tuple(needs), tuple(kinds)


#: Kinds of help whose id has no dash, so that "falls/gp+dentist" reads as two kinds.
BARE_KINDS = frozenset(
    [
        "repairs",
        "eviction",
        "library",
        "asylum",
        "befriending",
        "groups",
        "volunteering",
        "counselling",
        "perinatal",
        "gp",
        "pharmacy",
        "dentist",
        "diabetes",
        "stroke",
        "cancer",
        "reablement",
        "autism",
        "hospice",
        "refuge",
        "stalking",
        "parenting",
        "play",
        "walking",
        "gardening",
        "complaint",
        "grief",
        "ukraine",
        "victims",
        "emergency",
    ]
)


def check_examples(needs: Collection[str], kinds: Collection[str], folder: Path = HERE) -> list[Problem]:
    """Return what is wrong in the tables: labels, duplicates, scripts."""
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for path in sorted(folder.glob("*.tsv")):
        name = relative_name(path)
        for number, example in _lines(path):
            if isinstance(example, str):
                problems.append(
                    Problem(name, number, "", example, "See the top of understanding/examples.py for the labels.")
                )
                continue
            for word in example.needs:
                if word not in needs:
                    problems.append(Problem(name, number, word, "is not a need.", "Use a need id."))
            for word in example.kinds:
                if word not in kinds:
                    problems.append(
                        Problem(name, number, word, "is not a kind of help.", "Use an id of flows/kinds.yaml.")
                    )
            key = " ".join(fold(example.text).split())
            if key in seen:
                problems.append(Problem(name, number, "", f"stands already at {seen[key]}.", "Keep one of them."))
            seen[key] = f"{path.name}:{number}"
            script = _SCRIPTS.get(example.language)
            strange = re.search("[\u0370-\u9fff]", re.sub(f"[{script}]", "", example.text) if script else example.text)
            if strange and strange[0] < "\u200b":
                problems.append(
                    Problem(name, number, "", f"has {strange[0]!r}, a letter of another script.", "Correct it.")
                )
    return problems


def leaked(tests: Collection[str], folder: Path = HERE) -> list[str]:
    """Return the test messages that stand among the examples too, in folded form."""
    known = {" ".join(fold(example.text).split()) for example in read_examples(folder)}
    return [text for text in tests if " ".join(fold(text).split()) in known]
