"""Make a referral, with consent, and follow it until it closes: sent once, answered, chased, lapsed, withdrawn."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_date
from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from navigator.actions.make_plan import plan_of
from navigator.casework.audit import note
from navigator.casework.carry import hash_of
from navigator.casework.case import Case
from navigator.casework.referral import (
    CHASE_AFTER,
    DECLINE_REASONS,
    EXPIRES_AFTER,
    PRIORITIES,
    STATE_SAYS,
    WAITING,
    DeskState,
    Outcome,
    Referral,
    StateNotNext,
)
from navigator.casework.staff import Agency, Staff
from navigator.casework.working_days import after_working_days, working_days_between
from navigator.clock import today, utc_now
from navigator.directory.records import Service
from navigator.errors import CannotDo, ConsentMissing, RecordMissing
from navigator.messages.outbox import put

#: Days after a service finished until the resident is asked, and answers before "usually" is said.
ASK_AFTER_FINISH = timedelta(days=14)
ENOUGH_ANSWERS = 5


def desk_agency(session: Session, service_id: str) -> Agency | None:
    """Return the agency whose referral desk here answers for a service, or None."""
    for agency in session.scalars(select(Agency)):
        if service_id in (agency.services or []):
            return agency
    return None


def route_for(session: Session, service: Service) -> str:
    """Return the surest way to ask a service: its desk here, its e-mail, else the phone."""
    if desk_agency(session, service.id):
        return "inbox"
    return "email" if service.email else "phone"


@dataclass(frozen=True)
class Asked:
    """What a referral says: for which need, why, how soon."""

    need: str
    reason: str
    priority: str = "routine"
    route: str = ""


def make_referral(
    session: Session, who: Staff, case: Case, service: Service, asked: Asked, site: str, consent_id: int | None = None
) -> Referral:
    """Send a referral for a case. Raises `ConsentMissing` without a standing yes to sharing with this service."""
    consent = next((c for c in case.open_consents if c.purpose == "share" and c.recipient == service.id), None)
    if consent is None:
        raise ConsentMissing(
            "The resident has not agreed to share with this service, or has taken it back. Ask them first."
        )
    if not service.is_offered:
        raise CannotDo("This service is closed or not open yet, so it cannot be asked. Choose another.")
    if asked.priority not in PRIORITIES or not asked.reason.strip():
        raise CannotDo("Say why the service is needed, in a sentence.")
    standing = session.scalar(
        select(Referral).where(
            Referral.case_id == case.id,
            Referral.service_id == service.id,
            Referral.state.in_((*WAITING, "accepted", "started")),
        )
    )
    if standing:
        raise CannotDo("This service has been asked already and the request is still open. Look under Referrals.")
    referral = Referral(
        case_id=case.id, agency_id=case.agency_id, from_id=who.id, service_id=service.id, need=asked.need,
        route=asked.route or route_for(session, service), consent_id=consent.id, reason=asked.reason, person=case.called,
        reach=_reach(case), language=case.language, referrer=f"{who.name}, {who.agency.name if who.agency else ''}".strip(", "),
        priority=asked.priority,
    )  # fmt: skip
    session.add(referral)
    session.flush()
    note(session, who.public_id, "make referral", f"case:{case.public_id}", f"{service.id} {referral.public_id}")
    send(session, referral, service.email, who.public_id, site)
    return referral


def take_referral(
    session: Session,
    source: str,
    service: Service,
    person: str,
    reach: str,
    asked: Asked,
    language: str,
    referrer: str = "",
) -> Referral:
    """Take a referral that no navigator made: from a professional's form, or a resident asking for a call back."""
    if desk_agency(session, service.id) is None:
        raise CannotDo("This service has no desk here. Ring it, or ask a navigator.")
    referral = Referral(
        source=source, service_id=service.id, need=asked.need, route="inbox", reason=asked.reason, person=person, reach=reach,
        language=language, referrer=referrer or None, priority=asked.priority,
    )  # fmt: skip
    session.add(referral)
    session.flush()
    note(session, source, "make referral", f"referral:{referral.public_id}", service.id)
    referral.move("sent", source, utc_now())
    return referral


def _reach(case: Case) -> str:
    parts = [
        case.reach_at or "",
        f"({case.reach_when})" if case.reach_when else "",
        "interpreter needed" if case.interpreter else "",
    ]
    return " ".join(part for part in parts if part) or "through the navigator"


def send(session: Session, referral: Referral, email: str, actor: str, site: str) -> None:
    """Send a referral, once. By e-mail the service gets a link that answers without an account."""
    referral.move("sent", actor, utc_now())
    if referral.route == "email":
        until = today() + timedelta(days=EXPIRES_AFTER)
        token = new_link(referral)
        put(session, "email", email, "referral-to-service", "en",
            {"link": f"{site}/en/answer/{token}", "until": format_date(until, "d MMMM y", locale="en")},
            reference=f"referral-{referral.public_id}-{referral.version}")  # fmt: skip


def new_link(referral: Referral) -> str:
    """Return the token of a new link to a referral; an older one ends. Only its hash is kept."""
    token = secrets.token_urlsafe(24)
    referral.link_hash, referral.link_ends_at = hash_of(token), utc_now() + timedelta(days=EXPIRES_AFTER)
    return token


def by_link(session: Session, token: str) -> Referral | None:
    """Return the referral a link leads to while it can be answered."""
    return session.scalar(
        select(Referral).where(Referral.link_hash == hash_of(token), Referral.link_ends_at > utc_now())
    )


def see(session: Session, referral: Referral, actor: str) -> None:
    """Note that the service has opened it."""
    if referral.state == "sent":
        referral.move("seen", actor, utc_now())
    note(session, actor, "read referral", f"referral:{referral.public_id}")


def answer(
    session: Session, referral: Referral, state: str, actor: str, said: str = "", declined_for: str = "", site: str = ""
) -> None:
    """Move a referral as its service says. Raises `CannotDo` when that does not follow, or a no has no reason."""
    if state == "declined" and declined_for not in DECLINE_REASONS:
        raise CannotDo("Choose why you cannot take this referral.")
    if state == "more-wanted" and not said.strip():
        raise CannotDo("Write what you need to know.")
    try:
        referral.move(state, actor, utc_now(), said)
    except StateNotNext:
        raise CannotDo(
            f"This referral stands at “{STATE_SAYS[referral.state].lower()}”, so that cannot be done. Somebody may have answered before you."
        ) from None
    referral.declined_for = declined_for if state == "declined" else ""
    if state in ("declined", "finished", "withdrawn"):
        referral.link_hash = None
    note(session, actor, f"referral {state}", f"referral:{referral.public_id}", declined_for)
    case = referral.case
    if state == "finished" and case and case.may_be("follow-up"):
        session.add(Outcome(case_id=case.id, referral_id=referral.id, due=today() + ASK_AFTER_FINISH))
    if case and state in ("accepted", "declined", "started"):
        tell_resident(session, case, site, f"news-{referral.public_id}-{referral.version}")


def tell_resident(session: Session, case: Case, site: str, reference: str) -> None:
    """Write to the resident that there is news, when it is safe and they have an open plan to see it on. The letter names no service."""
    plan = plan_of(session, case)
    if (
        case.no_messages
        or case.reach_way not in ("text", "email")
        or not case.reach_at
        or plan is None
        or not plan.link_token
    ):
        return
    put(
        session,
        case.reach_way,
        case.reach_at,
        "resident-news",
        case.language,
        {"link": f"{site}/{case.language}/plan/{plan.link_token}"},
        reference,
    )


def withdraw(session: Session, who: Staff, referral: Referral, words: str) -> None:
    """Take a referral back."""
    answer(session, referral, "withdrawn", who.public_id, words)


def say_more(session: Session, who: Staff, referral: Referral, words: str, service_email: str, site: str) -> None:
    """Answer a service's question: the referral goes to it again."""
    if referral.state not in ("more-wanted", "expired"):
        raise CannotDo("The service has not asked a question.")
    if words.strip():
        referral.reason = f"{referral.reason}\n\n{words.strip()}"
    send(session, referral, service_email, who.public_id, site)
    note(session, who.public_id, "send again", f"referral:{referral.public_id}")


def triage(
    session: Session,
    who: Staff,
    referral: Referral,
    version: int,
    priority: str,
    due: date | None,
    assigned: int | None,
) -> None:
    """Set how soon and who. Raises `CannotDo` when a colleague changed it first."""
    if referral.version != version:
        raise CannotDo("A colleague changed this referral while you had it open. Look at it again, then decide.")
    if priority not in PRIORITIES:
        raise CannotDo("Choose how soon.")
    referral.priority, referral.due, referral.assigned_id = priority, due, assigned
    referral.version += 1
    note(session, who.public_id, "triage", f"referral:{referral.public_id}", priority)


def referrals_to(session: Session, who: Staff) -> list[Referral]:
    """Return the referrals that wait at the desk of *who*'s agency or are in its hands, the most pressing first."""
    services = who.agency.services if who.agency else []
    order = {name: place for place, name in enumerate(reversed(PRIORITIES))}
    rows = session.scalars(
        select(Referral)
        .where(Referral.service_id.in_(services or [""]), Referral.route == "inbox", Referral.state != "draft")
        .order_by(Referral.sent_at)
    ).all()
    return sorted(
        rows, key=lambda r: (r.state not in WAITING, order[r.priority], r.due or date.max, r.sent_at or r.made_at)
    )


def find_at_desk(session: Session, who: Staff, public_id: str) -> Referral:
    """Return a referral to *who*'s agency. Raises `RecordMissing`."""
    referral = session.scalar(select(Referral).where(Referral.public_id == public_id, Referral.route == "inbox"))
    if referral is None or who.agency is None or referral.service_id not in (who.agency.services or []):
        raise RecordMissing("There is no such referral.")
    return referral


def find_sent(session: Session, who: Staff, public_id: str) -> Referral:
    """Return a referral *who*'s agency made. Raises `RecordMissing`."""
    referral = session.scalar(select(Referral).where(Referral.public_id == public_id, Referral.case_id.is_not(None)))
    if referral is None or referral.case is None or referral.case.agency_id != who.agency_id:
        raise RecordMissing("There is no such referral.")
    return referral


def set_capacity(session: Session, who: Staff, service_id: str, capacity: str, wait_days: int | None) -> None:
    """Say whether a service takes people now and how long they wait; the directory shows it."""
    if who.agency is None or service_id not in (who.agency.services or []):
        raise RecordMissing("There is no such service at your desk.")
    row = session.get(DeskState, service_id) or DeskState(service_id=service_id)
    row.capacity, row.wait_days, row.changed_at = capacity, wait_days, utc_now()
    session.add(row)
    note(session, who.public_id, "set capacity", f"service:{service_id}", capacity)


def desk_lines(session: Session) -> dict[str, tuple[str, int | None, int | None]]:
    """Return, for each service whose desk is here, (capacity, days people wait, working days it usually takes to answer)."""
    held = {service_id for agency in session.scalars(select(Agency)) for service_id in agency.services or []}
    said = {row.service_id: row for row in session.scalars(select(DeskState))}
    lines = {}
    for service_id in held:
        row, usual = said.get(service_id), usual_days(session, service_id)
        if row or usual:
            lines[service_id] = (row.capacity if row else "", row.wait_days if row else None, usual)
    return lines


def usual_days(session: Session, service_id: str) -> int | None:
    """Return in how many working days a service usually answers, from its own last year; None until there are enough answers."""
    since = utc_now() - timedelta(days=365)
    rows = session.execute(
        select(Referral.sent_at, Referral.answered_at).where(
            Referral.service_id == service_id, Referral.answered_at.is_not(None), Referral.sent_at > since
        )
    ).all()
    if len(rows) < ENOUGH_ANSWERS:
        return None
    days = sorted(working_days_between(sent.date(), answered.date()) for sent, answered in rows)
    return max(1, days[len(days) // 2])


def chase_and_lapse(session: Session, email_of: Callable[[str], str], site: str) -> dict[str, int]:
    """Chase services that have not answered, and let go what nobody answered; return how many of each. Safe to run at any moment."""
    done = {"chased": 0, "expired": 0}
    waiting = session.scalars(select(Referral).where(Referral.state.in_(WAITING), Referral.sent_at.is_not(None))).all()
    for referral in waiting:
        assert referral.sent_at is not None
        if utc_now() - referral.sent_at >= timedelta(days=EXPIRES_AFTER):
            referral.link_hash = None
            answer(session, referral, "expired", "clock")
            done["expired"] += 1
            continue
        passed = working_days_between(referral.sent_at.date(), today())
        wanted = sum(passed >= days for days in CHASE_AFTER)
        if wanted > referral.chased:
            # Claimed by its count, so that two workers never chase the same one twice.
            taken = session.execute(
                update(Referral)
                .where(Referral.id == referral.id, Referral.chased == referral.chased)
                .values(chased=wanted)
            )
            if taken.rowcount and referral.route == "email" and email_of(referral.service_id):  # type: ignore[attr-defined]
                put(session, "email", email_of(referral.service_id), "referral-chase", "en",
                    {"link": f"{site}/en/answer/{new_link(referral)}", "sent": format_date(referral.sent_at.date(), "d MMMM", locale="en")},
                    reference=f"chase-{referral.public_id}-{wanted}")  # fmt: skip
            note(session, "clock", "chase", f"referral:{referral.public_id}", str(wanted))
            done["chased"] += 1
    return done


def chase_on(referral: Referral) -> date | None:
    """Return the day a silent service is chased next, or None."""
    if referral.state not in WAITING or referral.sent_at is None or referral.chased >= len(CHASE_AFTER):
        return None
    return after_working_days(referral.sent_at.date(), CHASE_AFTER[referral.chased])


def stuck(session: Session, agency_id: str) -> list[Referral]:
    """Return an agency's referrals that wait too long or ended without an answer."""
    rows = session.scalars(
        select(Referral).join(Case, Referral.case_id == Case.id).where(
            Case.agency_id == agency_id, or_(Referral.state == "expired", (Referral.state.in_(WAITING)) & (Referral.chased > 0), Referral.state == "more-wanted")
        )
    )  # fmt: skip
    return list(rows)


def open_count(session: Session, staff_id: int) -> int:
    """Return how many open cases a navigator holds."""
    return (
        session.scalar(
            select(func.count()).select_from(Case).where(Case.owner_id == staff_id, Case.closed_at.is_(None))
        )
        or 0
    )
