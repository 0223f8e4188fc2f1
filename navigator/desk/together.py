"""A session together: the resident's own list fetched by its code, or the same questions run here; kept only if they say yes."""

from __future__ import annotations

import json
from dataclasses import replace

from flask import redirect, request

from navigator.casework.carry import fetch
from navigator.desk.door import desk_error, desk_page, desk_view, to
from navigator.desk.forms import DeskForm, text
from navigator.desk.presenters import need_name, service_name
from navigator.web.answer_book import Visit
from navigator.web.page import baked, keep, visit
from navigator.web.staff_door import db, note_try, too_many_tries


class CodeForm(DeskForm):
    code = text("Code", "Type the six letters and figures the resident reads out", most=20)


@desk_page("/together", "keep cases", ("GET", "POST"))
def together():
    """Show what is in hand: needs and list. A code brings a resident's over; nothing else comes with it."""
    form = CodeForm()
    if form.ok():
        if too_many_tries("carry"):
            return desk_error(429, "Too many tries", "Wait a quarter of an hour, or run the questions here.")
        carried = fetch(db(), form.code.data)
        if carried is None:
            note_try("carry")
            form.problem(
                "code", "This code does not fit. It works once, for 15 minutes. Ask the resident to make a new one."
            )
        else:
            keep(visit_from(carried))
            db().commit()
            return to("together", "The resident's list is here. Nothing about who they are came with it.")
    here = visit()
    return desk_view(
        "desk/together.html", 400 if form.errors else 200, title="With a resident", form=form,
        needs=[need_name(n) for n in here.answers.needs], kept=[(s, service_name(s)) for s in here.kept],
    )  # fmt: skip


def visit_from(carried: str) -> Visit:
    """Return the visit a carried list makes: only needs and services the directory knows."""
    what = json.loads(carried)
    needs = tuple(n for n in what.get("needs", []) if n in baked().flows.needs)
    kept = tuple(s for s in what.get("kept", []) if s in baked().directory.services)
    empty = Visit()
    return replace(empty, answers=empty.answers.needing(needs), kept=kept)


@desk_page("/together/end", "keep cases", ("POST",))
def end_together():
    """Forget what is in hand, before the next resident sits down."""
    keep(Visit())
    return to("together", "Everything of this session is forgotten.")


@desk_page("/together/questions", "keep cases", ("POST",))
def run_questions():
    """Run the residents' questions here, in their language."""
    code = request.form.get("language", "en")
    return redirect(f"/{code if code in baked().languages else 'en'}/", 303)
