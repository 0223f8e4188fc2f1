"""Who may do what: every desk address opened as every role, held to the table in casework/permissions.py."""

from __future__ import annotations

import pytest

from navigator.casework.case import Case
from navigator.casework.permissions import PERMISSIONS, ROLES
from navigator.casework.referral import Outcome, Referral
from navigator.casework.staff import OutreachSession, Staff
from navigator.desk.door import ANYONE, PAGES
from navigator.upkeep.edits import Edit, Report

#: Role → who of the imagined staff has it.
WHO = {
    "navigator": "ana", "supervisor": "carol", "referral-desk": "dev", "directory-editor": "ed", "insight-reader": "ira", "administrator": "mo", "translator": "tam",
}  # fmt: skip
#: Pages that end a session or change an account: opened last of all would be too late, so they are tried elsewhere.
ELSEWHERE = {"desk.sign_out", "desk.sign_out_everywhere"}


@pytest.fixture(scope="module")
def known(borough) -> dict[str, object]:
    """Real ids for every address: a case of Ana's agency and what hangs on it."""
    with borough.session() as session:
        ana = session.query(Staff).filter_by(email="ana@demo.example").one()
        case = session.query(Case).filter_by(owner_id=ana.id).first()
        referral = session.query(Referral).filter_by(case_id=case.id, route="inbox").first()
        edit = Edit(
            service_id=referral.service_id, before={"id": "x"}, after={"id": "x"}, why="to look at", by="provider"
        )
        report = Report(kind="hours", service_id=referral.service_id, language="en")
        session.add_all([edit, report])
        session.flush()
        outcome = session.query(Outcome).filter_by(case_id=case.id).first()
        return {
            "case_id": case.public_id, "referral_id": referral.public_id, "service_id": referral.service_id, "outcome_id": outcome.public_id,
            "consent_id": case.consents[0].public_id, "person_id": ana.public_id, "agency_id": "imagined-agency", "purpose": "follow-up",
            "state": "accepted", "form": "prsb", "step_id": 1, "glass_id": 1, "letter_id": 1, "token": "no-such-token", "edit_id": edit.public_id, "report_id": report.public_id,
            "code": "tr", "part": "pages", "session_id": session.query(OutreachSession).first().public_id,
        }  # fmt: skip


@pytest.fixture(scope="module")
def browsers(borough):
    return {role: borough.staff(name) for role, name in WHO.items()}


def rules(app):
    return sorted((r for r in app.url_map.iter_rules() if r.endpoint.startswith("desk.")), key=lambda r: r.rule)


def test_every_desk_address_names_its_permission(borough) -> None:
    """A page cannot be hung on the desk without saying who may."""
    assert {r.endpoint for r in rules(borough.app)} == set(PAGES)
    assert set(PAGES.values()) - {ANYONE} <= set(PERMISSIONS)


@pytest.mark.parametrize("role", ROLES)
def test_every_address_as_every_role(role, borough, browsers, known) -> None:
    """Allowed or refused as the table says. A form sent empty is refused by its page, never by the guard, where the role may."""
    browser = browsers[role]
    wrong = []
    for rule in rules(borough.app):
        if rule.endpoint in ELSEWHERE or PAGES[rule.endpoint] == ANYONE:
            continue
        path = borough.app.url_map.bind("localhost").build(
            rule.endpoint, {name: known[name] for name in rule.arguments}
        )
        allowed = role in PERMISSIONS[PAGES[rule.endpoint]]
        if "GET" in rule.methods:
            answer = browser.client.get(path)
        elif not allowed:
            answer = browser.post(path, follow=False)
        else:
            continue
        refused = answer.status_code == 403
        if refused == allowed or answer.status_code == 500:
            wrong.append(f"{path}: {answer.status_code}, but {role} {'may' if allowed else 'may not'}")

    assert wrong == []


@pytest.mark.parametrize(
    "path", ["", "/change", "/note", "/find", "/export", "/plan", "/erase", "/hand-over", "/goal", "/share"]
)
def test_another_agencys_case_answers_as_if_it_did_not_exist(path, borough, known) -> None:
    """Nora guesses the address of a case of Ana's agency."""
    nora = borough.staff("nora")
    guessed = nora.client.get(f"/desk/cases/{known['case_id']}{path}")
    made_up = nora.client.get(f"/desk/cases/AAAAAAAAAAAAAAAA{path}")

    assert guessed.status_code == made_up.status_code == 404
    assert guessed.data.replace(b"", b"")[:200] == made_up.data[:200]


def test_another_agencys_referral_answers_as_if_it_did_not_exist(borough, known) -> None:
    assert borough.staff("nora").client.get(f"/desk/referrals/{known['referral_id']}").status_code == 404


def test_nobody_signed_in_is_asked_to_sign_in(borough) -> None:
    """Every page of the desk leads to the sign-in page."""
    client = borough.app.test_client()
    for rule in rules(borough.app):
        if "GET" in rule.methods and not rule.arguments and PAGES[rule.endpoint] != ANYONE:
            answer = client.get(rule.rule)

            assert answer.status_code == 302, rule.rule
            assert "/desk/sign-in" in answer.location
