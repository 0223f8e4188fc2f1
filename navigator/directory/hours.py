"""Opening hours: what a rule means today, with England's bank holidays.

The library's own British calendar misses days of England's, so "PH" in a rule is written out as dates from the `holidays` package.
Unknown hours are never guessed: a schedule without a rule is simply not known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache

import holidays
from opening_hours import OpeningHours, ParserError


@dataclass(frozen=True)
class Today:
    """What a rule means on one day: the spans it is open, whether it is open at this moment, and the next change if today."""

    spans: tuple[tuple[time, time], ...]
    open_now: bool
    always: bool = False


@lru_cache(maxsize=16)
def _bank_holidays(year: int) -> str:
    days = holidays.UK(subdiv="ENG", years=[year, year + 1])
    return ",".join(f"{day:%Y %b %d}" for day in sorted(days))


@lru_cache(maxsize=4096)
def _rule(opening: str, year: int) -> OpeningHours:
    return OpeningHours(opening.replace("PH", _bank_holidays(year)))


def opening_problem(opening: str) -> str | None:
    """Return what is wrong with a rule, or None."""
    try:
        _rule(opening, 2026)
    except ParserError as error:
        return str(error).split("\n")[0]
    return None


def hours_today(opening: str, now: datetime) -> Today | None:
    """Return what *opening* means on the day of *now* (a London time), or None when there is no rule."""
    if not opening:
        return None
    if opening == "24/7":
        return Today((), True, always=True)
    rule = _rule(opening, now.year)
    wall = now.replace(tzinfo=None)
    midnight = wall.replace(hour=0, minute=0, second=0, microsecond=0)
    spans = []
    for start, end, state, _ in rule.intervals(midnight, midnight + timedelta(days=1)):
        if str(state) in ("open", "State.OPEN"):
            spans.append((start.time(), end.time()))
    return Today(tuple(spans), bool(rule.is_open(wall)))
