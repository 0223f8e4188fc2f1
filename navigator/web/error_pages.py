"""Errors as pages: the right status, a sentence that says what to do, and help for now, whatever broke."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from navigator.errors import DirectoryMissing, NavigatorError
from navigator.web.page import page, speaker

log = logging.getLogger("navigator")


def _(sentence: str) -> str:
    """Mark a sentence for the catalogue. It is translated when shown."""
    return sentence


#: Status → title and sentence, in English; translated when shown.
_SENTENCES = {
    400: (_("That did not work"), _("Something in what was sent could not be read. Go back and try again.")),
    403: (
        _("That did not work"),
        _("The form came from another website, so nothing was done. Open our page and try again."),
    ),
    404: (
        _("Page not found"),
        _("There is no page at this address. It may have moved. Start from the first page, or search."),
    ),
    405: (_("That did not work"), _("This page cannot be used that way. Start from the first page.")),
    413: (_("That was too long"), _("What was sent is too long. Please use fewer words.")),
    429: (_("Too many tries"), _("Please wait a minute and try again.")),
    500: (
        _("Sorry, something broke"),
        _("It is our fault, not yours. Your answers are kept. Try again in a minute, or ask a person."),
    ),
    503: (_("Back in a moment"), _("The directory is being made ready. Try again in a minute, or ask a person.")),
}


def error_page(status: int) -> Response:
    """Return the page for an error. When even that cannot be made, a plain page with the numbers that matter."""
    title, sentence = _SENTENCES.get(status, _SENTENCES[500 if status >= 500 else 400])
    if request.path.startswith("/static/"):
        return Response(f"{sentence}\n", status, content_type="text/plain; charset=utf-8")
    try:
        say = speaker()
        return page("error.html", status, title=say.gettext(title), sentence=say.gettext(sentence))
    except Exception:
        log.error("the error page itself failed")
        return Response(_LAST_RESORT.read_text(encoding="utf-8"), status, content_type="text/html; charset=utf-8")


#: Help for now without a program behind it. A web server in front can show the same file when we are away.
_LAST_RESORT = Path(__file__).parent.parent / "static" / "help-now.html"


def hang_error_pages(app: Flask) -> None:
    """Give *app* its error pages."""

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        if error.code and 300 <= error.code < 400:
            return error.get_response()
        return error_page(error.code or 500)

    @app.errorhandler(NavigatorError)
    def known_error(error: NavigatorError) -> Response:
        if error.status >= 500:
            log.error("%s", error)
        response = error_page(error.status)
        if isinstance(error, DirectoryMissing):
            response.headers["Retry-After"] = "30"
        return response

    @app.errorhandler(Exception)
    def unknown_error(error: Exception) -> Response:
        # Neither the address nor the error's own words are logged: they may hold what was asked. Its kind and the lines of code
        # it came through are what mends it.
        lines = "".join(traceback.format_tb(error.__traceback__))
        log.error("unexpected %s\n%s", type(error).__name__, lines)
        return error_page(500)
