"""Do the rounds: letters sent, silent services chased, old referrals let go, residents asked. Safe to run at any moment, on any node."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from functools import cache

from sqlalchemy.exc import SQLAlchemyError

from navigator.actions.ask_outcome import ask_due
from navigator.actions.edit_directory import ask_those_due, bake_if_edited
from navigator.actions.make_referral import chase_and_lapse
from navigator.casework.audit import lock
from navigator.casework.carry import forget_carried
from navigator.database import Database
from navigator.messages.notify import Folder, Notify
from navigator.messages.outbox import send_due
from navigator.settings import Settings
from navigator.shelf import Shelf

log = logging.getLogger("navigator")
SECONDS_BETWEEN = 20


def post_office(settings: Settings, shelf: Shelf) -> Folder | Notify:
    """Return where letters go: GOV.UK Notify with a key, else a folder to look at."""

    @cache
    def speak(code: str) -> Callable[[str], str]:
        baked = shelf.current()
        return baked.catalogue(code if code in baked.languages else "en").gettext

    if settings.notify_key:
        email, text = settings.notify_templates
        return Notify(settings.notify_key, settings.notify_url, {"email": email, "text": text}, speak)
    return Folder(settings.data / "letters", speak)


def do_rounds(
    database: Database, shelf: Shelf, settings: Settings, office: Folder | Notify | None = None
) -> dict[str, int]:
    """Do everything that is due; return how much of each was done."""
    services = shelf.current().directory.services

    def email_of(service_id: str) -> str:
        service = services.get(service_id)
        return service.email if service else ""

    with database.session() as session:
        lock(session)  # one node at a time does the rounds, so that nothing is done twice
        done = chase_and_lapse(session, email_of, settings.site)
        done["asked"] = ask_due(session, settings.site)
        done["forgotten"] = forget_carried(session)
        done["providers"] = ask_those_due(session, settings.site)
    office = office or post_office(settings, shelf)
    with database.session() as session:
        done["sent"] = send_due(session, office.post, office.known)
    done["baked"] = int(bake_if_edited(settings, database, shelf.current().edits_mark))
    return done


def rounds_in_background(database: Database, shelf: Shelf, settings: Settings) -> threading.Thread:
    """Start a thread that does the rounds for as long as the program runs."""

    def forever() -> None:
        pause = threading.Event()
        while not pause.wait(SECONDS_BETWEEN):
            try:
                do_rounds(database, shelf, settings)
            except SQLAlchemyError as error:
                log.error("the rounds could not be done: %s", type(error).__name__)
            except Exception as error:
                log.error("the rounds failed: %s", type(error).__name__)

    thread = threading.Thread(target=forever, daemon=True, name="rounds")
    thread.start()
    return thread
