"""What supervisors, administrators and insight readers see: caseloads, people, the trail, letters that are stuck, counts."""

from __future__ import annotations

import re

from flask import request
from sqlalchemy import func, select

from navigator.actions.ask_outcome import HELPED, IN_THE_WAY_SAYS, count_everything, due_for
from navigator.actions.invite import end_sessions, invite, make_agency, set_roles
from navigator.actions.make_referral import open_count, stuck
from navigator.casework.audit import AuditRow, broken_links, note
from navigator.casework.permissions import ROLES
from navigator.casework.referral import DECLINE_SAYS, STATE_SAYS
from navigator.casework.staff import Agency, Invitation, Staff
from navigator.clock import today, utc_now
from navigator.desk.door import desk_page, desk_view, form_page, to
from navigator.desk.forms import DeskForm, area, offers, pick, several, text
from navigator.desk.presenters import need_name, referral_row, service_name
from navigator.errors import CannotDo, RecordMissing
from navigator.messages.outbox import Outgoing, put
from navigator.upkeep.edits import Report
from navigator.web.page import baked, settings
from navigator.web.staff_door import db, me

ROLE_CHOICES = [(name, f"{name.replace('-', ' ').capitalize()}: {says}") for name, says in ROLES.items()]


@desk_page("/team", "see caseloads")
def team():
    """Show caseloads, follow-ups overdue, referrals stuck."""
    who = me()
    people = (
        db().scalars(select(Staff).where(Staff.agency_id == who.agency_id, Staff.active).order_by(Staff.name)).all()
    )
    late = [o for o in due_for(db(), who.agency_id or "") if o.due < today()]
    loads = [
        {
            "name": p.name,
            "open": open_count(db(), p.id),
            "late": sum(o.case.owner_id == p.id for o in late),
            "away": p.away_until if p.away_until and p.away_until > utc_now() else None,
        }
        for p in people
        if p.role_names & {"navigator", "supervisor"}
    ]
    return desk_view(
        "desk/team.html",
        title="My team",
        loads=loads,
        late=late,
        stuck=[referral_row(r) for r in stuck(db(), who.agency_id or "")],
    )


@desk_page("/insight", "read insight")
def insight():
    """Show counts: what people need, how referrals end, whether it helped, what got in the way. Never people."""
    counts = count_everything(db())

    def of_service(kind: str, words: dict[str, str]) -> list[dict[str, object]]:
        rows = []
        for which, number in counts[kind].most_common(60):
            service_id, _, what = which.rpartition(":")
            rows.append(
                {
                    "service": service_name(service_id) if service_id != "plan" else "The whole plan",
                    "what": words.get(what, what),
                    "number": number,
                }
            )
        return rows

    return desk_view(
        "desk/insight.html", title="Insight", needs=[(need_name(n), c) for n, c in counts["case"].most_common()],
        referrals=of_service("referral", STATE_SAYS), helped=of_service("helped", HELPED), declined=of_service("declined", DECLINE_SAYS),
        in_the_way=of_service("in-the-way", IN_THE_WAY_SAYS),
        reported=[
            {"service": service_name(service_id) if service_id else "Not found", "what": kind.replace("-", " "), "number": number}
            for service_id, kind, number in db().execute(
                select(Report.service_id, Report.kind, func.count()).group_by(Report.service_id, Report.kind).order_by(func.count().desc())
            )
        ],
    )  # fmt: skip


@desk_page("/people", "run the place")
def people():
    """List who has an account, who is invited, and the agencies."""
    rows = db().scalars(select(Staff).order_by(Staff.name)).all()
    invited = (
        db().scalars(select(Invitation).where(Invitation.used_at.is_(None), Invitation.expires_at > utc_now())).all()
    )
    stuck_letters = db().scalar(select(func.count()).select_from(Outgoing).where(Outgoing.state == "stuck")) or 0
    return desk_view(
        "desk/people.html",
        title="People",
        rows=rows,
        invited=invited,
        agencies=db().scalars(select(Agency).order_by(Agency.name)).all(),
        service_name=service_name,
        stuck_letters=stuck_letters,
    )


class InviteForm(DeskForm):
    email = text("E-mail address", "Type their e-mail address", most=255)
    name = text("Name", "Type their name", most=120)
    agency = pick("Agency", [])
    roles = several("Roles", ROLE_CHOICES, "Choose one or more roles")


@desk_page("/people/invite", "run the place", ("GET", "POST"))
def invite_person():
    """Invite somebody; the link goes by letter and is shown once."""
    form = InviteForm()
    form.agency.choices = offers(
        [("", "None"), *((a.id, a.name) for a in db().scalars(select(Agency).order_by(Agency.name)))]
    )
    if form.ok():
        try:
            invitation, token = invite(
                db(), form.email.data, form.name.data, form.roles.data, form.agency.data or None, me()
            )
            link = f"{settings().site}/desk/invitation/{token}"
            put(
                db(),
                "email",
                invitation.email,
                "invitation",
                "en",
                {"link": link},
                reference=f"invitation-{invitation.id}",
            )
            db().commit()
            return to("people", f"{invitation.name} is invited. The letter is on its way; the link works for 72 hours.")
        except CannotDo as error:
            db().rollback()
            form.problem("email", str(error))
    return form_page(form, "Invite somebody", "Invite", back="people")


class RolesForm(DeskForm):
    roles = several("Roles", ROLE_CHOICES)


@desk_page("/people/<person_id>/roles", "run the place", ("GET", "POST"))
def person_roles(person_id: str):
    """Change somebody's roles; their sessions end."""
    person = _person(person_id)
    form = RolesForm(data={"roles": sorted(person.role_names)})
    if form.ok():
        if person.id == me().id and "administrator" not in (form.roles.data or []):
            form.problem("roles", "You cannot take this role from yourself. Ask another administrator")
        else:
            set_roles(db(), person, form.roles.data or [], me())
            db().commit()
            return to("people", f"{person.name}'s roles are changed, and they are signed out.")
    return form_page(form, f"Roles of {person.name}", "Save", back="people")


@desk_page("/people/<person_id>/active", "run the place", ("POST",))
def person_active(person_id: str):
    """Close somebody's account, or open it again."""
    person = _person(person_id)
    if person.id == me().id:
        raise CannotDo("You cannot close your own account. Ask another administrator.")
    person.active = not person.active
    end_sessions(person)
    note(db(), me().public_id, "open account" if person.active else "close account", f"staff:{person.public_id}")
    db().commit()
    return to("people", f"{person.name}'s account is {'open' if person.active else 'closed'}.")


def _person(person_id: str) -> Staff:
    person = db().scalar(select(Staff).where(Staff.public_id == person_id))
    if person is None:
        raise RecordMissing("There is no such account.")
    return person


class AgencyForm(DeskForm):
    name = text("Name", "Type the agency's name", most=120)
    services = area(
        "Services whose desk it holds: their ids, one a line",
        hint="The end of a service's address, such as …/services/citizens-advice",
    )


@desk_page("/agencies/<agency_id>", "run the place", ("GET", "POST"))
def agency(agency_id: str):
    """Make or change an agency, and say which services' desks it holds."""
    found = db().get(Agency, agency_id) if agency_id != "new" else None
    form = AgencyForm(
        data={"name": found.name if found else "", "services": "\n".join(found.services or []) if found else ""}
    )
    if form.ok():
        services = [s.strip() for s in re.split(r"[\s,]+", form.services.data or "") if s.strip()]
        unknown = [s for s in services if s not in baked().directory.services]
        if unknown:
            form.problem("services", f"There is no service {unknown[0]}")
        else:
            made = re.sub(r"[^a-z0-9]+", "-", form.name.data.lower()).strip("-")[:60]
            if found is None and (not made or made == "new" or db().get(Agency, made)):
                form.problem("name", "There is an agency of this name already")
            else:
                kept = make_agency(db(), found.id if found else made, form.name.data, services)
                note(db(), me().public_id, "set agency", f"agency:{kept.id}")
                db().commit()
                return to("people", f"{kept.name} is kept.")
    return form_page(form, found.name if found else "A new agency", "Save", back="people")


@desk_page("/trail", "run the place")
def trail():
    """Show the newest lines of the trail, or those about one record, and whether its links hold."""
    about = request.args.get("about", "")[:60]
    rows = select(AuditRow).order_by(AuditRow.id.desc()).limit(200)
    names = {p.public_id: p.name for p in db().scalars(select(Staff))}
    shown = db().scalars(rows.where(AuditRow.subject == about) if about else rows).all()
    return desk_view(
        "desk/trail.html", title="The trail", rows=shown, names=names, broken=broken_links(db()), about=about
    )


@desk_page("/letters", "run the place")
def letters():
    """Show letters that are waiting or stuck."""
    rows = db().scalars(select(Outgoing).where(Outgoing.state != "sent").order_by(Outgoing.id.desc()).limit(200)).all()
    return desk_view("desk/letters.html", title="Letters", rows=rows)


@desk_page("/letters/<int:letter_id>/again", "run the place", ("POST",))
def letter_again(letter_id: int):
    """Try a stuck letter again."""
    row = db().get(Outgoing, letter_id)
    if row and row.state == "stuck":
        row.state, row.tries, row.next_try = "waiting", 1, utc_now()
        db().commit()
    return to("letters", "It is tried again.")
