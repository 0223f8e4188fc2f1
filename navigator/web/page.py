"""What a page stands on while it is made: the baked directory, its language, the visit. One for each request, in `flask.g`."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, current_app, g, redirect, render_template, request, url_for
from flask_babel import Babel
from werkzeug.wrappers import Response as AnyResponse

from navigator.languages.choose import choose_language
from navigator.languages.language import language
from navigator.settings import Settings
from navigator.shelf import Baked, Shelf
from navigator.web.answer_book import COOKIE, AnswerBook, Visit
from navigator.web.kiosk import IDLE_SECONDS, kiosk_here
from navigator.web.speaker import Speaker

LANGUAGE_COOKIE = "language"
#: What stands in `app.extensions`.
SHELF, BOOK, SETTINGS, ASSETS = "navigator.shelf", "navigator.book", "navigator.settings", "navigator.assets"
PRESS = "navigator.press"


def settings() -> Settings:
    """Return the settings of the app at work."""
    return current_app.extensions[SETTINGS]


def baked() -> Baked:
    """Return the baked directory this request reads, the same from its first line to its last."""
    if "baked" not in g:
        shelf: Shelf = current_app.extensions[SHELF]
        g.baked = shelf.current()
    return g.baked


def speaker() -> Speaker:
    """Return the language this page speaks."""
    if "speaker" not in g:
        code = choose_language(
            baked().languages,
            (request.view_args or {}).get("lang"),
            request.cookies.get(LANGUAGE_COOKIE),
            list(request.accept_languages.values()),
        )
        g.speaker = make_speaker(code)
    return g.speaker


def make_speaker(code: str) -> Speaker:
    """Return a speaker of language *code*."""
    return Speaker(language(code), baked().catalogue(code), baked().words(code))


def visit() -> Visit:
    """Return the resident's visit so far."""
    if "visit" not in g:
        book: AnswerBook = current_app.extensions[BOOK]
        value = request.cookies.get(COOKIE)
        opened = book.open(value, IDLE_SECONDS if kiosk_here() else None) if value else None
        g.visit_lost = bool(value) and opened is None
        g.visit = opened or Visit()
        g.visit_before = opened
    return g.visit


def keep(changed: Visit) -> None:
    """Keep *changed* as the resident's visit, on their device, when this answer goes out."""
    visit()
    g.visit = changed


def _keep_visit(response: AnyResponse) -> AnyResponse:
    if "visit" in g and (g.visit != g.visit_before or g.get("visit_lost")):
        if g.visit.empty:
            if request.cookies.get(COOKIE):
                response.delete_cookie(COOKIE, samesite="Lax", httponly=True, secure=settings().secure_cookies)
        else:
            book: AnswerBook = current_app.extensions[BOOK]
            response.set_cookie(
                COOKIE,
                book.seal(g.visit),
                max_age=book.seconds,
                httponly=True,
                samesite="Lax",
                secure=settings().secure_cookies,
            )
    kept_by_a_kiosk = "shell" in request.args  # fetched to be kept, not looked at
    if (
        "lang" in (request.view_args or {})
        and response.status_code == 200
        and request.method == "GET"
        and not kept_by_a_kiosk
    ):
        code = request.view_args["lang"]
        # Kept only when it differs from what the browser would get anyway, so that most visits set no cookie at all.
        if request.cookies.get(LANGUAGE_COOKIE, _browser_language()) != code and code in baked().languages:
            response.set_cookie(
                LANGUAGE_COOKIE, code, max_age=31536000, samesite="Lax", secure=settings().secure_cookies
            )
    if (
        response.content_type
        and response.content_type.startswith("text/html")
        and "Cache-Control" not in response.headers
    ):
        private = (
            request.method != "GET"
            or kiosk_here() is not None
            or COOKIE in request.cookies
            or "Set-Cookie" in response.headers
            or response.status_code != 200
        )
        response.headers["Cache-Control"] = "no-store" if private else "public, max-age=60"
        response.headers.add("Vary", "Cookie")
    return response


def _browser_language() -> str:
    return choose_language(baked().languages, None, None, list(request.accept_languages.values()))


def page(template: str, status: int = 200, **values: Any) -> Response:
    """Return a page made from *template* in the page's language."""
    tongue = speaker()
    html = render_template(
        template,
        _=tongue.gettext,
        gettext=tongue.gettext,
        ngettext=tongue.ngettext,
        say=tongue,
        baked=baked(),
        place=baked().place,
        visit=visit(),
        help_now=baked().help_now,
        lang=tongue.language.code,
        languages=[language(code) for code in baked().languages],
        unchecked=not tongue.english and tongue.language.code not in baked().read,
        kiosk=kiosk_here(),
        **values,
    )
    return Response(html, status=status, content_type="text/html; charset=utf-8")


def go(endpoint: str, **values: Any) -> AnyResponse:
    """Return an answer that sends the browser to another of our pages, in the same language."""
    return redirect(url_for(endpoint, lang=speaker().language.code, **values), 303)


def same_page_in(code: str) -> str:
    """Return the address of this page in language *code*."""
    if not request.endpoint or "lang" not in (request.view_args or {}):
        return f"/{code}/"
    return url_for(request.endpoint, **{**request.view_args, "lang": code})


def hang_pages(app: Flask) -> None:
    """Give *app* its cookies, its language and what templates may call."""
    Babel(app, default_locale="en", locale_selector=lambda: str(speaker().language.locale))
    app.after_request(_keep_visit)
    app.jinja_env.globals.update(same_page_in=same_page_in, asset=lambda *names: app.extensions[ASSETS].url(*names))
