"""Rules for danger that can be read: word patterns, one file a language.

A pattern is words in order. A star ends a stem, ".." allows up to three other words, (a|b|c) are alternatives, <partner> stands for
a list of the file. Patterns are precise and blind to hints; the trained layers are the other way round.

A denial, an idiom or a long-past phrase lowers what the message says by one tier, never to nothing: "I am not suicidal" may be
true.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from navigator.errors import Problem
from navigator.folding import fold_words
from navigator.understanding.examples import DANGERS
from navigator.yaml_files import YamlFile

HERE = Path(__file__).parent / "rules"
GAP = ".."
_LONGEST_GAP = 3
_CHINESE = re.compile("[\u3400-\u9fff]")
_TOKEN = re.compile(r"\(([^)]*)\)|<(\w+)>|(\.\.)|(\S+)")

#: One place of a pattern: the whole words and the stems that fit there; None for a gap.
Slot = tuple[frozenset[str], tuple[str, ...]] | None


@dataclass(frozen=True)
class Pattern:
    """One compiled pattern, the danger it tells of, and how it is written."""

    danger: str
    slots: tuple[Slot, ...]
    written: str


@dataclass
class Rules:
    """The rules of one language."""

    patterns: list[Pattern] = field(default_factory=list)
    softeners: list[Pattern] = field(default_factory=list)
    _first: dict[str, list[Pattern]] = field(default_factory=lambda: defaultdict(list))

    def add(self, pattern: Pattern, softener: bool = False) -> None:
        """Add a pattern, filed under the first letters its first word can have."""
        (self.softeners if softener else self.patterns).append(pattern)
        whole, stems = pattern.slots[0] or (frozenset(), ())
        for start in {word[:2] for word in whole} | {stem[:2] for stem in stems}:
            self._first[start].append(pattern)

    def find(self, words: list[str]) -> list[Pattern]:
        """Return the patterns that stand anywhere in *words*."""
        found = []
        for at, word in enumerate(words):
            for pattern in (*self._first.get(word[:2], ()), *(self._first.get(word[:1], ()) if len(word) > 1 else ())):
                if pattern not in found and _stands(pattern.slots, words, at):
                    found.append(pattern)
        return found


def rule_words(text: str) -> list[str]:
    """Return the words of a message as rules see them: Chinese as single characters in order, without the pairs search uses."""
    return [word for word in fold_words(text) if len(word) == 1 or not _CHINESE.match(word)]


def _stands(slots: tuple[Slot, ...], words: list[str], at: int) -> bool:
    """Return whether *slots* stand in *words* from *at* on."""
    if not slots:
        return True
    if slots[0] is None:
        return any(_stands(slots[1:], words, at + skip) for skip in range(_LONGEST_GAP + 1))
    if at >= len(words):
        return False
    whole, stems = slots[0]
    word = words[at]
    return (word in whole or any(word.startswith(stem) for stem in stems)) and _stands(slots[1:], words, at + 1)


def compile_pattern(written: str, lists: dict[str, list[str]]) -> tuple[Slot, ...]:
    """Return the slots of a written pattern. Raises `ValueError` saying what is wrong with it."""
    slots: list[Slot] = []
    for options, listed, gap, plain in _TOKEN.findall(written):
        if gap:
            slots.append(None)
            continue
        if listed and listed not in lists:
            raise ValueError(f"there is no list called {listed!r}")
        alternatives = lists[listed] if listed else options.split("|") if options else [plain]
        single = [_whole(option) for option in alternatives]
        if not (listed or options) and len(single[0]) > 1:
            # One written word may be several folded ones (Chinese): they stand one after the other.
            slots += [(frozenset([word]), ()) for word in _whole(plain)]
            continue
        words = {
            pieces[0]
            for option, pieces in zip(alternatives, single, strict=True)
            if len(pieces) == 1 and not option.endswith("*")
        }
        stems = tuple(
            pieces[0]
            for option, pieces in zip(alternatives, single, strict=True)
            if len(pieces) == 1 and option.endswith("*")
        )
        if any(len(pieces) != 1 for pieces in single):
            words |= {
                "".join(_whole(option)) for option, pieces in zip(alternatives, single, strict=True) if len(pieces) > 1
            }
        if not words and not stems:
            raise ValueError(f"{plain or options!r} holds no word")
        slots.append((frozenset(words), stems))
    while slots and slots[0] is None:
        slots.pop(0)
    if not slots:
        raise ValueError("holds no word")
    return tuple(slots)


def _whole(word: str) -> list[str]:
    return rule_words(word.rstrip("*"))


def spelt_out(written: str, lists: dict[str, list[str]]) -> list[str]:
    """Return *written* as patterns whose alternatives are single words: "(a|b c) d" is "(a) d" and "b c d"."""
    for options, listed, _gap, _plain in _TOKEN.findall(written):
        alternatives = options.split("|") if options else lists.get(listed, []) if listed else []
        several = [a for a in alternatives if len(a.split()) > 1]
        if not several:
            continue
        single = [a for a in alternatives if len(a.split()) == 1]
        place = f"({options})" if options else f"<{listed}>"
        ways = ([f"({'|'.join(single)})"] if single else []) + several
        return [spelt for way in ways for spelt in spelt_out(written.replace(place, way, 1), lists)]
    return [written]


def read_rules(path: Path) -> tuple[Rules, list[Problem]]:
    """Return the rules of one file and what is wrong with it."""
    file = YamlFile(path)
    problems = list(file.problems)
    data = file.data if isinstance(file.data, dict) else {}
    lists = {name: [str(word) for word in words] for name, words in (data.get("lists") or {}).items()}
    rules = Rules()
    groups = [(("patterns", kind), kind, patterns or []) for kind, patterns in (data.get("patterns") or {}).items()]
    groups += [((part,), part, data.get(part) or []) for part in ("denials", "idioms", "past")]
    for where, kind, patterns in groups:
        if where[0] == "patterns" and kind not in DANGERS:
            problems.append(file.problem(where, "is not a danger.", f"Dangers: {', '.join(DANGERS)}."))
            continue
        for number, written in enumerate(patterns):
            try:
                for spelt in spelt_out(str(written), lists):
                    rules.add(
                        Pattern(kind, compile_pattern(spelt, lists), str(written)), softener=where[0] != "patterns"
                    )
            except ValueError as error:
                problems.append(
                    file.problem((*where, number), f"{error}.", "Correct the pattern; the top of rules.py says how.")
                )
    return rules, problems


@lru_cache(maxsize=64)
def rules_of(code: str) -> Rules | None:
    """Return the rules of a language, or None when it has none."""
    path = HERE / f"{code}.yaml"
    return read_rules(path)[0] if path.is_file() else None
