"""What time it is here. Opening hours and freshness ask this module, so a test can move the clock in one place."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """Return the present moment on a London wall clock, with its time zone."""
    return datetime.now(LONDON)


def today() -> date:
    """Return today's date in London."""
    return now().date()
