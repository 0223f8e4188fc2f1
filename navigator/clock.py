"""What time it is here. Opening hours, freshness and casework ask this module, so a test can move the clock in one place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_moved = timedelta(0)


def now() -> datetime:
    """Return the present moment on a London wall clock, with its time zone."""
    return datetime.now(LONDON) + _moved


def today() -> date:
    """Return today's date in London."""
    return now().date()


def utc_now() -> datetime:
    """Return the present moment in UTC, for what is written down."""
    return now().astimezone(UTC)


@contextmanager
def moved(by: timedelta) -> Iterator[None]:
    """Move the clock while a test's block runs: a referral is chased without waiting nine days."""
    global _moved
    before = _moved
    _moved = before + by
    try:
        yield
    finally:
        _moved = before
