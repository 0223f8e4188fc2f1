"""The desk's first page: what waits today. And one's own account."""

from __future__ import annotations

from sqlalchemy import select

from navigator.actions.ask_outcome import due_for
from navigator.actions.make_referral import referrals_to, stuck
from navigator.casework.case import Case
from navigator.casework.permissions import ROLES
from navigator.casework.plan import Plan, Step
from navigator.casework.referral import WAITING
from navigator.casework.staff import Glass
from navigator.clock import today, utc_now
from navigator.desk.door import desk_page, desk_view, to
from navigator.desk.presenters import referral_row, service_name
from navigator.web.staff_door import allowed, db, me


@desk_page("/", "see own account")
def home():
    """Show what waits today: steps and follow-ups due, referrals without an answer, the inbox."""
    who = me()
    values = {}
    if allowed("keep cases") and who.agency_id:
        values["steps"] = [
            {"case": case, "words": step.words, "due": step.due, "late": step.due < today(), "service": service_name(step.service_id)}
            for step, case in db().execute(
                select(Step, Case).join(Plan, Step.plan_id == Plan.id).join(Case, Plan.case_id == Case.id)
                .where(Case.owner_id == who.id, Case.closed_at.is_(None), Step.state == "to-do", Step.due.is_not(None)).order_by(Step.due).limit(20)
            )
        ]  # fmt: skip
        values["follow_ups"] = [o for o in due_for(db(), who.agency_id) if o.case.owner_id == who.id]
        values["stuck"] = [referral_row(r) for r in stuck(db(), who.agency_id) if r.from_id == who.id]
        values["my_cases"] = (
            db()
            .scalars(
                select(Case)
                .where(Case.owner_id == who.id, Case.closed_at.is_(None))
                .order_by(Case.changed_at.desc())
                .limit(10)
            )
            .all()
        )
    if allowed("answer referrals"):
        values["waiting"] = [referral_row(r) for r in referrals_to(db(), who) if r.state in WAITING]
    if allowed("see caseloads"):
        values["glass"] = (
            db().scalars(select(Glass).where(Glass.agency_id == who.agency_id, Glass.seen_at.is_(None))).all()
        )
    return desk_view(
        "desk/home.html", title=f"Hello, {who.name.split()[0] if who.name else 'there'}", who=who, **values
    )


@desk_page("/glass/<int:glass_id>/seen", "see caseloads", ("POST",))
def glass_seen(glass_id: int):
    """Note that a supervisor has seen that their agency's case was looked into."""
    glass = db().get(Glass, glass_id)
    if glass and glass.agency_id == me().agency_id:
        glass.seen_at = utc_now()
        db().commit()
    return to("home")


@desk_page("/account", "see own account")
def account():
    """Show who one is here."""
    who = me()
    roles = [(name, ROLES[name]) for name in sorted(who.role_names) if name in ROLES]
    return desk_view(
        "desk/account.html", title="My account", who=who, roles=roles, codes_left=len(who.mf_recovery_codes or [])
    )
