"""What we promised, shown to those it concerns: a resident's plan, a service's referral, and whether it helped. Opened by a link."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from flask import request
from sqlalchemy.exc import DBAPIError
from werkzeug.wrappers import Response

from navigator.actions import ask_outcome
from navigator.actions.make_plan import end_sharing, knows_word, shared_plan
from navigator.actions.make_referral import answer, by_link, see
from navigator.casework.audit import note
from navigator.casework.referral import DECLINE_SAYS, STATE_SAYS, STATES
from navigator.errors import CannotDo
from navigator.pages.blueprint import pages
from navigator.web.error_pages import error_page
from navigator.web.page import baked, page, settings, speaker
from navigator.web.plan_paper import plan_values
from navigator.web.staff_door import db, note_try, too_many_tries

View = Callable[..., Any]


def needs_records(view: View) -> View:
    """Say plainly that records cannot be reached when the database is away; everything else goes on."""

    @functools.wraps(view)
    def open_door(**values: Any) -> Any:
        try:
            return view(**values)
        except DBAPIError:
            try:
                db().rollback()
            except DBAPIError:
                db().invalidate()
            return page(
                "sorry.html",
                503,
                title=speaker().gettext("This cannot be opened just now"),
                says=speaker().gettext("Try again in a minute. Everything else on this site works."),
            )

    return open_door


def with_records(ask: Callable[[], Any], otherwise: Any) -> Any:
    """Return what *ask* reads from the records, or *otherwise* when they are away: for pages that are of use without."""
    try:
        return ask()
    except DBAPIError:
        return otherwise


def gone() -> Response:
    """Return the page for a link that is over, used, or not ours."""
    _ = speaker().gettext
    return page(
        "sorry.html",
        410,
        title=_("This link cannot be used any more"),
        says=_("It was used already, was ended, or its time is over. Ask whoever gave it to you for a new one."),
    )


@pages.route("/plan/<token>", methods=["GET", "POST"])
@needs_records
def plan(lang: str, token: str) -> Response:
    """Show a resident's plan to whoever has the link and knows their word."""
    _ = speaker().gettext
    if too_many_tries("plan", token):
        return error_page(429)
    found = shared_plan(db(), token)
    if found is None:
        note_try("plan")
        return gone()
    if request.method == "GET":
        return page("plan_door.html", title=_("Your plan"), error="")
    if not knows_word(found, request.form.get("word", "")):
        note_try("plan", token)
        return page(
            "plan_door.html",
            400,
            title=_("Your plan"),
            error=_("That is not the word. It is the one you chose with your navigator."),
        )
    if request.form.get("end"):
        end_sharing(db(), None, found.case)
        db().commit()
        return page(
            "sorry.html",
            title=_("The link has ended"),
            says=_("Nobody can open your plan by it any more. Your navigator can make a new one."),
        )
    note(db(), "resident", "read plan", f"case:{found.case.public_id}")
    db().commit()
    return page(
        "plan.html", title=_("Your plan"), **plan_values(found, db()), word=request.form.get("word", ""), by_link=True
    )


@pages.route("/answer/<token>", methods=["GET", "POST"])
@needs_records
def answer_referral(lang: str, token: str) -> Response:
    """Let a service read a referral and accept, ask or decline, without an account."""
    _ = speaker().gettext
    if too_many_tries("answer"):
        return error_page(429)
    found = by_link(db(), token)
    if found is None:
        note_try("answer")
        return gone()
    service = baked().directory.services.get(found.service_id)
    error, status = "", 200
    if request.method == "POST":
        try:
            answer(
                db(),
                found,
                request.form.get("state", ""),
                "service",
                request.form.get("words", "")[:1500],
                request.form.get("declined_for", ""),
                settings().site,
            )
            db().commit()
            return page("sorry.html", title=_("Thank you"), says=_("Your answer is kept, and the navigator sees it."))
        except (CannotDo, KeyError) as problem:
            db().rollback()
            error, status = (
                _(str(problem)) if isinstance(problem, CannotDo) else _("Choose one of the answers"),
                400,
            )
            found = by_link(db(), token)
            if found is None:
                return gone()
    else:
        see(db(), found, "service")
        db().commit()
    return page(
        "answer_referral.html", status, title=_("A referral for %(service)s") % {"service": service.name if service else found.service_id},
        found=found, need=speaker().phrase(baked().flows.needs[found.need].name) if found.need in baked().flows.needs else found.need,
        says=_(STATE_SAYS[found.state]), nexts=STATES[found.state], declines=[(key, _(words)) for key, words in DECLINE_SAYS.items()],
        error=error, error_field="state-accepted", typed=request.form, language_name=speaker().language_name(found.language),
    )  # fmt: skip


@pages.route("/did-it-help/<token>", methods=["GET", "POST"])
@needs_records
def did_it_help(lang: str, token: str) -> Response:
    """Let a resident say what came of it, in a minute."""
    _ = speaker().gettext
    if too_many_tries("outcome"):
        return error_page(429)
    found = ask_outcome.by_link(db(), token)
    if found is None:
        note_try("outcome")
        return gone()
    error, status = "", 200
    from navigator.actions.make_plan import plan_of

    own_plan = plan_of(db(), found.case)
    goals = list(own_plan.goals) if own_plan else []
    if request.method == "POST":
        scores = {
            f"goal:{goal.id}": int(value)
            for goal in goals
            if (value := request.form.get(f"goal_{goal.id}", "")).isdecimal() and int(value) <= 10
        }
        try:
            ask_outcome.answer_outcome(
                db(), found, "resident", request.form.get("got_there", ""), request.form.get("helped", ""),
                request.form.get("in_the_way", ""), request.form.get("words", "")[:1500], scores,
            )  # fmt: skip
            db().commit()
            return page(
                "sorry.html",
                title=_("Thank you"),
                says=_(
                    "Your answer helps us, and the people after you. If you need more help, start again at any time."
                ),
            )
        except CannotDo:
            db().rollback()
            error, status = _("Say whether you got there"), 400
    return page(
        "did_it_help.html", status, title=_("Did it help?"), error=error, error_field="got_there-yes", typed=request.form,
        got_there=[(k, _(v)) for k, v in ask_outcome.GOT_THERE.items()], helped=[(k, _(v)) for k, v in ask_outcome.HELPED.items()],
        in_the_way=[(k, _(v)) for k, v in ask_outcome.IN_THE_WAY_SAYS.items()], goals=goals,
    )  # fmt: skip
