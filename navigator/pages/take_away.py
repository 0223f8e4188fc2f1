"""Leave with something in your hand: the list as a sheet of paper, sent to oneself, carried to a phone, put in a calendar.

What is chosen here (paper, size of letters, a second language) stands in the address: it says nothing of what was asked. The list itself
comes from the sealed cookie, or from a short-lived code that carries needs and services and nothing about who.
"""

from __future__ import annotations

import json
from dataclasses import replace

from flask import abort, current_app, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from navigator.actions.find_signposts import FEW, find_signposts, front_doors, wanted_of
from navigator.actions.remember import contact_card, next_opening, opening_file
from navigator.casework.carry import LINK_LASTS, carry, fetch, look
from navigator.clock import now
from navigator.directory.match import Signpost, Wanted, unknowns
from navigator.directory.records import Service
from navigator.languages.language import language
from navigator.messages.address import address_problem, settled
from navigator.messages.outbox import put
from navigator.pages.blueprint import pages
from navigator.pages.form import current_walk, where_now
from navigator.pages.promises import gone, needs_records
from navigator.paper.press import FontMissing, Press, PressAway, PressBusy, PressFailed
from navigator.web.answer_book import Visit
from navigator.web.error_pages import error_page
from navigator.web.kiosk import kiosk_here, not_at_a_kiosk
from navigator.web.page import PRESS, baked, go, keep, make_speaker, page, settings, speaker, visit
from navigator.web.qr import qr_picture
from navigator.web.sheet import PAPERS, SIZES, WHOLE, Asked, Side, document, side
from navigator.web.staff_door import db, note_try, too_many_tries

#: Services put on a sheet from the signposts, for somebody who kept none.
MOST_UNKEPT = 8


def asked_for() -> Asked:
    """Return what goes on this visitor's sheet: their list, or the first signposts when they kept none."""
    here, services = current_walk(), baked().directory.services
    where = where_now()
    wanted = wanted_of(here, where, (speaker().spoken,), baked().place.id, visit().kinds, visit().wishes)
    kept = [services[s] for s in visit().kept if s in services]
    shown: list[Signpost] = []
    if kept:
        loose = replace(wanted, ages=None, gender="", areas=None)  # what somebody chose themselves is never turned away
        shown = [
            baked().matcher.weigh(s, loose, now()) or Signpost(s, 0, (), unknowns(s)) for s in kept if s.is_offered
        ]
    elif here.needs or visit().danger:
        own = {need.id: here.kinds_for(need.id) for need in here.needs}
        dangers = tuple(dict.fromkeys((*visit().danger, *here.dangers)))
        found = find_signposts(baked(), wanted, where, dangers, now(), own)
        first = [s for _danger, of_danger in found.dangers for s in of_danger[:FEW]]
        first += [s for group in found.by_need for s in group.signposts[:FEW]]
        shown = list({s.service.id: s for s in first}.values())[:MOST_UNKEPT]
    doors = front_doors(baked(), Wanted(), now())
    sensitive = here.sensitive or bool(visit().danger)
    return Asked(
        needs=tuple(need.id for need in here.needs),
        signposts=tuple(shown),
        front_door=doors[0] if doors else None,
        lives_in=where.said.split()[0] if where.known in ("address", "district") else "",
        discreet=sensitive and request.args.get("needs") != "yes",
        closed=tuple(s.name for s in kept if not s.is_offered),
    )


def second_language() -> str:
    """Return the second language of the sheet, or ""."""
    code = request.args.get("with", "")
    return code if code in baked().languages and code != speaker().language.code else ""


def sides_of(asked: Asked) -> list[Side]:
    """Return the sheet's sides: this page's language, then the second one."""
    codes = [speaker().language.code, *filter(None, [second_language()])]
    return [side(asked, baked(), make_speaker(code), make_speaker("en")) for code in codes]


def choice(name: str, offered: tuple[str, ...]) -> str:
    """Return what the address chooses of *offered*: the first when it chooses nothing we know."""
    said = request.args.get(name, "")
    return said if said in offered else offered[0]


@pages.get("/list/sheet")
def sheet(lang: str) -> Response:
    """Show the sheet, ready for the printer, with its choices."""
    asked, kiosk = asked_for(), kiosk_here()
    paper = choice("paper", ("receipt", "a4") if kiosk and kiosk.place.printer == "receipt" else PAPERS)
    return page(
        "sheet.html",
        sides=sides_of(asked),
        empty=not (asked.signposts or asked.closed),
        paper=paper,
        size=choice("size", SIZES),
        second=second_language(),
        tongues=[
            ("", speaker().gettext("Only this language")),
            *((c, language(c).name) for c in baked().languages if c != lang),
        ],
        whole=WHOLE[paper],
        needs_shown=request.args.get("needs") == "yes",
        sensitive=current_walk().sensitive or bool(visit().danger),
        pdf=paper_problem(lang) == "" and not kiosk,
        query=request.query_string.decode("ascii", "ignore"),
    )


@pages.post("/list/sheet")
def choose_sheet(lang: str) -> Response:
    """Take how the sheet should be, and show it so."""
    chosen = {name: request.form.get(name, "") for name in ("size", "with", "paper", "needs")}
    return go("pages.sheet", **{name: said[:10] for name, said in chosen.items() if said})


def paper_problem(lang: str) -> str:
    """Return why no PDF can be made in a language here, or ""."""
    return current_app.extensions[PRESS].problem(lang)


@pages.get("/list/sheet.pdf")
@not_at_a_kiosk
def sheet_pdf(lang: str) -> Response:
    """Give the sheet as a PDF, made beside the pages by the press."""
    asked = asked_for()
    if not asked.signposts:
        return go("pages.sheet")
    press: Press = current_app.extensions[PRESS].press
    html = document(sides_of(asked), baked(), choice("paper", PAPERS), choice("size", SIZES))
    _ = speaker().gettext
    try:
        made = press.pdf(html)
    except PressBusy:
        return page(
            "sorry.html",
            503,
            title=_("The printer is busy"),
            says=_("Others are making a PDF just now. Try again in a minute, or print the page itself."),
        )
    except (PressAway, PressFailed, FontMissing) as problem:
        current_app.logger.error("no PDF could be made: %s", type(problem).__name__)
        return page(
            "sorry.html",
            503,
            title=_("The PDF could not be made"),
            says=_("Print the page itself instead. It holds the same."),
        )
    return Response(
        made,
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="list.pdf"', "Cache-Control": "no-store"},
    )


def what_is_carried() -> str:
    """Return needs and services of this visit, as a code carries them."""
    return json.dumps({"needs": list(visit().answers.needs), "kept": list(visit().kept or shown_ids())})


def shown_ids() -> list[str]:
    """Return the services the sheet would show."""
    return [signpost.service.id for signpost in asked_for().signposts]


def link_base() -> str:
    """Return the address people reach us at: as set, else as this browser did."""
    site = settings().site
    return request.url_root.rstrip("/") if site.startswith("http://127.0.0.1") else site


@pages.route("/list/take", methods=["GET", "POST"])
@needs_records
def take(lang: str) -> Response:
    """Make a QR code and a link that carry the list to a phone: once, for a day."""
    title = speaker().gettext("Take it to my phone")
    empty = not (visit().kept or visit().answers.needs)
    if request.method == "GET" or empty:
        return page("take.html", title=title, picture="", empty=empty)
    if too_many_tries("make-code"):
        return error_page(429)
    token = carry(db(), what_is_carried(), LINK_LASTS, link=True)
    code = carry(db(), what_is_carried())
    db().commit()
    link = f"{link_base()}/{lang}/take/{token}"
    picture = Markup(qr_picture(link, str(speaker().gettext("QR code with the link to your list"))))
    return page(
        "take.html", title=title, picture=picture, code=f"{code[:3]} {code[3:]}", at=f"{link_base()}/{lang}/take", empty=False
    )  # fmt: skip


@pages.route("/take", methods=["GET", "POST"])
@needs_records
def take_by_code(lang: str) -> Response:
    """Let somebody type the short code their other screen shows."""
    _ = speaker().gettext
    error = ""
    if request.method == "POST":
        if too_many_tries("carry"):
            return error_page(429)
        carried = fetch(db(), request.form.get("code", ""))
        if carried is not None:
            return arrive(carried)
        note_try("carry")
        error = _("This code does not fit. It works once, for 15 minutes.")
    return page("take_code.html", 400 if error else 200, title=_("Get my list"), error=error, error_field="code")


@pages.route("/take/<token>", methods=["GET", "POST"])
@needs_records
def taken(lang: str, token: str) -> Response:
    """Offer what a link carries; take it at a tap, since some programs open every link they see."""
    if too_many_tries("carry"):
        return error_page(429)
    if look(db(), token) is None:
        note_try("carry")
        return gone()
    if request.method == "GET":
        return page("taken.html", title=speaker().gettext("Your list"))
    carried = fetch(db(), token, keep=bool(request.form.get("keep")))
    return gone() if carried is None else arrive(carried)


def arrive(carried: str) -> Response:
    """Put a carried list in this device's visit, and show it."""
    what = json.loads(carried)
    kept = tuple(baked().merged.get(s, s) for s in what.get("kept", ()))
    needs = tuple(need for need in what.get("needs", ()) if need in baked().flows.needs)
    fresh = Visit()
    keep(replace(fresh, answers=fresh.answers.needing(needs), kept=kept))
    db().commit()
    return go("pages.my_list")


@pages.route("/list/send", methods=["GET", "POST"])
@needs_records
def send(lang: str) -> Response:
    """Send oneself a link to the list. The number or address is used once and dropped."""
    if not settings().notify_key:
        abort(404)  # nothing would carry it
    _ = speaker().gettext
    typed, errors = request.form, {}
    empty = not (visit().kept or visit().answers.needs)
    if request.method == "POST" and not empty:
        way = typed.get("way", "text")
        to = typed.get("to", "")
        problem = address_problem(way, to) if way in ("text", "email") else "Choose one of the answers"
        if problem:
            errors["to"] = _(problem)
        elif too_many_tries("send") or too_many_tries("send", settled(way, to)):
            return error_page(429)
        else:
            note_try("send")
            note_try("send", settled(way, to))
            token = carry(db(), what_is_carried(), LINK_LASTS, link=True)
            put(db(), way, settled(way, to), "my-list", lang, {"link": f"{settings().site}/{lang}/take/{token}"})
            db().commit()
            return page(
                "sorry.html",
                title=_("It is on its way"),
                says=_("Your list comes in a minute or two. We have kept no number and no address."),
            )
    return page(
        "send.html",
        400 if errors else 200,
        title=_("Send it to myself"),
        typed=typed,
        empty=empty,
        error=errors.get("to", ""),
        error_field="to",
    )


def _offered(service_id: str) -> Service:
    service = baked().directory.services.get(service_id)
    if service is None:
        abort(404)
    return service


@pages.get("/services/<service_id>/contact.vcf")
@not_at_a_kiosk
def contact(lang: str, service_id: str) -> Response:
    """Give a service as a contact for the phone's address book."""
    return _file(contact_card(_offered(service_id)), "text/vcard; charset=utf-8", "contact.vcf")


@pages.get("/services/<service_id>/next.ics")
@not_at_a_kiosk
def calendar(lang: str, service_id: str) -> Response:
    """Give the next time a service is open as a calendar file. A sensitive service is not named in it: calendars are shared."""
    record = _offered(service_id)
    spans = next_opening(record, now())
    if spans is None:
        abort(404)
    flows = baked().flows
    sensitive = record.confidential_address or any(
        flows.needs[need].sensitive for need in record.main_needs if need in flows.needs
    )
    title = str(speaker().gettext("Something to go to")) if sensitive else record.name
    return _file(opening_file(record, *spans, title, hide=sensitive), "text/calendar; charset=utf-8", "next.ics")


def _file(body: bytes, kind: str, name: str) -> Response:
    return Response(body, content_type=kind, headers={"Content-Disposition": f"attachment; filename={name}"})
