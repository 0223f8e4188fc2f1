"""Signing in: by invitation, with a second factor, a code once, tries counted, sessions that end."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from passlib.totp import TOTP

from navigator import clock
from navigator.actions.invite import invite, make_agency, set_roles
from navigator.casework.audit import AuditRow
from navigator.casework.staff import Staff
from tests.records import PASSWORD, Navigator


@pytest.fixture
def desk(new_borough):
    """A borough without people, and the first invitation's link."""
    made = new_borough(people=False)
    with made.session() as session:
        make_agency(session, "help", "Help", [])
        _, token = invite(session, "ann@example.org", "Ann", ["administrator", "navigator"], "help", None)
    made.link = f"/desk/invitation/{token}"
    return made


def join(desk) -> tuple[Navigator, TOTP, list[str]]:
    """Accept the invitation as a person would: password, app, code."""
    ann = Navigator(desk)
    ann.get(desk.link)
    page = ann.post(desk.link, password=PASSWORD, again=PASSWORD)
    key = re.search(r"<code>([^<]+)</code>", page.html)[1].replace(" ", "").replace("-", "")
    totp = TOTP(key=key)
    page = ann.post("/desk/set-up-code", code=totp.generate().token)
    assert page.heading == "Keep these codes"
    return ann, totp, re.findall(r"<code>([^<]+)</code>", page.html)


def test_an_invitation_lets_in_once(desk) -> None:
    ann, _, codes = join(desk)

    assert len(codes) == 8
    assert ann.get("/desk/").heading == "Hello, Ann"
    assert desk.app.test_client().get(desk.link).status_code == 410


def test_an_invitation_ends_after_72_hours(desk) -> None:
    with clock.moved(timedelta(hours=73)):
        assert desk.app.test_client().get(desk.link).status_code == 410


@pytest.mark.parametrize(
    ("password", "again", "says"),
    [
        ("short", "short", "12 letters or more"),
        (PASSWORD, "other words here", "not the same"),
        ("", "", "Choose a password"),
    ],
)
def test_a_password_that_will_not_do_is_said(desk, password, again, says) -> None:
    page = Navigator(desk).post(desk.link, 400, password=password, again=again)

    assert says in page.main


def test_a_code_works_once(desk) -> None:
    """Flask-Security accepts a code again until its counter is kept: ours is."""
    _, totp, _ = join(desk)
    with clock.moved(timedelta(0)):
        code = totp.generate(time.time() + 30).token
        first, second = Navigator(desk), Navigator(desk)
        for browser in (first, second):
            browser.post("/desk/sign-in", email="ann@example.org", password=PASSWORD)
        assert first.post("/desk/second-step", follow=False, code=code).status_code == 303

        answer = second.post("/desk/second-step", follow=False, code=code)

    assert answer.status_code == 400


def test_a_recovery_code_works_once(desk) -> None:
    _, _, codes = join(desk)
    first, second = Navigator(desk), Navigator(desk)
    for browser in (first, second):
        browser.post("/desk/sign-in", email="ann@example.org", password=PASSWORD)
    assert first.post("/desk/second-step", follow=False, code=codes[0]).status_code == 303

    assert second.post("/desk/second-step", follow=False, code=codes[0]).status_code == 400


def test_the_password_alone_opens_nothing(desk) -> None:
    join(desk)
    browser = Navigator(desk)
    browser.post("/desk/sign-in", email="ann@example.org", password=PASSWORD)

    assert browser.client.get("/desk/cases").status_code == 302


def test_five_wrong_passwords_and_the_right_one_waits(desk) -> None:
    join(desk)
    browser = Navigator(desk)
    for _ in range(5):
        browser.post("/desk/sign-in", 400, email="ann@example.org", password="wrong words here")

    assert browser.post("/desk/sign-in", email="ann@example.org", password=PASSWORD).status == 429
    with clock.moved(timedelta(minutes=16)):
        assert (
            browser.post("/desk/sign-in", follow=False, email="ann@example.org", password=PASSWORD).status_code == 303
        )


def test_a_wrong_password_and_an_unknown_person_are_answered_alike(desk) -> None:
    join(desk)
    known = Navigator(desk).post("/desk/sign-in", email="ann@example.org", password="wrong words here")
    unknown = Navigator(desk).post("/desk/sign-in", email="nobody@example.org", password="wrong words here")

    assert known.main.replace("ann@", "x@") == unknown.main.replace("nobody@", "x@")


@pytest.mark.parametrize(
    ("idle", "status"), [(timedelta(minutes=29), 200), (timedelta(minutes=31), 302), (timedelta(hours=13), 302)]
)
def test_a_session_ends_when_nobody_taps(desk, idle, status) -> None:
    ann, _, _ = join(desk)
    with clock.moved(idle):
        assert ann.client.get("/desk/cases").status_code == status


def test_other_roles_end_the_session(desk) -> None:
    ann, _, _ = join(desk)
    with desk.session() as session:
        person = session.query(Staff).one()
        set_roles(session, person, ["navigator"], person)

    assert ann.client.get("/desk/cases").status_code == 302


def test_signing_out_everywhere_ends_every_session(desk) -> None:
    ann, _, codes = join(desk)
    other = Navigator(desk)
    other.post("/desk/sign-in", email="ann@example.org", password=PASSWORD)
    other.post("/desk/second-step", code=codes[1])
    ann.post("/desk/sign-out-everywhere")

    assert other.client.get("/desk/cases").status_code == 302


def test_what_was_typed_survives_a_session_that_ended(desk) -> None:
    ann, _, _ = join(desk)
    token = ann.token()
    with clock.moved(timedelta(minutes=40)):
        answer = ann.client.post(
            "/desk/cases/x/note", data={"csrf_token": token, "words": "a long note about the visit " * 4}
        )

    assert answer.status_code == 401
    assert b"a long note about the visit" in answer.data
    assert b"Send again" in answer.data


def test_what_was_typed_survives_a_stale_token(desk) -> None:
    ann, _, _ = join(desk)
    answer = ann.client.post("/desk/profile", data={"csrf_token": "stale", "name": "Ann Other"})

    assert answer.status_code == 400
    assert b"Ann Other" in answer.data


def test_a_form_from_another_website_does_nothing(desk) -> None:
    ann, _, _ = join(desk)
    answer = ann.client.post(
        "/desk/sign-out-everywhere", data={"csrf_token": ann.token()}, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert answer.status_code == 403


def test_every_sign_in_is_in_the_trail(desk) -> None:
    join(desk)
    with desk.session() as session:
        deeds = [row.deed for row in session.query(AuditRow)]

    assert deeds == ["invite", "join", "sign in"]
