"""Signing in: a password, then a code from an authenticator app or a recovery code. By invitation only."""

from __future__ import annotations

import segno
from flask import redirect, request, session, url_for
from flask_security import hash_password, login_user, logout_user, verify_password
from sqlalchemy import select
from werkzeug.wrappers import Response

from navigator.actions.invite import accept_invitation, end_sessions, find_invitation
from navigator.casework.audit import note
from navigator.casework.staff import Staff
from navigator.clock import utc_now
from navigator.desk.door import ANYONE, bare, desk_error, desk_page, form_page, to
from navigator.desk.forms import DeskForm, secret, text
from navigator.web.staff_door import db, forget_tries, me, note_try, security, staff, too_many_tries

#: Between password and code.
PENDING_SECONDS = 300
RECOVERY_CODES = 8
SHORTEST_PASSWORD = 12
TOO_MANY = "Too many tries. Wait a quarter of an hour, or ask your administrator."


class SignIn(DeskForm):
    email = text("E-mail address", "Type your e-mail address", auto="username")
    password = secret("Password", "Type your password", auto="current-password")


class Code(DeskForm):
    code = text(
        "Code",
        "Type the code",
        most=40,
        auto="one-time-code",
        hint="Six figures from your authenticator app, or one of your recovery codes.",
    )


class NewPassword(DeskForm):
    password = secret(
        "Password",
        "Choose a password",
        hint=f"{SHORTEST_PASSWORD} letters or more. Three words you can remember are good.",
    )
    again = secret("The same password again", "Type the password again")


@desk_page("/sign-in", ANYONE, ("GET", "POST"))
def sign_in():
    """Ask for e-mail address and password."""
    if staff():
        return redirect(url_for("desk.home"))
    form = SignIn()
    if form.ok():
        account = form.email.data.lower()
        if too_many_tries("sign-in", account):
            return desk_error(429, "Too many tries", TOO_MANY)
        person = db().scalar(select(Staff).where(Staff.email == form.email.data.lower()))
        # A hash is checked even for nobody, so that the time taken says nothing.
        known = verify_password(form.password.data, person.password if person and person.password else _nobodys_hash())
        if not (known and person and person.active):
            note_try("sign-in", account)
            form.problem("password", "E-mail address and password do not belong together")
        else:
            session.clear()
            session["pending"] = {
                "who": person.public_id,
                "at": utc_now().timestamp(),
                "next": _local(request.args.get("next")),
            }
            return redirect(url_for("desk.second_step"), 303)
    return form_page(form, "Sign in", "Go on", intro="For navigators and services. Residents need no account.", back="")


_nobody: str = ""


def _nobodys_hash() -> str:
    global _nobody
    _nobody = _nobody or hash_password("nobody has this password")
    return _nobody


def _local(address: str | None) -> str:
    return address if address and address.startswith("/desk") and "\\" not in address else ""


def _pending() -> Staff | None:
    waiting = session.get("pending") or {}
    if utc_now().timestamp() - waiting.get("at", 0) > PENDING_SECONDS:
        return None
    return db().scalar(select(Staff).where(Staff.public_id == waiting.get("who"), Staff.active))


@desk_page("/second-step", ANYONE, ("GET", "POST"))
def second_step():
    """Ask for a code."""
    person = _pending()
    if person is None:
        session.pop("pending", None)
        return redirect(url_for("desk.sign_in"), 303)
    form = Code()
    if form.ok():
        if too_many_tries("code", person.email):
            return desk_error(429, "Too many tries", TOO_MANY)
        if _code_fits(person, form.code.data):
            onward = session["pending"].get("next")
            forget_tries("code", person.email)
            forget_tries("sign-in", person.email)
            enter(person)
            db().commit()
            return redirect(onward or url_for("desk.home"), 303)
        note_try("code", person.email)
        form.problem("code", "That code does not fit. Codes change every half minute and each works once.")
    return form_page(form, "Second step", "Sign in", intro="", back="sign_in")


def _code_fits(person: Staff, code: str) -> bool:
    plain = code.replace(" ", "")
    if plain.isdecimal() and security().totp_factory.verify_totp(plain, person.tf_totp_secret, person, window=30):
        return True
    codes = list(person.mf_recovery_codes or [])
    given = code.strip().lower()
    if given in codes:
        codes.remove(given)
        person.mf_recovery_codes = codes
        note(db(), person.public_id, "used recovery code", f"staff:{person.public_id}", f"{len(codes)} left")
        return True
    return False


def enter(person: Staff) -> None:
    """Begin a desk session."""
    session.clear()
    login_user(person, remember=False, authn_via=["password", "authenticator"])
    session["began"] = session["seen"] = utc_now().timestamp()
    note(db(), person.public_id, "sign in", f"staff:{person.public_id}")


@desk_page("/sign-out", ANYONE, ("POST",))
def sign_out():
    """End this session."""
    logout_user()
    session.clear()
    return redirect(url_for("desk.sign_in"), 303)


@desk_page("/sign-out-everywhere", "see own account", ("POST",))
def sign_out_everywhere():
    """End every session of whoever asks."""
    end_sessions(me())
    note(db(), me().public_id, "sign out everywhere", f"staff:{me().public_id}")
    db().commit()
    return sign_out()


@desk_page("/invitation/<token>", ANYONE, ("GET", "POST"))
def invitation(token: str):
    """Let somebody set their password."""
    if too_many_tries("invitation"):
        return desk_error(429, "Too many tries", TOO_MANY)
    offered = find_invitation(db(), token)
    if offered is None:
        note_try("invitation")
        return desk_error(
            410, "This invitation cannot be used", "It was used already, or its 72 hours are over. Ask for a new one."
        )
    form = NewPassword()
    if form.ok():
        if len(form.password.data) < SHORTEST_PASSWORD:
            form.problem("password", f"Use {SHORTEST_PASSWORD} letters or more")
        elif form.password.data != form.again.data:
            form.problem("again", "The two passwords are not the same")
        else:
            session.clear()
            session["joining"] = {
                "token": token, "password": hash_password(form.password.data), "totp": security().totp_factory.generate_totp_secret(),
            }  # fmt: skip
            return redirect(url_for("desk.set_up_code"), 303)
    return form_page(
        form,
        f"Welcome, {offered.name}",
        "Go on",
        intro="Choose a password. Next, you join it to an app on your phone.",
        back="",
    )


@desk_page("/set-up-code", ANYONE, ("GET", "POST"))
def set_up_code():
    """Join an authenticator app, then let them in and show the recovery codes once."""
    joining = session.get("joining")
    offered = find_invitation(db(), joining["token"]) if joining else None
    if not joining or offered is None:
        return desk_error(
            410, "This invitation cannot be used", "It was used already, or its 72 hours are over. Ask for a new one."
        )
    factory, secret = security().totp_factory, joining["totp"]
    form = Code()
    if form.ok():
        trial = Staff(email=offered.email, totp_counter=None)
        if factory.verify_totp(form.code.data.replace(" ", ""), secret, trial, window=30):
            codes = factory.generate_recovery_codes(RECOVERY_CODES)
            person = accept_invitation(db(), offered, joining["password"], secret, codes)
            person.totp_counter = trial.totp_counter
            enter(person)
            db().commit()
            return bare("desk/recovery_codes.html", title="Keep these codes", codes=codes)
        form.problem("code", "That code does not fit. Look at the app again: it changes every half minute.")
    address = factory.get_totp_uri(offered.email, secret)
    return form_page(
        form, "Join an authenticator app", "Go on", back="",
        picture=segno.make(address, error="m").svg_data_uri(scale=5, border=3), key=factory.get_totp_pretty_key(secret),
        intro="Open an authenticator app on your phone (Microsoft, Google, or your phone's own) and point it at this square.",
    )  # fmt: skip


@desk_page("/new-recovery-codes", "see own account", ("POST",))
def new_recovery_codes() -> Response:
    """Make the recovery codes anew; the old ones end."""
    codes = security().totp_factory.generate_recovery_codes(RECOVERY_CODES)
    me().mf_recovery_codes = codes
    note(db(), me().public_id, "new recovery codes", f"staff:{me().public_id}")
    db().commit()
    return bare("desk/recovery_codes.html", title="Keep these codes", codes=codes)


class ChangePassword(NewPassword):
    now = secret("Your password now", "Type your password", auto="current-password")


@desk_page("/password", "see own account", ("GET", "POST"))
def change_password():
    """Change one's password; other sessions end."""
    form = ChangePassword()
    if form.ok():
        if too_many_tries("sign-in", me().email):
            return desk_error(429, "Too many tries", TOO_MANY)
        if not verify_password(form.now.data, me().password):
            note_try("sign-in", me().email)
            form.problem("now", "This is not your password now")
        elif len(form.password.data) < SHORTEST_PASSWORD:
            form.problem("password", f"Use {SHORTEST_PASSWORD} letters or more")
        elif form.password.data != form.again.data:
            form.problem("again", "The two passwords are not the same")
        else:
            person = me()
            person.password = hash_password(form.password.data)
            end_sessions(person)
            note(db(), person.public_id, "change password", f"staff:{person.public_id}")
            enter(person)
            db().commit()
            return to("account", "Your password is changed. Other sessions have ended.")
    return form_page(form, "Change your password", "Change it", intro="", back="account")
