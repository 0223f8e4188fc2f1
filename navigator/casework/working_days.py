"""Working days in England: Monday to Friday without bank holidays."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import holidays


@lru_cache(maxsize=1)
def _england() -> holidays.HolidayBase:
    return holidays.country_holidays("GB", subdiv="ENG")


def is_working_day(day: date) -> bool:
    """Return whether offices are open on *day*."""
    return day.weekday() < 5 and day not in _england()


def working_days_between(start: date, end: date) -> int:
    """Return how many working days passed after *start*, *end* included."""
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def after_working_days(start: date, days: int) -> date:
    """Return the day *days* working days after *start*."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day
