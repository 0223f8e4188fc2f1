"""Make a plan with a resident: goals in their words, steps, scores; share it by a link that asks for a second thing they know."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from navigator.casework.audit import note
from navigator.casework.carry import hash_of
from navigator.casework.case import Case
from navigator.casework.plan import STEP_STATES, WELLBEING, Goal, Plan, Score, Step
from navigator.casework.referral import Outcome
from navigator.casework.staff import Staff
from navigator.clock import today, utc_now
from navigator.errors import CannotDo, ChangedMeanwhile, RecordMissing
from navigator.folding import fold

PLAN_LINK_LASTS = timedelta(days=180)
ASK_AFTER_PLAN = timedelta(days=28)
SHORTEST_WORD = 4


def plan_of(session: Session, case: Case) -> Plan | None:
    """Return a case's plan, or None."""
    return session.scalar(select(Plan).where(Plan.case_id == case.id))


def plan_for(session: Session, who: Staff, case: Case) -> Plan:
    """Return a case's plan, begun when there is none; then a follow-up falls due where the resident agreed to one."""
    plan = plan_of(session, case)
    if plan is None:
        plan = Plan(case_id=case.id, lead_id=case.owner_id)
        session.add(plan)
        session.flush()
        note(session, who.public_id, "begin plan", f"case:{case.public_id}")
        if case.may_be("follow-up"):
            session.add(Outcome(case_id=case.id, due=today() + ASK_AFTER_PLAN))
    return plan


def add_goal(session: Session, who: Staff, case: Case, words: str, need: str, score: int | None) -> Goal:
    """Add what matters to the resident, in their words, with how it stands for them now, 0 to 10."""
    plan = plan_for(session, who, case)
    goal = Goal(words=words, need=need)
    plan.goals.append(goal)
    session.flush()
    if score is not None:
        add_score(session, who, case, f"goal:{goal.id}", score)
    _changed(session, who, case, plan, "add goal")
    return goal


def add_step(session: Session, who: Staff, case: Case, by: str, words: str, service_id: str, due: date | None) -> Step:
    """Add who does what, by when, with which service."""
    plan = plan_for(session, who, case)
    step = Step(who=by, words=words, service_id=service_id, due=due)
    plan.steps.append(step)
    _changed(session, who, case, plan, "add step")
    return step


def set_step(session: Session, who: Staff, case: Case, step_id: int, state: str, why_not: str, version: int) -> None:
    """Say a step is done, or dropped and why it did not fit."""
    plan = plan_of(session, case)
    step = next((s for s in plan.steps if s.id == step_id), None) if plan else None
    if plan is None or step is None:
        raise RecordMissing("There is no such step.")
    if state not in STEP_STATES or (state == "dropped" and not why_not):
        raise CannotDo("Say whether the step is done, or why it did not fit.")
    if plan.version != version and step.state != "to-do" and step.state != state:
        raise ChangedMeanwhile([(step.words, step.state)])
    step.state, step.why_not = state, why_not if state == "dropped" else ""
    _changed(session, who, case, plan, f"step {state}")


def add_score(session: Session, who: Staff | None, case: Case, about: str, value: int) -> None:
    """Keep a number the resident gave: for a goal ("goal:3") or one of the four questions on well-being."""
    plan = plan_of(session, case)
    if plan is None:
        raise RecordMissing("There is no plan.")
    if not 0 <= value <= 10:
        raise CannotDo("Give a number from 0 to 10.")
    if about not in WELLBEING and not any(about == f"goal:{goal.id}" for goal in plan.goals):
        raise CannotDo("Say which goal or question the number is for.")
    plan.scores.append(Score(about=about, value=value, at=utc_now()))
    note(session, who.public_id if who else "resident", "score", f"case:{case.public_id}", about)


def _changed(session: Session, who: Staff, case: Case, plan: Plan, deed: str) -> None:
    plan.version += 1
    case.changed_at = utc_now()
    session.flush()
    note(session, who.public_id, deed, f"case:{case.public_id}")


def share_plan(session: Session, who: Staff, case: Case, word: str) -> str:
    """Open the plan to whoever has the link and knows the *word* the resident chose; return the link's token. An older link ends."""
    if len(_plain(word)) < SHORTEST_WORD:
        raise CannotDo(f"Choose a word of {SHORTEST_WORD} letters or more that the resident will remember.")
    plan = plan_for(session, who, case)
    token = secrets.token_urlsafe(24)
    plan.link_hash, plan.link_token, plan.link_ends_at = hash_of(token), token, utc_now() + PLAN_LINK_LASTS
    plan.link_secret_hash = _word_hash(word, token)
    note(session, who.public_id, "share plan", f"case:{case.public_id}")
    return token


def end_sharing(session: Session, who: Staff | None, case: Case) -> None:
    """End the plan's link."""
    plan = plan_of(session, case)
    if plan:
        plan.link_hash = plan.link_token = plan.link_secret_hash = plan.link_ends_at = None
        note(session, who.public_id if who else "resident", "end plan link", f"case:{case.public_id}")


def shared_plan(session: Session, token: str) -> Plan | None:
    """Return the plan a link leads to while it is open."""
    return session.scalar(select(Plan).where(Plan.link_hash == hash_of(token), Plan.link_ends_at > utc_now()))


def knows_word(plan: Plan, word: str) -> bool:
    """Return whether *word* is the one the resident chose. Capitals and accents are forgiven."""
    return bool(plan.link_secret_hash and plan.link_token) and hmac.compare_digest(
        plan.link_secret_hash or "", _word_hash(word, plan.link_token or "")
    )


def _plain(word: str) -> str:
    return "".join(fold(word).split())


def _word_hash(word: str, token: str) -> str:
    return hashlib.scrypt(_plain(word).encode(), salt=token.encode(), n=2**14, r=8, p=1).hex()
