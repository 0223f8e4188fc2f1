"""The network: who else helps, in which language, where; one's own profile and outreach sessions; cover for absence."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from flask import request
from sqlalchemy import select

from navigator.actions.make_referral import open_count
from navigator.actions.meet import next_time
from navigator.casework.staff import OutreachSession, Staff
from navigator.clock import now, today, utc_now
from navigator.desk.door import desk_page, desk_view, form_page, to
from navigator.desk.forms import DeskForm, area, day, offers, pick, several, text, tick
from navigator.errors import RecordMissing
from navigator.languages.language import language
from navigator.web.page import baked
from navigator.web.staff_door import db, me

WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


@desk_page("/network", "see network")
def network():
    """List who helps, by language and patch."""
    spoken, patch = request.args.get("language", ""), request.args.get("patch", "")
    people = db().scalars(select(Staff).where(Staff.active, Staff.agency_id.is_not(None)).order_by(Staff.name)).all()
    shown = [
        p for p in people if (not spoken or spoken in (p.languages or [])) and (not patch or patch in (p.patch or []))
    ]
    rows = [
        {"name": p.name, "agency": p.agency.name if p.agency else "", "languages": [language_name(c) for c in p.languages or []], "patch": [ward_names().get(w, w) for w in p.patch or []],
         "support": p.support, "away": p.away_until if p.away_until and p.away_until > utc_now() else None, "cover": cover_name(p), "email": p.email}
        for p in shown if p.role_names & {"navigator", "supervisor"}
    ]  # fmt: skip
    languages = sorted({code for p in people for code in p.languages or []})
    return desk_view(
        "desk/network.html",
        title="The network",
        rows=rows,
        languages=[(c, language_name(c)) for c in languages],
        wards=sorted(ward_names().items(), key=lambda w: w[1]),
        spoken=spoken,
        patch=patch,
    )


def spoken_here() -> list[str]:
    """Return every language a service here speaks or a page is in."""
    codes = {code for service in baked().directory.services.values() for code in service.languages} | set(
        baked().languages
    )
    return sorted(codes - {"xx", "en-easy"}, key=language_name)


def language_name(code: str) -> str:
    """Return a language's own name; British Sign Language and a few others have only an English one."""
    try:
        return language(code).name
    except LookupError:
        return {"bfi": "British Sign Language"}.get(code, code)


def ward_names() -> dict[str, str]:
    """Return the wards of the place by id."""
    return {ward.id: ward.name for ward in baked().place.wards}


def cover_name(person: Staff) -> str:
    """Return who covers for somebody away."""
    if not person.covered_by_id or not person.away_until or person.away_until < utc_now():
        return ""
    other = db().get(Staff, person.covered_by_id)
    return other.name if other else ""


class Profile(DeskForm):
    name = text("Your name, as residents should know you", "Type your name", most=120)
    listed = tick("Show me to residents under “Meet a navigator”")
    languages = several("Languages you speak", [])
    patch = several("Wards you know best", [])
    support = area("What you help with most", most=300)


@desk_page("/profile", "see own account", ("GET", "POST"))
def profile():
    """Change one's own profile."""
    who = me()
    form = Profile(
        data={
            "name": who.name,
            "listed": who.listed,
            "languages": who.languages,
            "patch": who.patch,
            "support": who.support,
        }
    )
    form.languages.choices = offers([(code, language_name(code)) for code in spoken_here()])
    form.patch.choices = offers(sorted(ward_names().items(), key=lambda ward: ward[1]))
    if form.ok():
        who.name, who.listed, who.support = form.name.data, form.listed.data, form.support.data or ""
        who.languages, who.patch = list(form.languages.data or []), list(form.patch.data or [])
        db().commit()
        return to("account", "Your profile is changed.")
    return form_page(form, "My profile", "Save", back="account")


class SessionForm(DeskForm):
    place = text("Where?", "Type the place, such as the library's name", most=160)
    postcode = text("Its postcode", most=10)
    weekday = pick(
        "Every week on", [("", "Not weekly: on one date"), *((str(n), name) for n, name in enumerate(WEEKDAYS))]
    )
    on_date = day("Or on one date")
    starts = text("From", "Type a time such as 10:00", most=5)
    ends = text("To", "Type a time such as 12:30", most=5)
    note = text("A word for residents", most=200, hint="For example: second floor, no appointment")


@desk_page("/outreach", "see network", ("GET", "POST"))
def outreach():
    """List one's outreach sessions and add one."""
    form = SessionForm()
    if form.ok():
        for field in (form.starts, form.ends):
            if not re.fullmatch(r"([01]?\d|2[0-3])[:.][0-5]\d", field.data):
                form.problem(field.name, "Type a time such as 10:00")
        starts, ends = (field.data.replace(".", ":").zfill(5) for field in (form.starts, form.ends))
        if not form.errors and starts >= ends:
            form.problem("ends", "It ends before it starts")
        if not form.weekday.data and not form.on_date.data:
            form.problem("weekday", "Choose a weekday, or a date")
        if form.on_date.data and not form.weekday.data and form.on_date.data < today():
            form.problem("on_date", "This date is over")
        if form.postcode.data and baked().table.find(form.postcode.data).point is None:
            form.problem("postcode", "We could not find this postcode")
        if not form.errors:
            weekday = int(form.weekday.data) if form.weekday.data else None
            db().add(
                OutreachSession(
                    staff_id=me().id,
                    place=form.place.data,
                    postcode=(form.postcode.data or "").upper(),
                    weekday=weekday,
                    on_date=form.on_date.data.isoformat() if weekday is None else None,
                    starts=starts,
                    ends=ends,
                    note=form.note.data or "",
                )
            )
            db().commit()
            return to("outreach", "Residents see it now, if your profile is shown to them.")
    rows = db().scalars(select(OutreachSession).where(OutreachSession.staff_id == me().id)).all()
    mine = [
        {
            "id": r.public_id,
            "place": r.place,
            "when": WEEKDAYS[r.weekday] + "s"
            if r.weekday is not None
            else date.fromisoformat(r.on_date or "2000-01-01").strftime("%d %B %Y"),
            "starts": r.starts,
            "ends": r.ends,
            "over": next_time(r, now()) is None,
        }
        for r in rows
    ]
    return desk_view(
        "desk/outreach.html",
        400 if form.errors else 200,
        title="My outreach sessions",
        form=form,
        rows=mine,
        listed=me().listed,
    )


@desk_page("/outreach/<session_id>/remove", "see network", ("POST",))
def remove_outreach(session_id: str):
    """Remove one of one's outreach sessions."""
    row = db().scalar(
        select(OutreachSession).where(OutreachSession.public_id == session_id, OutreachSession.staff_id == me().id)
    )
    if row is None:
        raise RecordMissing("There is no such session.")
    db().delete(row)
    db().commit()
    return to("outreach", "Removed.")


class AwayForm(DeskForm):
    until = day("Away until")
    cover = pick("Who covers?", [])


@desk_page("/away", "keep cases", ("GET", "POST"))
def away():
    """Say until when one is away and who covers."""
    who = me()
    form = AwayForm(
        data={"until": who.away_until.date() if who.away_until else None, "cover": str(who.covered_by_id or "")}
    )
    people = db().scalars(select(Staff).where(Staff.agency_id == who.agency_id, Staff.active, Staff.id != who.id)).all()
    form.cover.choices = offers(
        [
            ("", "Nobody"),
            *((str(p.id), f"{p.name} ({open_count(db(), p.id)} open cases)") for p in people),
        ]
    )
    if form.ok():
        until = form.until.data
        who.away_until = datetime(until.year, until.month, until.day, tzinfo=UTC) if until else None
        who.covered_by_id = int(form.cover.data) if form.cover.data and until else None
        db().commit()
        return to("account", "Kept." if until else "You are back.")
    return form_page(form, "Away and cover", "Keep it", back="account", intro="Leave the date empty when you are back.")
