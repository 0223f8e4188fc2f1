"""Meet a navigator: where and when next, near somebody, in their language; and the calendar file for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from icalendar import Calendar, Event
from sqlalchemy import select
from sqlalchemy.orm import Session

from navigator.casework.staff import OutreachSession, Staff
from navigator.casework.working_days import is_working_day
from navigator.clock import LONDON, now

Point = tuple[float, float]
#: Weeks ahead that are looked through for the next time.
WEEKS = 4


@dataclass(frozen=True)
class Meeting:
    """A navigator at a place, next time. `metres` is None when we do not know where either is."""

    id: str
    name: str
    agency: str
    place: str
    postcode: str
    note: str
    languages: tuple[str, ...]
    starts: datetime
    ends: datetime
    weekly: bool
    metres: float | None = None


def next_time(session_of: OutreachSession, at: datetime) -> tuple[datetime, datetime] | None:
    """Return when an outreach session is next, or None when it is over. Weekly ones pause on bank holidays."""
    starts, ends = _clock(session_of.starts), _clock(session_of.ends)
    if session_of.on_date:
        days = [date.fromisoformat(session_of.on_date)]
    else:
        first = at.date() + timedelta(days=((session_of.weekday or 0) - at.weekday()) % 7)
        days = [first + timedelta(weeks=n) for n in range(WEEKS)]
        days = [day for day in days if is_working_day(day) or day.weekday() >= 5]
    for day in days:
        if datetime.combine(day, ends, LONDON) > at:
            return datetime.combine(day, starts, LONDON), datetime.combine(day, ends, LONDON)
    return None


def _clock(said: str) -> time:
    hours, _, minutes = said.partition(":")
    return time(int(hours), int(minutes or 0))


def meetings(
    session: Session, metres_to: Callable[[str], float | None], language: str, at: datetime | None = None
) -> list[Meeting]:
    """Return the next meetings: those with somebody who speaks *language* first, then nearest, then soonest."""
    at = at or now()
    found = []
    for row in session.scalars(select(OutreachSession).join(Staff).where(Staff.listed, Staff.active)):
        when = next_time(row, at)
        away = row.staff.away_until
        if when is None or (away and when[0] < away):
            continue
        found.append(
            Meeting(row.public_id, row.staff.name, row.staff.agency.name if row.staff.agency else "", row.place, row.postcode, row.note,
                    tuple(row.staff.languages or ()), *when, weekly=row.on_date is None, metres=metres_to(row.postcode) if row.postcode else None)
        )  # fmt: skip
    return sorted(
        found,
        key=lambda m: (
            language not in m.languages and language != "en",
            m.metres if m.metres is not None else 10**6,
            m.starts,
        ),
    )


def calendar_file(meeting: Meeting, title: str) -> bytes:
    """Return one meeting as a calendar file any phone reads."""
    calendar, event = Calendar(), Event()
    calendar.add("prodid", "-//Community navigator//EN")
    calendar.add("version", "2.0")
    event.add("uid", f"{meeting.id}-{meeting.starts:%Y%m%d}@navigator")
    event.add("dtstamp", now())
    event.add("dtstart", meeting.starts)
    event.add("dtend", meeting.ends)
    event.add("summary", title)
    event.add("location", ", ".join(part for part in (meeting.place, meeting.postcode) if part))
    calendar.add_component(event)
    return calendar.to_ical()
