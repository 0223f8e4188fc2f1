"""Meet a person: a code for the navigator beside you, where navigators sit next, and asking to be rung."""

from __future__ import annotations

import json

from flask import abort, request
from werkzeug.wrappers import Response

from navigator.actions.make_referral import Asked, desk_agency, take_referral
from navigator.actions.meet import Meeting, calendar_file, meetings
from navigator.casework.carry import carry
from navigator.errors import CannotDo
from navigator.messages.address import address_problem
from navigator.pages.blueprint import pages
from navigator.pages.promises import needs_records
from navigator.places.distance import metres_between, walking_minutes
from navigator.web.error_pages import error_page
from navigator.web.page import baked, go, page, speaker, visit
from navigator.web.staff_door import db, note_try, too_many_tries


@pages.route("/list/code", methods=["GET", "POST"])
@needs_records
def list_code(lang: str) -> Response:
    """Show a short code by which a navigator fetches this list: needs and services, nothing else, once, for 15 minutes."""
    _, here = speaker().gettext, visit()
    if request.method == "GET" or not (here.kept or here.answers.needs):
        return page(
            "list_code.html",
            title=_("Show a code to a navigator"),
            code="",
            empty=not (here.kept or here.answers.needs),
        )
    if too_many_tries("make-code"):
        return error_page(429)
    code = carry(db(), json.dumps({"needs": list(here.answers.needs), "kept": list(here.kept)}))
    db().commit()
    return page("list_code.html", title=_("Show a code to a navigator"), code=f"{code[:3]} {code[3:]}", empty=False)


@pages.get("/meet")
@needs_records
def meet(lang: str) -> Response:
    """Show where and when navigators can be met, those who speak this language first."""
    rows = found_meetings()
    languages = [speaker().language_name(lang)]
    return page(
        "meet.html",
        title=speaker().gettext("Meet a navigator"),
        rows=[meeting_values(m) for m in rows],
        language=languages[0],
    )


def found_meetings() -> list[Meeting]:
    """Return the next meetings for this visitor."""
    said = visit().answers.get("about.where")
    here = baked().table.find(said).point if said else None

    def metres_to(postcode: str) -> float | None:
        there = baked().table.find(postcode).point
        return metres_between(here, there) if here and there else None

    return meetings(db(), metres_to, speaker().spoken)


def meeting_values(meeting: Meeting) -> dict[str, object]:
    """Return one meeting in the page's language."""
    say = speaker()
    minutes = walking_minutes(meeting.metres) if meeting.metres is not None else None
    return {
        "id": meeting.id, "name": say.name(meeting.name), "agency": say.name(meeting.agency), "place": say.name(meeting.place), "postcode": meeting.postcode,
        "day": say.day(meeting.starts.date(), weekday=True), "from": say.time(meeting.starts.time()), "to": say.time(meeting.ends.time()),
        "languages": say.list([say.language_name(code) for code in meeting.languages]) if meeting.languages else "",
        "note": meeting.note, "weekly": meeting.weekly,
        "walk": say.ngettext("About %(minutes)s minute's walk", "About %(minutes)s minutes' walk", minutes) % {"minutes": say.number(minutes)} if minutes is not None else "",
    }  # fmt: skip


@pages.get("/meet/<meeting_id>.ics")
@needs_records
def meeting_file(lang: str, meeting_id: str) -> Response:
    """Give one meeting as a calendar file."""
    found = next((m for m in found_meetings() if m.id == meeting_id), None)
    if found is None:
        abort(404)
    body = calendar_file(found, str(speaker().gettext("Meet a navigator")))
    return Response(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": "attachment; filename=navigator.ics"},
    )


def desks() -> list[tuple[str, str]]:
    """Return the services whose desk here takes a resident's or a professional's word, front doors first."""
    ids = [*baked().place.front_doors, *(s for s in baked().directory.services if s not in baked().place.front_doors)]
    held = {service_id for service_id in ids if desk_agency(db(), service_id)}
    return [
        (service_id, baked().directory.services[service_id].name)
        for service_id in ids
        if service_id in held and baked().directory.services[service_id].is_offered
    ]


@pages.route("/call-back", methods=["GET", "POST"])
@needs_records
def call_back(lang: str) -> Response:
    """Let a resident ask to be rung. It is the first thing of theirs that is kept, and says so."""
    _, offered = speaker().gettext, desks()
    typed, errors = request.form, {}
    if request.method == "POST" and offered:
        if too_many_tries("call-back"):
            return error_page(429)
        if not typed.get("called", "").strip():
            errors["called"] = _("Type what we should call you")
        if not typed.get("phone", "").strip() or address_problem("phone", typed["phone"]):
            errors["phone"] = _("Type a UK phone number, such as 07700 900123")
        if not typed.get("agree"):
            errors["agree"] = _("Tick the box if we may pass this on. Without it we keep nothing.")
        service_id = typed.get("service", offered[0][0])
        service = baked().directory.services.get(service_id)
        if service is None or service_id not in dict(offered):
            errors["service"] = _("Choose one of the answers")
        if not errors and service is not None:
            note_try("call-back")  # counted, so that nobody fills a desk with false calls
            when = typed.get("when", "").strip()[:120]
            need = visit().answers.needs[0] if visit().answers.needs else (service.main_needs or ("",))[0]
            take_referral(db(), "resident", service, typed["called"].strip()[:80], f"{typed['phone'].strip()[:40]} {f'({when})' if when else ''}".strip(),
                          Asked(need, typed.get("words", "").strip()[:1500] or "Asked to be rung."), lang)  # fmt: skip
            db().commit()
            return page(
                "sorry.html",
                title=_("We have your message"),
                says=_(
                    "They will ring you, usually within three working days. If it is urgent, use the numbers below."
                ),
            )
    return page(
        "call_back.html",
        400 if errors else 200,
        title=_("Ask to be rung"),
        offered=offered,
        typed=typed,
        errors=errors,
        error=next(iter(errors.values()), ""),
        error_field=next(iter(errors), ""),
    )


@pages.route("/refer", methods=["GET", "POST"])
@needs_records
def refer(lang: str) -> Response:
    """Let a GP or an organisation refer somebody, with that person's consent, to a service with a desk here."""
    _, offered = speaker().gettext, desks()
    typed, errors = request.form, {}
    if request.method == "POST" and offered:
        if too_many_tries("refer"):
            return error_page(429)
        for field, sentence in (
            ("referrer", _("Type your name, role and organisation")), ("referrer_reach", _("Type how we can reach you")),
            ("called", _("Type what we should call them")), ("reach", _("Type how it is safe to reach them")), ("words", _("Say why the service is needed")),
        ):  # fmt: skip
            if not typed.get(field, "").strip():
                errors[field] = sentence
        if not typed.get("agree"):
            errors["agree"] = _("Ask the person first. Tick the box when they have agreed.")
        service = baked().directory.services.get(typed.get("service", ""))
        if service is None or service.id not in dict(offered):
            errors["service"] = _("Choose one of the answers")
        if not errors and service is not None:
            note_try("refer")
            asked = Asked(
                typed["need"] if typed.get("need") in baked().flows.needs else (service.main_needs or ("",))[0],
                typed["words"].strip()[:1500],
                "urgent" if typed.get("urgent") else "routine",
            )
            try:
                take_referral(
                    db(),
                    "professional",
                    service,
                    typed["called"].strip()[:80],
                    typed["reach"].strip()[:200],
                    asked,
                    lang,
                    f"{typed['referrer'].strip()[:120]} ({typed['referrer_reach'].strip()[:120]})",
                )
                db().commit()
                return page(
                    "sorry.html",
                    title=_("The referral is sent"),
                    says=_("The service has it now. They reach the person, or you if they need to know more."),
                )
            except CannotDo:
                db().rollback()
                return go("pages.refer")
    needs = [(need.id, speaker().phrase(need.name)) for need in baked().flows.needs.values()]
    return page(
        "refer.html",
        400 if errors else 200,
        title=_("Refer somebody"),
        offered=offered,
        needs=needs,
        typed=typed,
        errors=errors,
        error=next(iter(errors.values()), ""),
        error_field=next(iter(errors), ""),
    )
