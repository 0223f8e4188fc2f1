"""An imagined borough: staff, cases, referrals and what came of them, plainly marked, for trying the desk out and for tests."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import func, select

from navigator.actions.ask_outcome import answer_outcome
from navigator.actions.give_consent import give_consent
from navigator.actions.invite import make_agency, make_roles
from navigator.actions.keep_case import add_note, open_case
from navigator.actions.make_plan import add_goal, add_step
from navigator.actions.make_referral import Asked, answer, make_referral
from navigator.casework.referral import Outcome
from navigator.casework.staff import OutreachSession, Staff
from navigator.clock import today
from navigator.database import Database
from navigator.directory.records import Service
from navigator.errors import CannotDo
from navigator.shelf import Baked

#: Makes (password hash, second factor, recovery codes) for one account.
Accounts = Callable[[], tuple[str, str, list[str]]]

#: Every imagined person's name ends so, on every page.
MARK = "(imagined)"
STAFF = (
    ("Ana Demo", "navigator", ["tr", "en"]), ("Bilal Demo", "navigator", ["ar", "so", "en"]), ("Carol Demo", "supervisor", ["en"]),
    ("Dev Demo", "referral-desk", ["en"]), ("Ed Demo", "directory-editor", ["en"]), ("Ira Demo", "insight-reader", ["en"]),
    ("Mo Demo", "administrator", ["en"]), ("Nora Demo", "navigator", ["pl", "en"]), ("Tam Demo", "translator", ["bn", "en"]),
)  # fmt: skip
RESIDENTS = (
    ("Yusuf", "ar", "07700 900123", ["hospital_discharge", "daily_living"], "My father comes home on Tuesday and cannot wash himself", "66-plus"),
    ("Fatma", "tr", "07700 900124", ["loneliness", "esol"], "I want to talk to people again", "26-65"),
    ("Grace", "en", "07700 900125", ["debt", "energy"], "I want to open letters without fear", "26-65"),
    ("Mihai", "en", "07700 900126", ["employment"], "Work that lets me collect my daughter", "26-65"),
    ("Hodan", "en", "07700 900127", ["housing", "family_parenting"], "A dry room for the children", "18-25"),
)  # fmt: skip


def three_services(baked: Baked) -> tuple[Service, Service, Service]:
    """Return a front door (its desk is here), a service asked by e-mail, and one asked by phone."""
    services = [s for s in baked.directory.services.values() if s.is_offered]
    desk = baked.directory.services[baked.place.front_doors[0]]
    by_email = next(s for s in services if s.email and s.id != desk.id)
    by_phone = next(s for s in services if not s.email and s.shown_phones and s.id != desk.id)
    return desk, by_email, by_phone


def imagine(database: Database, baked: Baked, site: str, accounts: Accounts) -> list[str]:
    """Fill an empty database; return what to tell whoever tries it. Refuses where there are people already."""
    desk, by_email, by_phone = three_services(baked)
    lines = []
    with database.session() as session:
        if session.scalar(select(func.count()).select_from(Staff)):
            raise CannotDo("There are accounts here already. The imagined borough needs an empty database.")
        roles = make_roles(session)
        ours = make_agency(session, "imagined-agency", f"Community Help {MARK}", [])
        theirs = make_agency(session, "imagined-desk", f"Front Door Team {MARK}", [desk.id])
        other = make_agency(session, "imagined-other", f"Other Charity {MARK}", [])
        people: dict[str, Staff] = {}
        for name, role, languages in STAFF:
            password, second, codes = accounts()
            agency = (
                theirs
                if role == "referral-desk"
                else None
                if role in ("insight-reader", "administrator", "directory-editor")
                else ours
            )
            if name.startswith("Nora"):
                agency = other
            person = Staff(
                email=f"{name.split()[0].lower()}@demo.example", name=f"{name} {MARK}", password=password, active=True, agency_id=agency.id if agency else None,
                fs_uniquifier=secrets.token_hex(32), tf_primary_method="authenticator", tf_totp_secret=second, mf_recovery_codes=codes,
                languages=languages, listed=role == "navigator", support="Listening, forms, phone calls",
            )  # fmt: skip
            person.roles = [roles[role]]
            session.add(person)
            people[name.split()[0]] = person
            lines.append(f"{person.email}  {role}  recovery codes: {' '.join(codes[:4])}")
        session.flush()
        ana = people["Ana"]
        for weekday, person in ((1, people["Ana"]), (3, people["Bilal"])):
            session.add(
                OutreachSession(
                    staff_id=person.id, place=f"The library {MARK}", weekday=weekday, starts="10:00", ends="12:30"
                )
            )
        for number, (called, language, phone, needs, goal, band) in enumerate(RESIDENTS):
            who = ana if number % 2 else people["Bilal"]
            values = {
                "called": f"{called} {MARK}",
                "language": language,
                "reach_way": "text",
                "reach_at": phone,
                "no_messages": False,
                "needs": needs,
                "age_band": band,
            }
            case = open_case(session, who, values, "spoken", language)
            give_consent(session, who, case, "follow-up", "spoken", language)
            add_goal(session, who, case, goal, needs[0], 3)
            add_step(
                session,
                who,
                case,
                "resident",
                "Bring the letters on Thursday",
                "",
                today() + timedelta(days=number - 1),
            )
            add_note(session, who, case, f"{called} came with a neighbour. {MARK}")
            for service, state in (
                (desk, ("accepted", "started", "finished", "accepted", "seen")[number]),
                (by_email, ""),
                (by_phone, "declined" if number % 2 else ""),
            ):
                give_consent(session, who, case, "share", "spoken", language, service.id, needs[0])
                referral = make_referral(session, who, case, service, Asked(needs[0], f"{goal}. {MARK}"), site)
                for step in {"finished": ("accepted", "started", "finished"), "started": ("accepted", "started")}.get(
                    state, (state,) if state else ()
                ):
                    answer(
                        session, referral, step, people["Dev"].public_id, "", "full" if step == "declined" else "", site
                    )
            outcome = session.scalar(
                select(Outcome).where(Outcome.case_id == case.id, Outcome.referral_id.is_not(None))
            )
            if outcome and number == 2:
                answer_outcome(session, outcome, "resident", "yes", "some", "", "I open the letters now", {})
    return [f"An imagined borough is ready at {site}/desk/sign-in. Every name ends in {MARK}.", *lines]
