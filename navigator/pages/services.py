"""Services: each on its own page, searched by words, browsed by need."""

from __future__ import annotations

from dataclasses import replace

from flask import abort, current_app, redirect, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from navigator.actions.make_referral import desk_lines
from navigator.actions.remember import next_opening
from navigator.clock import now
from navigator.directory.match import Wanted
from navigator.pages.blueprint import pages
from navigator.pages.form import sorted_needs, where_now
from navigator.web.answer_book import MOST_FOUND
from navigator.web.desk_lines import desk_line, line_says
from navigator.web.kiosk import kiosk_here
from navigator.web.page import baked, go, keep, page, speaker, visit
from navigator.web.presenters import card, service_values
from navigator.web.qr import qr_picture

LONGEST_SEARCH = 200


@pages.get("/services/<service_id>")
def service(lang: str, service_id: str) -> Response:
    """Show everything about one service. An id that was merged into another leads there."""
    kept_under = baked().merged.get(service_id)
    if kept_under:
        return redirect(url_for("pages.service", lang=lang, service_id=kept_under), 301)
    record = baked().directory.services.get(service_id)
    if record is None:
        abort(404)
    values = service_values(record, baked(), speaker())
    flows = baked().flows
    needs = [
        {"id": need, "name": speaker().phrase(flows.needs[need].name)}
        for need in (*record.main_needs, *record.also_needs)
        if need in flows.needs
    ]
    sensitive = any(flows.needs[need].sensitive for need in record.main_needs if need in flows.needs)
    sources = len(record.sources)
    opening = next_opening(record, now())
    return page(
        "service.html",
        next_time=f"{speaker().day(opening[0].date(), weekday=True)}, {speaker().time(opening[0].time())}"
        if opening
        else "",
        website_code=Markup(qr_picture(record.website, record.website)) if record.website and kiosk_here() else "",
        desk=line_says(desk_line(current_app, desk_lines, service_id), speaker()),
        s=values,
        needs=needs,
        kept=service_id in visit().kept,
        sensitive=sensitive,
        sources=sources,
    )


@pages.get("/search")
def search(lang: str) -> Response:
    """Show the search box, and what was last found. The words searched for are not kept, so the box is empty."""
    found = [baked().directory.services[s] for s in visit().found if s in baked().directory.services]
    searched = "searched" in visit().marks
    return page(
        "search.html",
        found=[service_values(s, baked(), speaker()) for s in found],
        searched=searched,
        error="",
        kept=visit().kept,
    )


@pages.post("/search")
def search_for(lang: str) -> Response:
    """Search by words, keep only which services were found, and show them."""
    words = " ".join(request.form.get("words", "").split())[:LONGEST_SEARCH]
    if not words:
        return page(
            "search.html",
            400,
            found=[],
            searched=False,
            error=speaker().gettext("Type what you are looking for"),
            kept=visit().kept,
        )
    found = baked().search.search(words, limit=MOST_FOUND)
    keep(replace(visit(), found=tuple(hit.id for hit in found), marks=("searched",)))
    return go("pages.search")


@pages.get("/needs")
def needs(lang: str) -> Response:
    """Show every need by name, to browse."""
    return page("needs.html", needs=sorted_needs(), services=len(baked().directory.services))


@pages.get("/needs/<need_id>")
def need(lang: str, need_id: str) -> Response:
    """Show the services for one need, without any questions."""
    wanted_need = baked().flows.needs.get(need_id)
    if wanted_need is None:
        abort(404)
    where = where_now()
    wanted = Wanted(
        (need_id,),
        (),
        languages=(speaker().spoken,),
        areas=where.areas,
        point=where.point,
        home=baked().place.id,
    )
    signposts = baked().matcher.signposts(wanted, now())
    cards = [card(signpost, baked(), speaker()) for signpost in signposts[:25]]
    return page(
        "need.html",
        need=wanted_need,
        title=speaker().phrase(wanted_need.say),
        cards=cards,
        total=len(signposts),
        sensitive=wanted_need.sensitive,
        kept=visit().kept,
    )
