"""Kiosk manner: what changes when a page is shown on a screen that everybody uses, such as a library's.

A browser is at a kiosk when it has the kiosk's cookie, which it gets by opening `/kiosk/<name>`. The cookie holds the kiosk's name and a
random sitting: one person's time at the screen. A page that came from another sitting is never shown again (kiosk.js sees to it).
"""

from __future__ import annotations

import functools
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import g, request
from werkzeug.wrappers import Response

from navigator.directory.records import Service
from navigator.places.place import Kiosk

COOKIE = "kiosk"
#: Seconds after the last tap that the server forgets a kiosk's visit, whatever the screen did.
IDLE_SECONDS = 300


@dataclass(frozen=True)
class AtKiosk:
    """A kiosk and the sitting at it. `sitting` is "" for the pages a kiosk keeps for when the network is down."""

    place: Kiosk
    service: Service
    sitting: str

    @property
    def address(self) -> str:
        """Where this kiosk starts."""
        return f"/kiosk/{self.place.id}"


def kiosk_here() -> AtKiosk | None:
    """Return the kiosk this request comes from, or None."""
    if "kiosk" not in g:
        name, _, sitting = request.cookies.get(COOKIE, "").partition(".")
        g.kiosk = find_kiosk(name, sitting) or find_kiosk(request.args.get("shell", ""), "")
    return g.kiosk


def find_kiosk(name: str, sitting: str) -> AtKiosk | None:
    """Return the kiosk called *name*, or None."""
    from navigator.web.page import baked

    if not name:
        return None
    place = next((kiosk for kiosk in baked().place.kiosks if kiosk.id == name), None)
    service = baked().directory.services.get(place.service) if place else None
    return AtKiosk(place, service, sitting) if place and service else None


def policies_text(host: str) -> str:
    """Return the browser's managed policies for a kiosk on *host*, as the file Chromium reads."""
    policies = {
        "URLBlocklist": ["*"],
        "URLAllowlist": [host],
        "DownloadRestrictions": 3,
        "BrowserSignin": 0,
        "PasswordManagerEnabled": False,
        "AutofillAddressEnabled": False,
        "AutofillCreditCardEnabled": False,
        "TranslateEnabled": False,
        "DeveloperToolsAvailability": 2,
        "ExtensionInstallBlocklist": ["*"],
    }
    return json.dumps(policies, indent=2)


def new_sitting() -> str:
    """Return the name of a new sitting."""
    return secrets.token_urlsafe(9)


def not_at_a_kiosk(view: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse to hand out a file at a kiosk: it would lie on the screen for the next person."""

    @functools.wraps(view)
    def open_door(**values: Any) -> Response:
        from navigator.web.page import page, speaker

        if kiosk_here() is None:
            return view(**values)
        _ = speaker().gettext
        return page(
            "sorry.html",
            403,
            title=_("Not on this screen"),
            says=_("Files would stay here for the next person. Print your list, or take it to your phone."),
        )

    return open_door
