"""Opening hours and England's bank holidays."""

from __future__ import annotations

from datetime import datetime

import pytest

from navigator.clock import LONDON
from navigator.directory.hours import hours_today, opening_problem

OFFICE = "Mo-Fr 09:00-17:00; PH off"
MOMENTS = [
    # rule, moment, open now
    (OFFICE, (2026, 11, 25, 12), True),
    (OFFICE, (2026, 11, 25, 18), False),
    (OFFICE, (2026, 11, 28, 12), False),  # Saturday
    (OFFICE, (2027, 1, 1, 12), False),  # New Year's Day
    (OFFICE, (2027, 3, 29, 12), False),  # Easter Monday
    (OFFICE, (2027, 8, 30, 12), False),  # summer bank holiday, England's own
    (OFFICE, (2026, 12, 28, 12), False),  # Boxing Day, kept on the Monday
    ("24/7", (2026, 12, 25, 3), True),
    ("Tu 10:00-12:00,14:00-16:00", (2026, 11, 24, 15), True),
]


@pytest.mark.parametrize(("rule", "moment", "is_open"), MOMENTS)
def test_open_at_a_moment(rule, moment, is_open) -> None:
    """A rule means what it says, bank holidays included."""
    today = hours_today(rule, datetime(*moment, tzinfo=LONDON))

    assert today.open_now is is_open


def test_no_rule_is_not_known() -> None:
    """Unknown hours are never taken for closed or open."""
    assert hours_today("", datetime(2026, 11, 25, 12, tzinfo=LONDON)) is None


def test_a_wrong_rule_is_named() -> None:
    """ "9-5 weekdays" is no rule."""
    assert opening_problem("9-5 weekdays")
    assert opening_problem(OFFICE) is None
