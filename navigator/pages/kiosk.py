"""The kiosk: a library's screen. Languages first, what is on here, and everything wiped when somebody finishes or walks away.

`/kiosk/<name>` starts a new sitting and forgets the one before. The operator's guide and the page to test a screen speak English.
"""

from __future__ import annotations

import json
from datetime import timedelta

from flask import Blueprint, Response, abort, current_app, g, request
from werkzeug.wrappers import Response as AnyResponse

from navigator.clock import now
from navigator.languages.language import Language, language
from navigator.pages.blueprint import pages
from navigator.pages.meet import found_meetings, meeting_values
from navigator.pages.promises import with_records
from navigator.web.assets import BUILT
from navigator.web.headers import is_same_site
from navigator.web.kiosk import COOKIE, AtKiosk, find_kiosk, kiosk_here, new_sitting, policies_text
from navigator.web.page import ASSETS, LANGUAGE_COOKIE, baked, go, page, settings, speaker
from navigator.web.presenters import service_values

kiosk = Blueprint("kiosk", __name__, url_prefix="/kiosk")


def _(sentence: str) -> str:
    """Mark a sentence for the catalogue. It is translated when shown."""
    return sentence


START_HERE = _("Touch here to start")
#: Cookies a sitting can leave, and the paths they are kept for.
LEFT_BEHIND = (("visit", "/"), (LANGUAGE_COOKIE, "/"), ("desk", "/desk"))


def _the(name: str) -> AtKiosk:
    found = find_kiosk(name, "")
    if found is None:
        abort(404)
    return found


def _forget(response: AnyResponse) -> AnyResponse:
    """Take from the browser whatever a sitting left."""
    for cookie, path in LEFT_BEHIND:
        if cookie in request.cookies or path != "/":
            response.delete_cookie(cookie, path=path, samesite="Lax", httponly=True, secure=settings().secure_cookies)
    response.headers["Cache-Control"] = "no-store"
    return response


def _sit_down(response: AnyResponse, at: AtKiosk) -> AnyResponse:
    response.set_cookie(
        COOKIE, f"{at.place.id}.{at.sitting}", httponly=True, samesite="Lax", secure=settings().secure_cookies
    )
    return response


def _tongues() -> list[tuple[Language, str]]:
    """Return each language with the words that invite whoever reads it."""
    return [(language(code), baked().catalogue(code).gettext(START_HERE)) for code in baked().languages]


@kiosk.get("/")
def kiosks() -> Response:
    """List the kiosks of this place, with the guide for whoever sets one up."""
    rows = [(k.id, baked().directory.services[k.service].name, k.printer) for k in baked().place.kiosks]
    return page("kiosk/kiosks.html", rows=rows, site=request.url_root, policies=policies_text(request.host))


@kiosk.get("/<name>")
def start(name: str) -> AnyResponse:
    """Show the languages, on a screen that has forgotten everything."""
    at, shell = _the(name), bool(request.args.get("shell"))
    g.kiosk = AtKiosk(at.place, at.service, "" if shell else new_sitting())
    g.visit = g.visit_before = None
    response = page("kiosk/start.html", kiosk_start=True, tongues=_tongues())
    return response if shell else _sit_down(_forget(response), g.kiosk)


@kiosk.post("/<name>/finish")
def finish(name: str) -> AnyResponse:
    """Forget everything of the sitting, and go to the start."""
    at = _the(name)
    if not is_same_site():
        abort(403)
    response = Response(status=303, headers={"Location": at.address})
    # The browser is asked to drop what pages it still holds, so that Back has nothing to show.
    response.headers["Clear-Site-Data"] = '"cache"'
    return _sit_down(_forget(response), AtKiosk(at.place, at.service, new_sitting()))


@kiosk.route("/<name>/test", methods=["GET", "POST"])
def test(name: str) -> AnyResponse:
    """Let staff see whether a screen is set up as it should be, and take a browser out of kiosk manner."""
    at = _the(name)
    if request.method == "POST":
        response = Response(status=303, headers={"Location": "/kiosk/"})
        response.delete_cookie(COOKIE, samesite="Lax", httponly=True, secure=settings().secure_cookies)
        return _forget(response)
    say = speaker()
    samples = [
        (language(code), baked().catalogue(code).gettext("What do you need help with?")) for code in baked().languages
    ]
    return page(
        "kiosk/test.html", at=at, samples=samples, is_kiosk=COOKIE in request.cookies, clock=say.time(now().time())
    )


@pages.get("/here")
def here(lang: str) -> AnyResponse:
    """Show what is on at this kiosk's own place: who can be met, and which services are at the same address."""
    at = kiosk_here()
    if at is None:
        return go("pages.meet")
    postcodes = {place.postcode for place in at.service.shown_locations if place.postcode}
    same_place = [
        service_values(service, baked(), speaker())
        for service in baked().directory.services.values()
        if service.is_offered
        and service.id != at.service.id
        and postcodes & {place.postcode for place in service.shown_locations}
    ]
    soon = now() + timedelta(days=14)
    met = [m for m in with_records(found_meetings, []) if m.postcode in postcodes and m.starts < soon]
    return page(
        "kiosk/here.html",
        title=at.service.name,
        library=service_values(at.service, baked(), speaker()),
        services=same_place,
        met=[meeting_values(m) for m in met],
        kept=(),
    )


def shell_script() -> Response:
    """Give the small program that keeps help for now on a kiosk's screen when the network is down."""
    assets = current_app.extensions[ASSETS]
    at = kiosk_here()
    name = at.place.id if at else ""
    codes = baked().languages if at else ()
    shell = {
        "version": f"{baked().folder.name}-{assets.version}-{name}",
        "pages": [f"/kiosk/{name}?shell={name}", *(f"/{code}/help-now?shell={name}" for code in codes)] if at else [],
        "files": [assets.url(file) for file in ("app.ltr.css", "app.rtl.css", "kiosk.css", "app.js", "kiosk.js")],
    }
    body = f"const SHELL = {json.dumps(shell)};\n{(BUILT / 'kiosk-shell.js').read_text(encoding='utf-8')}"
    return Response(body, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})
