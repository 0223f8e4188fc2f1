"""The blueprint of the desk, and the guard every address passes: who may, from where, with what they typed kept whatever happens.

A page is hung with the permission it asks for, so that the table of who may do what can be held against every address by a test.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, session, url_for
from flask_wtf.csrf import generate_csrf, validate_csrf
from sqlalchemy.exc import DBAPIError
from werkzeug.wrappers import Response as AnyResponse
from wtforms.validators import ValidationError

from navigator.casework.permissions import PERMISSIONS
from navigator.clock import LONDON
from navigator.errors import CannotDo, ConsentMissing, RecordMissing
from navigator.languages.language import language
from navigator.web.error_pages import error_page
from navigator.web.headers import is_same_site
from navigator.web.page import baked, make_speaker
from navigator.web.staff_door import allowed, db, my_permissions, staff

log = logging.getLogger("navigator")
desk = Blueprint("desk", __name__, url_prefix="/desk")

#: Pages open to whoever has the address: signing in, and an invitation.
ANYONE = "anyone"
#: Endpoint → the permission it asks for.
PAGES: dict[str, str] = {}

View = Callable[..., Any]


def desk_page(rule: str, permission: str, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """Hang a page on the desk, behind *permission*."""
    assert permission == ANYONE or permission in PERMISSIONS, permission

    def hang(view: View) -> View:
        name = view.__name__
        PAGES[f"desk.{name}"] = permission
        desk.add_url_rule(rule, name, guarded(view, permission), methods=list(methods))
        return view

    return hang


def guarded(view: View, permission: str) -> View:
    """Return *view* behind its guard."""

    @functools.wraps(view)
    def guard(**values: Any) -> AnyResponse:
        try:
            if request.method == "POST" and not is_same_site():
                return desk_error(
                    403, "This form came from another website", "Nothing was done. Open the desk and try again."
                )
            if permission != ANYONE:
                if staff() is None:
                    if request.method == "POST":
                        return typed_again(
                            401,
                            "You were signed out",
                            "What you wrote is still here. Sign in in another tab, come back to this one, and press “Send again”.",
                        )
                    return redirect(url_for("desk.sign_in", next=request.full_path.rstrip("?")))
                if not allowed(permission):
                    return desk_error(
                        403,
                        "This page is not for your role",
                        f"It is for those who may {permission}. Ask your administrator if you need it.",
                    )
            if request.method == "POST":
                try:
                    validate_csrf(request.form.get("csrf_token", ""))
                except ValidationError:
                    return typed_again(
                        400,
                        "This form was open for a long time",
                        "What you wrote is still here. Check it and press “Send again”.",
                    )
            answer = view(**values)
            return (
                answer if isinstance(answer, AnyResponse) else Response(answer, content_type="text/html; charset=utf-8")
            )
        except RecordMissing:
            return desk_error(
                404,
                "There is no such record",
                "It may have been closed or erased, or the address is not right. Look under “Cases”.",
            )
        except (CannotDo, ConsentMissing) as error:
            db().rollback()
            return desk_error(error.status, "That could not be done", str(error))
        except DBAPIError as error:
            return away(error)

    return guard


@desk.app_errorhandler(DBAPIError)
def away(error: DBAPIError) -> Response:
    """Return the page for a database that does not answer: what was typed is on it. Signing in may meet it before the guard does."""
    log.error("the database did not answer: %s", type(error).__name__)
    _roll_back()
    if not request.path.startswith("/desk"):
        return error_page(500)
    if request.method == "POST":
        return typed_again(
            503,
            "The records cannot be reached just now",
            "What you wrote is still here. Wait a minute and press “Send again”. Residents' pages go on working.",
        )
    return desk_error(
        503,
        "The records cannot be reached just now",
        "Wait a minute and open this page again. Residents' pages go on working.",
    )


def _roll_back() -> None:
    try:
        db().rollback()
    except DBAPIError:
        db().invalidate()


#: Never shown again on a page that keeps what was typed.
_SECRET = {"csrf_token", "password", "again", "code"}


def typed_again(status: int, title: str, says: str) -> Response:
    """Return a page that holds everything that was typed, ready to be sent again."""
    typed = [(name, value) for name, value in request.form.items(multi=True) if name not in _SECRET]
    return bare(
        "desk/typed_again.html", status, title=title, says=says, typed=typed, action=request.full_path.rstrip("?")
    )


def desk_error(status: int, title: str, says: str) -> Response:
    """Return a page that says what cannot be done and where to go on."""
    return bare("desk/error.html", status, title=title, says=says)


def bare(template: str, status: int = 200, **values: Any) -> Response:
    """Return a desk page. It asks the database for nothing when nobody is signed in or the database is away."""
    try:
        who, mine = staff(), my_permissions()
        name = who.name if who else ""
    except DBAPIError:
        _roll_back()
        name, mine = "", frozenset()
    say = make_speaker("en")
    html = render_template(
        template, say=say, _=say.gettext, place=baked().place, help_now=baked().help_now, mine=mine, my_name=name,
        csrf_token=generate_csrf, here=request.endpoint, **values,
    )  # fmt: skip
    return Response(html, status=status, content_type="text/html; charset=utf-8")


def desk_view(template: str, status: int = 200, **values: Any) -> Response:
    """Return a desk page."""
    return bare(template, status, **values)


def form_page(form: Any, title: str, button: str, status: int = 200, **values: Any) -> Response:
    """Return a page that is one form. `intro` stands above it, `back` is where the way back leads."""
    wrong = bool(form.errors)
    return bare(
        "desk/form.html", 400 if wrong and status == 200 else status, form=form, title=title, button=button, **values
    )


def to(endpoint: str, said: str = "", **values: Any) -> AnyResponse:
    """Return an answer that leads to another desk page, where *said* is read out once."""
    if said:
        session["said"] = said
    return redirect(url_for(f"desk.{endpoint}", **values), 303)


@desk.app_template_global("said_once")
def said_once() -> str:
    """Return what the last deed said, once."""
    return session.pop("said", "") if request.path.startswith("/desk") else ""


@desk.app_template_filter("day")
def day_says(moment: Any) -> str:
    """Return a date as the desk writes it."""
    return f"{moment:%-d %B %Y}" if moment else ""


@desk.app_template_filter("moment")
def moment_says(moment: Any) -> str:
    """Return a moment as the desk writes it, on London's clock."""
    return f"{moment.astimezone(LONDON):%-d %B %Y, %H:%M}" if moment else ""


@desk.app_template_global("tongues")
def tongues() -> list[Any]:
    """Return the languages residents' pages speak."""
    return [language(code) for code in baked().languages]
