"""An imagined borough at its desk, for tests of whatever is kept: an app of its own, its staff, and a navigator's browser."""

from __future__ import annotations

import os
import re
import uuid
from pathlib import Path

from sqlalchemy import create_engine, text

from navigator import create_app
from navigator.actions.imagine import imagine
from navigator.web.page import SHELF
from navigator.web.staff_door import DATABASE, account_maker
from tests.conftest import make_settings
from tests.page import Page, inspect

PASSWORD = "three plain words"
#: When set, tests that keep records run on this PostgreSQL server; each app gets a database of its own there.
SERVER = os.environ.get("TEST_POSTGRES", "")


def database_url(data: Path) -> str:
    """Return the address of a fresh, empty database."""
    if not SERVER:
        return f"sqlite:///{data / 'navigator.sqlite'}"
    name = f"t{uuid.uuid4().hex[:16]}"
    engine = create_engine(SERVER.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return SERVER.rsplit("/", 1)[0] + f"/{name}"


class Borough:
    """One app with an imagined borough in its database."""

    def __init__(self, data: Path, baked_from: Path, people: bool = True):
        data.mkdir(parents=True, exist_ok=True)
        (data / "baked").symlink_to(baked_from / "baked")
        self.settings = make_settings(data, database_url=database_url(data))
        self.app = create_app(self.settings)
        self.app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False)
        self.database = self.app.extensions[DATABASE]
        self.shelf = self.app.extensions[SHELF]
        self.codes: dict[str, list[str]] = {}
        if people:
            lines = imagine(self.database, self.shelf.current(), self.settings.site, account_maker(self.app, PASSWORD))
            for line in lines[1:]:
                email, _, codes = line.partition("  ")
                self.codes[email.split("@")[0]] = codes.partition("recovery codes: ")[2].split()

    def staff(self, name: str) -> Navigator:
        """Return the browser of a member of the imagined staff, signed in."""
        browser = Navigator(self)
        browser.sign_in(name)
        return browser

    def session(self):
        """Return a session to look into the database, for a with block."""
        return self.database.session()


class Navigator:
    """A browser at the desk. Every page it opens is inspected like a resident's."""

    def __init__(self, borough: Borough):
        self.borough, self.client = borough, borough.app.test_client()
        self.page: Page | None = None

    def sign_in(self, name: str) -> None:
        """Sign in with password and a recovery code."""
        self.post("/desk/sign-in", email=f"{name}@demo.example", password=PASSWORD)
        codes = self.borough.codes[name]
        response = self.post("/desk/second-step", code=codes.pop(), follow=False)
        if len(codes) < 1:
            codes += self._new_codes()
        assert response.status_code == 303, response.get_data(as_text=True)[:2000]

    def _new_codes(self) -> list[str]:
        page = self.post("/desk/new-recovery-codes")
        return re.findall(r"<code>([^<]+)</code>", page.html)

    def get(self, path: str, status: int = 200, check: bool = True) -> Page:
        """Open a page and inspect it."""
        response = self.client.get(path, follow_redirects=True)
        assert response.status_code == status, f"{path}: {response.status_code}"
        self.page = Page(response)
        if check and "text/html" in response.content_type:
            inspect(self.page)
        return self.page

    def token(self) -> str:
        """Return a token for a form."""
        page = self.client.get("/desk/sign-in", follow_redirects=True).get_data(as_text=True)
        return (
            re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
            if 'name="csrf_token"' in page
            else self._token_of_account()
        )

    def _token_of_account(self) -> str:
        page = self.client.get("/desk/account").get_data(as_text=True)
        return re.search(r'name="csrf_token" value="([^"]+)"', page)[1]

    def post(self, path: str, expected: int = 0, follow: bool = True, **fields: object):
        """Send a form with its token. Returns the page it leads to, or the raw answer when not followed."""
        data = {"csrf_token": self.token(), **fields}
        response = self.client.post(path, data=data, follow_redirects=follow)
        if not follow:
            return response
        assert not expected or response.status_code == expected, (
            f"{path}: {response.status_code} {response.get_data(as_text=True)[:1500]}"
        )
        self.page = Page(response)
        return self.page
