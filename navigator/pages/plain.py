"""Pages of words: help for now, finding a person, what we are and what we keep."""

from __future__ import annotations

from dataclasses import replace

from flask import abort, redirect, request
from werkzeug.wrappers import Response

from navigator.actions.find_signposts import Found, find_signposts, front_doors
from navigator.clock import now
from navigator.directory.match import Wanted
from navigator.languages.find import find_language, known_elsewhere
from navigator.pages.blueprint import pages
from navigator.pages.signposts import danger_values
from navigator.places.whereabouts import NOWHERE
from navigator.web.page import baked, page, speaker
from navigator.web.presenters import card


@pages.get("/help-now")
def help_now(lang: str) -> Response:
    """Show every number for now, and each danger's first steps."""
    dangers = [{"kind": d.kind, "title": speaker().phrase(d.title)} for d in baked().help_now.dangers.values()]
    return page("help_now.html", dangers=dangers, sensitive=True)


@pages.get("/help-now/<kind>")
def danger(lang: str, kind: str) -> Response:
    """Show what to do first in one danger."""
    if kind not in baked().help_now.dangers:
        abort(404)
    wanted = Wanted(languages=(speaker().spoken,), home=baked().place.id)
    found: Found = find_signposts(baked(), wanted, NOWHERE, (kind,), now())
    return page(
        "danger.html",
        danger=danger_values(replace(found, by_need=()))[0],
        sensitive=baked().help_now.dangers[kind].leave_quickly,
    )


@pages.get("/people")
def people(lang: str) -> Response:
    """Show who a resident can talk to: Connected Communities, navigators, and whoever this place named."""
    doors = [card(signpost, baked(), speaker()) for signpost in front_doors(baked(), Wanted(), now())]
    return page("people.html", doors=doors)


@pages.get("/about")
def about(lang: str) -> Response:
    """Say what this is, where the facts come from, and what "checked" means."""
    services = baked().directory.services.values()
    return page("about.html", total=len(services), checked=sum(bool(s.last_checked) for s in services))


@pages.get("/privacy")
def privacy(lang: str) -> Response:
    """Say what is kept, where and for how long."""
    return page("privacy.html", hours=baked_hours())


def baked_hours() -> str:
    """Return how long answers live, in words."""
    from navigator.web.page import settings

    minutes = settings().visit_minutes
    say = speaker()
    if minutes % 60 == 0:
        return say.ngettext("%(n)s hour", "%(n)s hours", minutes // 60) % {"n": say.number(minutes // 60)}
    return say.ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": say.number(minutes)}


@pages.get("/accessibility")
def accessibility(lang: str) -> Response:
    """Say how usable this is, what is not yet right, and how to tell us."""
    return page("accessibility.html")


@pages.route("/languages", methods=["GET", "POST"])
def languages(lang: str) -> Response:
    """Find a language by its name, typed in any spelling; say so when these pages are not in it."""
    say, typed, error, missing = speaker(), request.form.get("name", "").strip()[:60], "", ""
    if request.method == "POST":
        code = find_language(typed, baked().languages)
        if code:
            return redirect(f"/{code}/", 303)
        missing = known_elsewhere(typed, say.language.locale)
        if not missing:
            error = say.gettext("We do not know a language of this name. Choose one of the list.")
    return page(
        "languages.html",
        400 if error else 200,
        title=say.gettext("Find your language"),
        typed=typed,
        error=error,
        error_field="name",
        missing=missing,
    )
