"""Things a phone remembers for somebody: a service as a contact, and when it is open next as a calendar entry."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from navigator.clock import LONDON
from navigator.directory.hours import hours_today
from navigator.directory.records import Service

#: Days ahead that are looked through for the next opening.
DAYS = 14
#: A service open on more days of a week than this is no date to keep: one goes when one likes.
MOST_DAYS_A_WEEK = 3


def next_opening(service: Service, at: datetime) -> tuple[datetime, datetime] | None:
    """Return when a drop-in is open next, or None: its hours are not known, or it is open most days."""
    opening = service.schedule.opening
    if not opening or not service.shown_locations or not service.is_offered:
        return None
    days = []
    for ahead in range(DAYS):
        day = at + timedelta(days=ahead)
        hours = hours_today(opening, day)
        if hours and hours.spans:
            days.append((day.date(), hours.spans))
    if sum(day < at.date() + timedelta(days=7) for day, _ in days) > MOST_DAYS_A_WEEK:
        return None
    for day, spans in days:
        for start, end in spans:
            begins, ends = datetime.combine(day, start, LONDON), datetime.combine(day, end, LONDON)
            if begins > at and ends > begins:
                return begins, ends
    return None


def opening_file(service: Service, begins: datetime, ends: datetime, title: str, hide: bool = False) -> bytes:
    """Return one opening as a calendar file. With *hide* it says neither which service nor where."""
    calendar, event = Calendar(), Event()
    calendar.add("prodid", "-//Community navigator//EN")
    calendar.add("version", "2.0")
    event.add("uid", f"{'hidden' if hide else service.id}-{begins:%Y%m%d%H%M}@navigator")
    event.add("dtstamp", begins)
    event.add("dtstart", begins)
    event.add("dtend", ends)
    event.add("summary", title)
    if not hide:
        place = service.shown_locations[0]
        event.add("location", ", ".join(part for part in (place.name, place.address, place.postcode) if part))
    calendar.add_component(event)
    return calendar.to_ical()


def contact_card(service: Service) -> bytes:
    """Return a service as a vCard 3.0, which every phone reads. Only what the public may see is in it."""
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"FN:{_safe(service.name)}",
        f"N:;{_safe(service.name)};;;",
        f"ORG:{_safe(service.name)}",
    ]
    for phone in service.shown_phones:
        number = re.sub(r"[^\d+]", "", phone.number)
        lines.append(f"TEL;TYPE={'CELL' if phone.kind == 'text' else 'WORK,VOICE'}:{number}")
    if service.email:
        lines.append(f"EMAIL;TYPE=WORK:{_safe(service.email)}")
    if service.website:
        lines.append(f"URL:{service.website}")
    for place in service.shown_locations[:1]:
        street = ", ".join(part for part in (place.name, place.address) if part)
        lines.append(f"ADR;TYPE=WORK:;;{_safe(street)};;;{_safe(place.postcode)};")
    return "".join(_folded(line) + "\r\n" for line in (*lines, "END:VCARD")).encode()


def _safe(words: str) -> str:
    """Return words with what vCard reads as punctuation made plain."""
    return re.sub(r"([\\,;])", r"\\\1", " ".join(words.split()))


def _folded(line: str) -> str:
    """Return a line broken as the format asks: no piece over 75 bytes, letters whole."""
    pieces, piece, room = [], "", 75
    for letter in line:
        if len((piece + letter).encode()) > room:
            pieces.append(piece)
            piece, room = "", 74
        piece += letter
    return "\r\n ".join([*pieces, piece])
