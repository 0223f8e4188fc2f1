"""Keeping entries right from outside: "something wrong here?", "I did not find what I need", and a provider's "still right"."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import abort, current_app, request
from werkzeug.wrappers import Response

from navigator.actions.edit_directory import (
    asked_by,
    bake_if_edited,
    confirmed,
    decide,
    plain_fields,
    propose,
    provider_answered,
    report,
)
from navigator.directory.records import Phone
from navigator.errors import CannotDo, DirectoryBroken
from navigator.messages.address import address_problem
from navigator.pages.blueprint import pages
from navigator.pages.promises import gone, needs_records
from navigator.web.error_pages import error_page
from navigator.web.page import SHELF, baked, page, settings, speaker, visit
from navigator.web.staff_door import database, db, note_try, too_many_tries


def _(sentence: str) -> str:
    """Mark a sentence for the catalogue."""
    return sentence


REPORT_SAYS = {
    "phone": _("The phone number is wrong"), "closed": _("It has closed"), "hours": _("The hours are wrong"), "not-for-me": _("They could not help me"),
    "other": _("Something else"),
}  # fmt: skip


@pages.route("/services/<service_id>/wrong", methods=["GET", "POST"])
@needs_records
def something_wrong(lang: str, service_id: str) -> Response:
    """Let anybody say in a tap what is wrong with an entry."""
    service = baked().directory.services.get(service_id)
    if service is None:
        abort(404)
    say = speaker().gettext
    error, status = "", 200
    if request.method == "POST":
        if too_many_tries("report"):
            return error_page(429)
        kind = request.form.get("kind", "")
        if kind in REPORT_SAYS:
            note_try("report")
            report(db(), kind, service_id, [], request.form.get("words", "").strip(), lang)
            db().commit()
            return page("sorry.html", title=say("Thank you"), says=say("Somebody looks at it and puts it right."))
        error, status = say("Choose what is wrong"), 400
    kinds = [(key, say(words)) for key, words in REPORT_SAYS.items()]
    return page(
        "something_wrong.html",
        status,
        title=say("Something wrong here?"),
        name=speaker().name(service.name),
        service_id=service_id,
        kinds=kinds,
        typed=request.form,
        error=error,
        error_field="kind-phone",
    )


@pages.route("/not-found", methods=["GET", "POST"])
@needs_records
def not_found(lang: str) -> Response:
    """Let a resident say that what they need was not on their list. Which needs they have goes with it, and nothing else."""
    say = speaker().gettext
    if request.method == "POST":
        if too_many_tries("report"):
            return error_page(429)
        note_try("report")
        report(db(), "not-found", "", list(visit().answers.needs), request.form.get("words", "").strip(), lang)
        db().commit()
        return page(
            "sorry.html",
            title=say("Thank you"),
            says=say("It shows us what is missing. For help now, talk to a person: they know more than any list."),
        )
    return page("not_found.html", title=say("I did not find what I need"))


@pages.route("/reads-wrong", methods=["GET", "POST"])
@needs_records
def reads_wrong(lang: str) -> Response:
    """Let a reader say which words of a translation are wrong. It goes to the translators of this language."""
    say = speaker().gettext
    error = ""
    if request.method == "POST":
        if too_many_tries("report"):
            return error_page(429)
        words, better = (request.form.get(name, "").strip()[:700] for name in ("words", "better"))
        if words:
            note_try("report")
            report(db(), "reads-wrong", "", [], f"{words}\n→ {better}" if better else words, lang)
            db().commit()
            return page("sorry.html", title=say("Thank you"), says=say("A translator of this language reads it."))
        error = say("Copy or type the words that read wrong")
    return page(
        "reads_wrong.html",
        400 if error else 200,
        title=say("Tell us what reads wrong"),
        typed=request.form,
        error=error,
        error_field="words",
    )


@pages.route("/still-right/<token>", methods=["GET", "POST"])
@needs_records
def still_right(lang: str, token: str) -> Response:
    """Let a service say that its entry is right, in one tap, or change it, without an account."""
    say = speaker().gettext
    if too_many_tries("still-right"):
        return error_page(429)
    row = asked_by(db(), token)
    service = baked().directory.services.get(row.service_id) if row else None
    if row is None or service is None:
        note_try("still-right")
        return gone()
    error, status = "", 200
    if request.method == "POST":
        try:
            right = bool(request.form.get("right"))
            after = confirmed(service) if right else _changed(service, request.form)
            trusted = right or row.trusted
            edit = propose(
                db(),
                settings(),
                service,
                after,
                "Still right, says the service." if right else "Changed by the service itself.",
                "provider",
                until=None if right else row.holds_until,
            )
            if trusted:
                decide(db(), settings(), edit, "approved", "provider")
            provider_answered(row)
            db().commit()
            if trusted:
                bake_if_edited(settings(), database(), baked().edits_mark)
                current_app.extensions[SHELF].look_again()
            return page(
                "sorry.html",
                title=say("Thank you"),
                says=say("People see it now.") if trusted else say("Somebody looks at it, then people see it."),
            )
        except CannotDo as problem:
            db().rollback()
            if "different" in str(problem):
                row = asked_by(db(), token)
                if row:
                    provider_answered(row)
                    db().commit()
                return page("sorry.html", title=say("Thank you"), says=say("People see it now."))
            error, status = str(problem), 400
        except DirectoryBroken as broken:
            db().rollback()
            error, status = f"{broken.problems[0].says} {broken.problems[0].remedy}", 400
    fields = plain_fields(service)
    return page(
        "still_right.html", status, title=say("Is this still right?"), s=service, fields=fields, typed=request.form, error=error, error_field="summary",
        phones="\n".join(f"{p.number} {p.label}".strip() for p in service.phones), checked=service.last_checked, question=row.question,
    )  # fmt: skip


def _changed(service: Any, form: Any) -> dict[str, Any]:
    """Return the entry with the few things a provider changes: words, hours, how to get it, numbers, whether it is open."""
    phones = []
    for line in form.get("phones", "").splitlines():
        number, _, label = (
            line.strip().partition(" ") if not line[:1].isdigit() and not line.startswith("+") else _split(line)
        )
        if not number:
            continue
        if len([c for c in number if c.isdigit()]) > 6 and address_problem("phone", number):
            raise CannotDo(f"{number} is not a UK phone number: a figure may be missing.")
        phones.append(Phone(number, label.strip(), True))
    changed = replace(
        service, summary=" ".join(form.get("summary", "").split())[:600] or service.summary, how_to_get_it=" ".join(form.get("how", "").split())[:300],
        schedule=replace(service.schedule, says=" ".join(form.get("hours", "").split())[:300]), phones=tuple(phones),
        status="temporarily-closed" if form.get("closed") else "open" if service.status == "temporarily-closed" else service.status,
    )  # fmt: skip
    return confirmed(changed)


def _split(line: str) -> tuple[str, str, str]:
    import re

    found = re.match(r"\s*([+\d][\d\s()-]{1,18}\d)\s*(.*)", line)
    return (" ".join(found[1].split()), " ", found[2]) if found else ("", "", "")
