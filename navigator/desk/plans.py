"""The plan: goals, steps, scores, and giving it to the resident."""

from __future__ import annotations

from flask import request

from navigator.actions.make_plan import add_goal, add_score, add_step, end_sharing, plan_of, set_step, share_plan
from navigator.casework.plan import WELLBEING
from navigator.casework.referral import IN_THE_WAY
from navigator.desk.cases import _own
from navigator.desk.door import desk_page, form_page, to
from navigator.desk.forms import DeskForm, area, day, offers, one_of, pick, text
from navigator.desk.presenters import need_name, service_name
from navigator.errors import CannotDo, ChangedMeanwhile
from navigator.messages.outbox import put
from navigator.web.page import baked, make_speaker, page, settings
from navigator.web.plan_paper import plan_values
from navigator.web.staff_door import db, me

SCORES = [("", "Not asked"), *((str(n), str(n)) for n in range(11))]
WHO = [
    ("resident", "The resident"),
    ("navigator", "I, the navigator"),
    ("service", "The service"),
    ("family", "Family or a friend"),
]
WHY_NOT = {
    "no-answer": "Nobody answered", "waiting-list": "Too long a wait", "not-for-me": "Not right for them", "language": "The language",
    "cost": "The cost", "too-far": "Too far", "changed-mind": "They changed their mind", "unwell": "They were unwell", "other": "Something else",
}  # fmt: skip
assert set(WHY_NOT) == set(IN_THE_WAY)
QUESTIONS = {
    "satisfied": "Overall, how satisfied are you with your life nowadays?",
    "worthwhile": "Overall, to what extent do you feel that the things you do in your life are worthwhile?",
    "happy": "Overall, how happy did you feel yesterday?",
    "anxious": "Overall, how anxious did you feel yesterday?",
}


class GoalForm(DeskForm):
    words = area("What matters to them, in their own words", "Write what they said", most=500)
    need = pick("Which need is it about?", [])
    score = pick("How is it for them now, 0 (as bad as can be) to 10 (as good as can be)?", SCORES)


@desk_page("/cases/<case_id>/goal", "keep cases", ("GET", "POST"))
def new_goal(case_id: str):
    """Add a goal."""
    found = _own(case_id, "")
    form = GoalForm()
    form.need.choices = offers([("", "None in particular"), *((n, need_name(n)) for n in found.needs)])
    if form.ok():
        add_goal(db(), me(), found, form.words.data, form.need.data, int(form.score.data) if form.score.data else None)
        db().commit()
        return to("case", "The goal is in the plan.", case_id=case_id)
    return form_page(form, "A goal", "Add it", back=f"/desk/cases/{case_id}")


class StepForm(DeskForm):
    words = text("What will be done?", "Write what will be done", most=300)
    who = one_of("Who does it?", WHO, "Choose who does it")
    due = day("By when?")


@desk_page("/cases/<case_id>/step", "keep cases", ("GET", "POST"))
def new_step(case_id: str):
    """Add a step, with a service where one was chosen."""
    found = _own(case_id, "")
    service_id = (request.args.get("service") or request.form.get("service") or "")[:80]
    service_id = service_id if service_id in baked().directory.services else ""
    form = StepForm(
        data={"words": f"Get in touch with {service_name(service_id)}" if service_id else "", "who": "resident"}
    )
    if form.ok():
        add_step(db(), me(), found, form.who.data, form.words.data, service_id, form.due.data)
        db().commit()
        return to("case", "The step is in the plan.", case_id=case_id)
    return form_page(
        form,
        "A step",
        "Add it",
        back=f"/desk/cases/{case_id}",
        hidden=[("service", service_id)] if service_id else [],
        intro=service_name(service_id) if service_id else "",
    )


@desk_page("/cases/<case_id>/steps/<int:step_id>", "keep cases", ("POST",))
def mark_step(case_id: str, step_id: int):
    """Mark a step done, or open again."""
    found = _own(case_id, "")
    try:
        set_step(db(), me(), found, step_id, request.form.get("state", ""), "", int(request.form.get("version") or 0))
    except ChangedMeanwhile:
        raise CannotDo("A colleague changed this step while you had the page open. Look at it again.") from None
    db().commit()
    return to("case", "The plan is changed.", case_id=case_id)


class DropForm(DeskForm):
    why = one_of("Why did it not fit?", list(WHY_NOT.items()), "Choose why. It is counted, so that services can change")


@desk_page("/cases/<case_id>/steps/<int:step_id>/drop", "keep cases", ("GET", "POST"))
def drop_step(case_id: str, step_id: int):
    """Drop a step and keep why."""
    found = _own(case_id, "")
    form = DropForm()
    if form.ok():
        plan = plan_of(db(), found)
        set_step(db(), me(), found, step_id, "dropped", form.why.data, plan.version if plan else 0)
        db().commit()
        return to("case", "Kept as tried.", case_id=case_id)
    return form_page(form, "It did not fit", "Keep that", back=f"/desk/cases/{case_id}")


@desk_page("/cases/<case_id>/scores", "keep cases", ("GET", "POST"))
def scores(case_id: str):
    """Ask for numbers: each goal, and the four questions on well-being for whoever wants them."""
    found = _own(case_id, "")
    plan = plan_of(db(), found)
    if plan is None:
        raise CannotDo("There is no plan yet. Add a goal first.")
    fields = {f"goal_{goal.id}": pick(f"{goal.words} – how is it now?", SCORES) for goal in plan.goals}
    fields |= {
        name: pick(QUESTIONS[name], SCORES, hint="0 is not at all, 10 is completely. Only if they want to answer.")
        for name in WELLBEING
    }
    form = type("ScoreForm", (DeskForm,), fields)()
    if form.ok():
        for field in form:
            if field.data:
                add_score(db(), me(), found, field.name.replace("goal_", "goal:"), int(field.data))
        db().commit()
        return to("case", "Their numbers are kept.", case_id=case_id)
    return form_page(
        form,
        "How is it for them now?",
        "Keep these",
        back=f"/desk/cases/{case_id}",
        intro="They give the numbers, 0 to 10. Any can be left out.",
    )


class ShareForm(DeskForm):
    word = text(
        "A word they choose",
        "Ask them for a word they will remember",
        most=60,
        hint="Not their name. They type it to open the plan: for example the name of a street where they lived.",
    )


@desk_page("/cases/<case_id>/share", "keep cases", ("GET", "POST"))
def share(case_id: str):
    """Open the plan to the resident by a link that asks for their word; send it when that is safe."""
    found = _own(case_id, "")
    form = ShareForm()
    if form.ok():
        try:
            token = share_plan(db(), me(), found, form.word.data)
        except CannotDo as error:
            form.problem("word", str(error))
        else:
            link = f"{settings().site}/{found.language}/plan/{token}"
            sent = not found.no_messages and found.reach_way in ("text", "email") and bool(found.reach_at)
            if sent:
                put(
                    db(),
                    found.reach_way,
                    found.reach_at or "",
                    "plan-link",
                    found.language,
                    {"link": link},
                    reference=f"plan-{token[:20]}",
                )
            db().commit()
            return to(
                "case",
                "The link is on its way to them." if sent else "The link is open. Show it to them on this page.",
                case_id=case_id,
            )
    return form_page(
        form,
        "Give them the plan",
        "Open the link",
        back=f"/desk/cases/{case_id}",
        intro="Whoever has the link and knows the word can read the plan and how the referrals stand. You can end it whenever they say.",
    )


@desk_page("/cases/<case_id>/end-link", "keep cases", ("POST",))
def end_link(case_id: str):
    """End the plan's link."""
    end_sharing(db(), me(), _own(case_id, ""))
    db().commit()
    return to("case", "The link has ended.", case_id=case_id)


@desk_page("/cases/<case_id>/plan", "keep cases")
def plan_paper(case_id: str):
    """Show the plan as the resident reads it, in their language, to print."""
    found = _own(case_id, "print plan")
    plan = plan_of(db(), found)
    if plan is None:
        raise CannotDo("There is no plan yet. Add a goal or a step first.")
    from flask import g

    g.speaker = make_speaker(found.language if found.language in baked().languages else "en")
    answer = page("plan.html", title=g.speaker.gettext("Your plan"), **plan_values(plan, db()), by_link=False)
    db().commit()
    return answer
