"""How well messages are understood, on messages nobody trained on: one row a language and one for all.

A test line is a label, a style and a message. "loneliness|mental_wellbeing" means the first, and the second counts as right too.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from navigator.understanding.understand import Understood, understand


@dataclass(frozen=True)
class Case:
    """One test message. `needs` are meant, `allowed` count as right too; `kinds` of danger, the first meant."""

    text: str
    language: str
    style: str
    needs: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    danger: tuple[str, ...] = ()
    indirect: bool = False
    like: bool = False
    out: bool = False

    @property
    def harmless(self) -> bool:
        """Whether nothing should be raised."""
        return not self.danger


def read_cases(folder: Path) -> list[Case]:
    """Return the test messages in *folder*. Raises `ValueError` naming a line that cannot be read."""
    cases = []
    for path in sorted(folder.glob("*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            parts = line.split("\t")
            if len(parts) != 3:
                raise ValueError(f"{path.name}:{number} should be label, style and text.")
            cases.append(_case(parts[0].strip(), parts[1].strip(), parts[2].strip(), path.stem))
    return cases


def _case(label: str, style: str, text: str, code: str) -> Case:
    head, _, rest = label.partition(" ")
    if head == "out":
        return Case(text, code, style, out=True)
    if head.startswith("!"):
        kinds = tuple(kind.strip("!?") for kind in head.split("|"))
        return Case(text, code, style, danger=kinds, indirect="?" in head)
    if head.startswith("~"):
        needs, allowed = _needs(rest)
        return Case(text, code, style, needs, allowed, like=True)
    needs, allowed = _needs(head)
    return Case(text, code, style, needs, allowed)


def _needs(label: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    meant, allowed = [], []
    for part in filter(None, label.split("+")):
        first, *others = part.split("|")
        meant.append(first.split("/")[0])
        allowed += [other.split("/")[0] for other in others]
    return tuple(meant), tuple(allowed)


#: A figure's name → how it is said in the table's head.
FIGURES = {
    "n": "n", "lang": "lang", "rom": "rom", "r1": "R@1", "r3": "R@3", "prec": "prec", "abst": "abst", "out": "out",
    "direct": "dir", "indirect": "ind", "either": "+chk", "kind": "kind", "fa": "FA", "idiom": "FAidm", "denial": "FAdny", "check": "chk",
    "p50": "p50", "p95": "p95",
}  # fmt: skip


def evaluate(cases: Sequence[Case], use_meaning: bool = True) -> dict[str, dict[str, float | None]]:
    """Return the figures by language, and under "all": shares from 0 to 1, milliseconds for p50 and p95, None where nothing counts."""
    told: list[tuple[Case, Understood]] = []
    times: list[float] = []
    for case in cases:
        start = time.perf_counter()
        # The page is in the language the resident chose; here each is taken to read a page in English, the harder case.
        understood = understand(case.text, "en", use_meaning)
        times.append((time.perf_counter() - start) * 1000)
        told.append((case, understood))
    rows = {"all": _figures(told)}
    for code in sorted({case.language for case in cases}):
        rows[code] = _figures([pair for pair in told if pair[0].language == code])
    ordered = sorted(times)
    rows["all"] |= {"p50": median(ordered), "p95": ordered[int(len(ordered) * 0.95)]}
    return rows


def _share(hits: Sequence[bool]) -> float | None:
    return sum(hits) / len(hits) if hits else None


def _figures(told: Sequence[tuple[Case, Understood]]) -> dict[str, float | None]:
    wanting = [(c, u) for c, u in told if c.needs and not c.like]
    ranked = [(c, u.ranked) for c, u in wanting]
    dangers = [(c, u) for c, u in told if c.danger]
    harmless = [(c, u) for c, u in told if c.harmless]

    def right(case: Case, need: str) -> bool:
        return need in case.needs or need in case.allowed

    return {
        "n": len(told),
        "lang": _share([u.language == c.language for c, u in told if c.style not in ("romanised", "mixed", "short")]),
        "rom": _share([u.language == c.language for c, u in told if c.style == "romanised"]),
        "r1": _share([bool(r) and right(c, r[0]) for c, r in ranked]),
        "r3": _share([any(right(c, need) for need in r[:3]) for c, r in ranked]),
        "prec": _share([right(c, need) for c, u in wanting for need in u.needs]),
        "abst": _share([not u.needs for _, u in wanting]),
        "out": _share([u.out or not u.ranked for c, u in told if c.out]),
        "direct": _share([bool(u.danger.urgent) for c, u in dangers if not c.indirect]),
        "indirect": _share([bool(u.danger.urgent) for c, u in dangers if c.indirect]),
        "either": _share([bool(u.danger.urgent or u.danger.check) for _, u in dangers]),
        "kind": _share([any(kind in c.danger for kind in u.danger.urgent) for c, u in dangers if u.danger.urgent]),
        "fa": _share([bool(u.danger.urgent) for _, u in harmless]),
        "idiom": _share([bool(u.danger.urgent) for c, u in harmless if c.style == "idiom"]),
        "denial": _share([bool(u.danger.urgent) for c, u in harmless if c.style == "denial"]),
        "check": _share([bool(u.danger.check) and not u.danger.urgent for _, u in harmless]),
    }


def table(rows: dict[str, dict[str, float | None]]) -> list[str]:
    """Return the figures as lines of a table, shares in per cent."""
    lines = ["      " + " ".join(f"{head:>5}" for head in FIGURES.values())]
    for code, figures in rows.items():
        cells = []
        for name in FIGURES:
            value = figures.get(name)
            if value is None:
                cells.append("    –")
            elif name == "n":
                cells.append(f"{value:5.0f}")
            elif name in ("p50", "p95"):
                cells.append(f"{value:5.1f}")
            else:
                cells.append(f"{value * 100:5.1f}")
        lines.append(f"{code:5} " + " ".join(cells))
    return lines
