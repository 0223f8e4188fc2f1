"""What a page of the desk stands on: the database, who signed in, and what happens to what they typed when something is away.

Flask-Security hashes passwords, checks codes and holds the session; the pages are ours. Two holes of it are closed here: a code is
taken once (`OnceTotp`), and tries are counted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask, current_app, g, request, session
from flask_security import Security, SQLAlchemySessionUserDatastore, current_user, logout_user
from flask_security.totp import Totp
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from navigator.casework.permissions import PERMISSIONS, may
from navigator.casework.staff import Attempt, Role, Staff, WebAuthn
from navigator.clock import utc_now
from navigator.database import Database
from navigator.keys import derived
from navigator.settings import Settings

DATABASE = "navigator.database"
#: A desk session ends after this long without a tap, and after this long anyhow.
IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=12)
#: Wrong tries in a quarter of an hour, for one account or code, and from one address.
MOST_TRIES, MOST_TRIES_FROM_ONE = 5, 30
WINDOW = timedelta(minutes=15)


class OnceTotp(Totp):
    """Takes each code of an authenticator app once, as the standard asks."""

    def get_last_counter(self, user: Any) -> int | None:
        return user.totp_counter

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        user.totp_counter = tmatch.counter


def hang_staff_door(app: Flask, settings: Settings, database: Database) -> None:
    """Give *app* its staff accounts and its database."""
    app.extensions[DATABASE] = database
    app.config.update(
        SECURITY_PASSWORD_SALT=derived(settings.secret_key, "password salt"),
        SECURITY_PASSWORD_HASH="argon2",
        SECURITY_PASSWORD_SINGLE_HASH=True,
        SECURITY_PASSWORD_LENGTH_MIN=12,
        SECURITY_TOTP_SECRETS={"1": derived(settings.secret_key, "second factor")},
        SECURITY_TOTP_ISSUER="Community navigator",
        SECURITY_TWO_FACTOR=True,
        SECURITY_TWO_FACTOR_ENABLED_METHODS=["authenticator"],
        SECURITY_MULTI_FACTOR_RECOVERY_CODES=True,
        SECURITY_TRACKABLE=False,
        SESSION_COOKIE_NAME="desk",
        SESSION_COOKIE_PATH="/desk",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=8 * 3600,
    )
    CSRFProtect(app)
    Security(
        app,
        SQLAlchemySessionUserDatastore(database.sessions, Staff, Role, WebAuthn),
        register_blueprint=False,
        totp_cls=OnceTotp,
    )

    # Flask-Login hands every template its user, which would ask the database for each page, the residents' included.
    app.template_context_processors[None] = [
        maker for maker in app.template_context_processors[None] if not maker.__module__.startswith("flask_login")
    ]

    @app.teardown_appcontext
    def put_away(_error: BaseException | None) -> None:
        database.sessions.remove()


def database() -> Database:
    """Return the database of the app at work."""
    return current_app.extensions[DATABASE]


def db() -> Session:
    """Return this request's session. A page commits it once, when all is done."""
    return database().sessions()


def security() -> Security:
    """Return the staff accounts' machinery."""
    return current_app.extensions["security"]


def staff() -> Staff | None:
    """Return who signed in, or None. A session too old or too long idle has ended."""
    if "staff" not in g:
        g.staff = None
        if current_user.is_authenticated:
            now = utc_now().timestamp()
            began, seen = session.get("began", 0), session.get("seen", 0)
            if now - began > LONGEST.total_seconds() or now - seen > IDLE.total_seconds() or not current_user.active:
                logout_user()
                session.clear()
            else:
                session["seen"] = now
                g.staff = current_user._get_current_object()
    return g.staff


def me() -> Staff:
    """Return who signed in. Only for pages behind the guard."""
    who = staff()
    assert who is not None
    return who


def allowed(permission: str) -> bool:
    """Return whether whoever signed in may do this."""
    who = staff()
    return who is not None and may(who.role_names, permission)


def my_permissions() -> frozenset[str]:
    """Return everything whoever signed in may do, for menus."""
    who = staff()
    return frozenset(p for p in PERMISSIONS if who is not None and may(who.role_names, p))


def _marks(what: str, whose: str) -> tuple[str, str]:
    where = request.remote_addr or "?"
    # Without an account or a link to count by, tries are counted by where they come from: one person's must not shut everybody's door.
    one, every = f"{what}:{whose or where}".lower(), f"from:{where}"
    return tuple(hashlib.sha256(f"{current_app.secret_key}{mark}".encode()).hexdigest() for mark in (one, every))  # type: ignore[return-value]


def too_many_tries(what: str, whose: str = "") -> bool:
    """Return whether *what* ("sign-in", "carry") was tried too often lately: for *whose* account, link or number, or from this address."""
    one, every = _marks(what, whose)
    since = utc_now() - WINDOW

    def count(mark: str) -> int:
        return (
            db().scalar(select(func.count()).select_from(Attempt).where(Attempt.what == mark, Attempt.at > since)) or 0
        )

    return count(one) >= MOST_TRIES or count(every) >= MOST_TRIES_FROM_ONE


def note_try(what: str, whose: str = "") -> None:
    """Count one try, and forget old ones. Only a keyed hash is kept, for a day."""
    db().execute(delete(Attempt).where(Attempt.at < utc_now() - timedelta(days=1)))
    for mark in _marks(what, whose):
        db().add(Attempt(what=mark, at=utc_now()))
    db().commit()


def forget_tries(what: str, whose: str) -> None:
    """Forget the wrong tries for one account, once it signed in."""
    db().execute(delete(Attempt).where(Attempt.what == _marks(what, whose)[0]))


def account_maker(app: Flask, password: str) -> Callable[[], tuple[str, str, list[str]]]:
    """Return what makes an imagined account's password hash, second factor and recovery codes, all with one *password*."""
    from flask_security import hash_password

    with app.app_context():
        hashed = hash_password(password)
        factory = app.extensions["security"].totp_factory

    def make() -> tuple[str, str, list[str]]:
        with app.app_context():
            return hashed, factory.generate_totp_secret(), factory.generate_recovery_codes(8)

    return make
