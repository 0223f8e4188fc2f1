"""My list: services kept to take away, in the same sealed cookie as the answers. Printed by the browser, cleared by a tap."""

from __future__ import annotations

from dataclasses import replace

from flask import request
from werkzeug.wrappers import Response

from navigator.actions.find_signposts import wanted_of
from navigator.clock import now
from navigator.directory.match import Signpost, unknowns
from navigator.pages.blueprint import pages
from navigator.pages.form import current_walk, where_now
from navigator.pages.start import only_known
from navigator.web.page import baked, go, keep, page, settings, speaker, visit
from navigator.web.presenters import card

#: Where a button on a page may send the resident back to.
_BACK = {"signposts": "pages.signposts", "list": "pages.my_list", "search": "pages.search", "chat": "pages.chat"}


@pages.get("/list")
def my_list(lang: str) -> Response:
    """Show the list."""
    here = current_walk()
    where = where_now()
    wanted = wanted_of(here, where, (speaker().spoken,), baked().place.id)
    cards, gone = [], 0
    for service_id in visit().kept:
        service = baked().directory.services.get(service_id)
        if service is None:
            gone += 1
            continue
        signpost = baked().matcher.weigh(service, replace(wanted, ages=None, gender="", areas=None), now())
        cards.append(card(signpost or Signpost(service, 0, (), unknowns(service)), baked(), speaker()))
    return page(
        "my_list.html",
        cards=cards,
        gone=gone,
        needs=[speaker().phrase(need.say) for need in here.needs],
        sensitive=here.sensitive,
        can_send=bool(settings().notify_key),
    )


@pages.post("/list")
def change_list(lang: str) -> Response:
    """Keep a service, drop one, or clear the list, and go back to where the button was."""
    here = visit()
    for service_id in only_known("keep"):
        service_id = baked().merged.get(service_id, service_id)
        if service_id in baked().directory.services:
            here = here.keeping(service_id)
    for service_id in only_known("drop"):
        here = here.dropping(service_id)
    if request.form.get("clear"):
        here = replace(here, kept=())
    keep(here)
    back = request.form.get("back", "")
    if back.startswith("service:") and back[8:] in baked().directory.services:
        return go("pages.service", service_id=back[8:])
    anchor = next(iter(only_known("keep")), None) if back == "signposts" else None
    return go(_BACK.get(back, "pages.my_list"), _anchor=f"s-{anchor}" if anchor else None)
