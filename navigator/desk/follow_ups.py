"""Did it help: the navigator asks, for those who were not asked by a link."""

from __future__ import annotations

from sqlalchemy import select

from navigator.actions.ask_outcome import GOT_THERE, HELPED, IN_THE_WAY_SAYS, answer_outcome, due_for
from navigator.actions.make_plan import plan_of
from navigator.casework.referral import Outcome
from navigator.clock import today
from navigator.desk.cases import _own
from navigator.desk.door import desk_page, desk_view, form_page, to
from navigator.desk.forms import DeskForm, area, one_of, pick
from navigator.desk.plans import SCORES
from navigator.desk.presenters import service_name
from navigator.errors import RecordMissing
from navigator.web.staff_door import db, me


@desk_page("/follow-ups", "keep cases")
def follow_ups():
    """List who should be asked now."""
    rows = [
        {
            "case": o.case,
            "id": o.public_id,
            "due": o.due,
            "late": o.due < today(),
            "about": service_name(o.referral.service_id) if o.referral else "their plan",
            "asked": o.asked_at,
        }
        for o in due_for(db(), me().agency_id or "")
    ]
    return desk_view("desk/follow_ups.html", title="Did it help?", rows=rows)


class OutcomeForm(DeskForm):
    got_there = one_of("Did they get there?", list(GOT_THERE.items()), "Say whether they got there")
    helped = one_of("Did it help?", list(HELPED.items()))
    in_the_way = pick("What got in the way?", [("", "Nothing"), *IN_THE_WAY_SAYS.items()])
    words = area("What changed, in their words", most=1500)


@desk_page("/cases/<case_id>/follow-up/<outcome_id>", "keep cases", ("GET", "POST"))
def follow_up(case_id: str, outcome_id: str):
    """Note what a resident says came of it."""
    found = _own(case_id, "")
    outcome = db().scalar(
        select(Outcome).where(
            Outcome.public_id == outcome_id, Outcome.case_id == found.id, Outcome.answered_at.is_(None)
        )
    )
    if outcome is None:
        raise RecordMissing("There is no such question, or it was answered.")
    plan = plan_of(db(), found)
    fields = {
        f"goal_{goal.id}": pick(f"{goal.words} – how is it now, 0 to 10?", SCORES)
        for goal in (plan.goals if plan else [])
    }
    form = type("OutcomeGoalForm", (OutcomeForm,), fields)()
    if form.ok():
        scores = {
            field.name.replace("goal_", "goal:"): int(field.data)
            for field in form
            if field.name.startswith("goal_") and field.data
        }
        answer_outcome(
            db(),
            outcome,
            me().public_id,
            form.got_there.data,
            form.helped.data or "",
            form.in_the_way.data or "",
            form.words.data or "",
            scores,
        )
        db().commit()
        return to("case", "Kept, and counted.", case_id=case_id)
    about = service_name(outcome.referral.service_id) if outcome.referral else "their plan"
    return form_page(form, f"Did it help? {about}", "Keep it", back=f"/desk/cases/{case_id}")
