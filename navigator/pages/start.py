"""The first page: the doors, and a box for one's own words. It is the first step of the form and of the chat at once."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from navigator.pages.blueprint import pages
from navigator.web.answer_book import Visit
from navigator.web.page import go, keep, page, visit


@pages.get("/")
def start(lang: str) -> Response:
    """Show the doors."""
    return page("start.html")


@pages.post("/start-again")
def start_again(lang: str) -> Response:
    """Forget every answer and the list, and go to the first page."""
    keep(Visit())
    return go("pages.start")


@pages.route("/leave", methods=["GET", "POST"])
def leave(lang: str) -> Response:
    """Wipe the visit and go somewhere harmless, at once."""
    visit()
    keep(Visit())
    # A weather page: common, harmless in a history, and the one GOV.UK's own pattern goes to.
    response = Response(
        status=303, headers={"Location": "https://www.bbc.co.uk/weather", "Clear-Site-Data": '"cache", "storage"'}
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def only_known(name: str, limit: int = 1) -> list[str]:
    """Return the values a form gave for *name*, trimmed, at most *limit* of them."""
    return [value.strip()[:80] for value in request.form.getlist(name)][:limit]
