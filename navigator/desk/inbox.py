"""The desk of a service: what was asked of it, by whom, how soon; and its answer."""

from __future__ import annotations

from flask import request
from sqlalchemy import select

from navigator.actions.make_referral import answer, find_at_desk, referrals_to, see, set_capacity, triage
from navigator.casework.referral import DECLINE_SAYS, STATES
from navigator.casework.staff import Staff
from navigator.desk.door import desk_page, desk_view, form_page, to
from navigator.desk.forms import DeskForm, area, day, offers, one_of, pick, text
from navigator.desk.presenters import desk_says, events, referral_row, service_name
from navigator.desk.referrals import PRIORITY_SAYS
from navigator.errors import CannotDo
from navigator.web.page import settings
from navigator.web.staff_door import db, me


@desk_page("/inbox", "answer referrals")
def inbox():
    """List what waits and what is in hand, the most pressing first."""
    rows = [referral_row(r) for r in referrals_to(db(), me())]
    show = request.args.get("show", "waiting")
    shown = [r for r in rows if r["waiting"]] if show == "waiting" else [r for r in rows if not r["waiting"]]
    services = [
        {"id": s, "name": service_name(s), **desk_says(s)} for s in (me().agency.services if me().agency else [])
    ]
    return desk_view(
        "desk/inbox.html",
        title="Inbox",
        rows=shown,
        show=show,
        waiting=sum(r["waiting"] for r in rows),
        services=services,
    )


@desk_page("/inbox/<referral_id>", "answer referrals")
def inbox_referral(referral_id: str):
    """Show one referral. Opening it is seen by whoever sent it."""
    found = find_at_desk(db(), me(), referral_id)
    see(db(), found, me().public_id)
    db().commit()
    return desk_view(
        "desk/inbox_referral.html",
        title=f"{found.person} – {service_name(found.service_id)}",
        r=referral_row(found),
        full=found,
        events=events(found),
        nexts=STATES[found.state],
    )


class AnswerForm(DeskForm):
    words = area("What do you need to know, or what should they know?", most=1500)
    declined_for = pick("If no, why?", [("", "Choose"), *DECLINE_SAYS.items()])


@desk_page("/inbox/<referral_id>/<state>", "answer referrals", ("GET", "POST"))
def inbox_answer(referral_id: str, state: str):
    """Accept, ask, decline with a reason, start, finish."""
    found = find_at_desk(db(), me(), referral_id)
    titles = {
        "accepted": "Accept",
        "more-wanted": "Ask a question",
        "declined": "Decline",
        "started": "The help has started",
        "finished": "The help is finished",
    }
    if state not in titles:
        raise CannotDo("That is not an answer.")
    form = AnswerForm()
    if state != "declined":
        del form.declined_for
    if form.ok():
        try:
            answer(
                db(),
                found,
                state,
                me().public_id,
                form.words.data or "",
                form.declined_for.data if state == "declined" else "",
                settings().site,
            )
            db().commit()
            return to("inbox", "Answered. Whoever sent it sees this.")
        except CannotDo as error:
            db().rollback()
            form.problem("declined_for" if state == "declined" else "words", str(error))
    return form_page(form, titles[state], titles[state], back=f"/desk/inbox/{referral_id}")


class TriageForm(DeskForm):
    priority = one_of("How soon?", PRIORITY_SAYS, "Choose how soon")
    due = day("Due by")
    assigned = pick("Who takes it?", [])


@desk_page("/inbox/<referral_id>/triage", "answer referrals", ("GET", "POST"))
def triage_referral(referral_id: str):
    """Set priority, due date and who."""
    found = find_at_desk(db(), me(), referral_id)
    form = TriageForm(data={"priority": found.priority, "due": found.due, "assigned": str(found.assigned_id or "")})
    colleagues = (
        db().scalars(select(Staff).where(Staff.agency_id == me().agency_id, Staff.active).order_by(Staff.name)).all()
    )
    form.assigned.choices = offers([("", "Nobody yet"), *((str(p.id), p.name) for p in colleagues)])
    if form.ok():
        try:
            triage(
                db(),
                me(),
                found,
                int(request.form.get("version") or 0),
                form.priority.data,
                form.due.data,
                int(form.assigned.data) if form.assigned.data else None,
            )
            db().commit()
            return to("inbox_referral", "Kept.", referral_id=referral_id)
        except CannotDo as error:
            db().rollback()
            form.problem("priority", str(error))
    return form_page(
        form, "How soon, and who", "Keep it", back=f"/desk/inbox/{referral_id}", hidden=[("version", found.version)]
    )


class CapacityForm(DeskForm):
    capacity = one_of(
        "Do you take people now?", [("open", "Yes"), ("busy", "Yes, with a wait"), ("full", "Not now")], "Choose one"
    )
    wait_days = text("About how many days do people wait?", most=4)


@desk_page("/capacity/<service_id>", "answer referrals", ("GET", "POST"))
def capacity(service_id: str):
    """Say whether the service takes people now; the directory shows it."""
    said = desk_says(service_id)
    form = CapacityForm(data={"capacity": said["capacity"] or "open", "wait_days": str(said["wait_days"] or "")})
    if form.ok():
        if form.wait_days.data and not (form.wait_days.data.isdecimal() and int(form.wait_days.data) <= 730):
            form.problem("wait_days", "Type a number of days, or leave it empty")
        else:
            set_capacity(
                db(), me(), service_id, form.capacity.data, int(form.wait_days.data) if form.wait_days.data else None
            )
            db().commit()
            return to("inbox", "Residents and navigators see this now.")
    return form_page(form, service_name(service_id), "Keep it", back="inbox")
