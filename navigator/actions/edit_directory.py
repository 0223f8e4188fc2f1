"""Edit the directory: propose, approve, send back, revert; lay approved edits over the files; write them back into the files."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from navigator.actions.bake import bake_everything, problems_of_edit
from navigator.casework.audit import note
from navigator.casework.carry import hash_of
from navigator.clock import today, utc_now
from navigator.database import Database
from navigator.directory.records import Service
from navigator.directory.write import service_text
from navigator.errors import CannotDo, DirectoryBroken, RecordMissing
from navigator.messages.outbox import put
from navigator.settings import Settings
from navigator.upkeep.edits import RHYTHMS, Asking, Edit, Report, approved, mark_of

LINK_LASTS = timedelta(days=45)
REMIND_AFTER, MOST_REMINDERS = timedelta(days=14), 2


def plain_fields(service: Service) -> dict[str, Any]:
    """Return the fields of a service's file as plain lists and mappings."""
    return yaml.safe_load(service_text(service))


def propose(
    session: Session,
    settings: Settings,
    service: Service | None,
    after: dict[str, Any],
    why: str,
    by: str,
    base: str = "",
    until: date | None = None,
) -> Edit:
    """Return a waiting edit. Raises `DirectoryBroken` with what is wrong, `CannotDo` when nothing changes or the entry moved meanwhile."""
    before = plain_fields(service) if service else None
    if before == after:
        raise CannotDo("Nothing is different from what stands there now.")
    if base and before is not None and base != mark(before):
        raise CannotDo(
            "Somebody changed this entry while you were writing. Look at what stands there now, and send yours again."
        )
    wrong = problems_of_edit(settings, after["id"], after, approved(session, today()))
    if wrong:
        raise DirectoryBroken(wrong)
    edit = Edit(service_id=after["id"], before=before, after=after, why=why[:500], by=by, until=until)
    session.add(edit)
    session.flush()
    note(session, by, "propose edit", f"service:{after['id']}", edit.public_id)
    return edit


def mark(fields: Mapping[str, Any]) -> str:
    """Return a short mark of an entry as it stands, by which an edit based on an older one is known."""
    import hashlib
    import json

    return hashlib.sha256(json.dumps(fields, sort_keys=True, default=str).encode()).hexdigest()[:16]


def find_edit(session: Session, public_id: str) -> Edit:
    """Return an edit. Raises `RecordMissing`."""
    edit = session.scalar(select(Edit).where(Edit.public_id == public_id))
    if edit is None:
        raise RecordMissing("There is no such edit.")
    return edit


def decide(session: Session, settings: Settings, edit: Edit, state: str, by: str, answer: str = "") -> None:
    """Approve an edit, send it back with a word, or revert an approved one."""
    allowed = {"waiting": ("approved", "sent-back"), "approved": ("reverted",)}
    if state not in allowed.get(edit.state, ()):
        raise CannotDo(f"This edit is {edit.state}, so it cannot be {state}. A colleague may have been quicker.")
    if state == "approved":
        wrong = problems_of_edit(settings, edit.service_id, edit.after, approved(session, today()))
        if wrong:
            raise DirectoryBroken(wrong)
    edit.state, edit.decided_by, edit.decided_at, edit.answer = state, by, utc_now(), answer[:500]
    session.flush()
    note(session, by, f"edit {state}", f"service:{edit.service_id}", edit.public_id)


def differences(edit: Edit) -> list[tuple[str, str, str]]:
    """Return (field, before, after) of what an edit changes."""
    before = edit.before or {}
    return [
        (key, _says(before.get(key)), _says(edit.after.get(key)))
        for key in dict.fromkeys((*before, *edit.after))
        if before.get(key) != edit.after.get(key)
    ]


def _says(value: Any) -> str:
    if value is None:
        return ""
    return (
        yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=90).removesuffix("...\n").strip()
        if isinstance(value, dict | list)
        else str(value)
    )


def standing_edits(database: Database) -> tuple[dict[str, dict[str, Any]], str]:
    """Return the approved edits and their mark; none when the database is away or new."""
    try:
        with database.session() as session:
            return approved(session, today()), f"{mark_of(session)}:{today()}" if session.scalar(
                select(Edit.id).where(Edit.until.is_not(None)).limit(1)
            ) else mark_of(session)
    except DBAPIError:
        return {}, ""


def bake_if_edited(settings: Settings, database: Database, baked_mark: str) -> bool:
    """Bake when what is approved is not what was baked: every node does so within its rounds."""
    edits, newest = standing_edits(database)
    if not newest or newest == baked_mark or (newest == "0:" and not baked_mark):
        return False
    bake_everything(settings, edits, newest)
    return True


def pull(session: Session, settings: Settings) -> list[Path]:
    """Write approved edits into the place's files, for a review with git; they stand there from then on."""
    folder, written = settings.directory_data / settings.place / "services", []
    for service_id, after in approved(session, today()).items():
        rows = session.scalars(
            select(Edit).where(Edit.service_id == service_id, Edit.state == "approved", Edit.pulled_at.is_(None))
        ).all()
        if any(row.until for row in rows):
            continue  # what ends by itself stays an edit
        path = folder / f"{service_id}.yaml"
        path.write_text(service_text(service_of(after)), encoding="utf-8")
        written.append(path)
        for row in rows:
            row.pulled_at = utc_now()
    return written


def service_of(fields: Mapping[str, Any]) -> Service:
    """Return the service a mapping of file fields is."""
    from navigator.directory.read import read_service
    from navigator.yaml_files import YamlFile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{fields['id']}.yaml"
        path.write_text(yaml.safe_dump(dict(fields), allow_unicode=True, sort_keys=False), encoding="utf-8")
        return read_service(YamlFile(path))


# ---- providers


def ask_provider(session: Session, service_id: str, email: str, months: int, trusted: bool, by: str) -> Asking:
    """Say whom to ask about a service, and how often."""
    if months not in RHYTHMS:
        raise CannotDo("Choose how often.")
    row = session.get(Asking, service_id) or Asking(service_id=service_id)
    row.email, row.months, row.trusted, row.next_on = email, months, trusted, today()
    session.add(row)
    note(session, by, "set asking", f"service:{service_id}")
    return row


def ask_those_due(session: Session, site: str) -> int:
    """Send a link to every provider whose turn it is, and remind those silent for a fortnight, twice at most."""
    sent = 0
    for row in session.scalars(select(Asking).where(Asking.next_on <= today())):
        waiting = row.asked_at is not None and (row.answered_at is None or row.answered_at < row.asked_at)
        if waiting and (row.reminders >= MOST_REMINDERS or utc_now() - row.asked_at < REMIND_AFTER):  # type: ignore[operator]
            continue
        row.reminders = row.reminders + 1 if waiting else 0
        _send_link(session, row, site)
        sent += 1
    return sent


def _send_link(session: Session, row: Asking, site: str) -> None:
    """Send a service a new link; an older one ends."""
    token = secrets.token_urlsafe(24)
    row.link_hash, row.link_ends_at, row.asked_at = hash_of(token), utc_now() + LINK_LASTS, utc_now()
    put(
        session, "email", row.email, "still-right", "en", {"link": f"{site}/en/still-right/{token}"},
        reference=f"asking-{token[:20]}",
    )  # fmt: skip


def ask_for_a_while(session: Session, service_id: str, email: str, question: str, until: date, site: str) -> int:
    """Ask one service of a campaign: what it answers holds until a day. Returns 1 when a letter went into the outbox."""
    row = session.get(Asking, service_id)
    if row is None:
        row = Asking(
            service_id=service_id, email=email, months=RHYTHMS[-1], next_on=today() + timedelta(days=30 * RHYTHMS[-1])
        )
        session.add(row)
    row.question, row.holds_until = question, until
    _send_link(session, row, site)
    return 1


def asked_by(session: Session, token: str) -> Asking | None:
    """Return the asking a link belongs to while it can be used."""
    return session.scalar(select(Asking).where(Asking.link_hash == hash_of(token), Asking.link_ends_at > utc_now()))


def provider_answered(row: Asking) -> None:
    """Note an answer: the link ends, and the next asking is months away."""
    row.answered_at, row.link_hash, row.reminders = utc_now(), None, 0
    row.question, row.holds_until = "", None
    row.next_on = today() + timedelta(days=30 * row.months)


def confirmed(service: Service) -> dict[str, Any]:
    """Return a service's fields with today as the day somebody who knows said they are true."""
    return plain_fields(replace(service, last_checked=today().isoformat(), checked_by="service"))


# ---- reports


def report(session: Session, kind: str, service_id: str, needs: list[str], words: str, language: str) -> Report:
    """Keep what somebody told us: a tap, and words if they gave any."""
    row = Report(kind=kind, service_id=service_id, needs=needs, words=words[:1000] or None, language=language)
    session.add(row)
    session.flush()
    return row


def answer_report(session: Session, row: Report, by: str, answer: str) -> None:
    """Close a report with what was done."""
    row.answered_at, row.answered_by, row.answer = utc_now(), by, answer[:500]
    note(session, by, "answer report", f"report:{row.public_id}", row.service_id)


def worklist(services: Mapping[str, Service], reports: Mapping[str, int]) -> list[tuple[float, Service]]:
    """Return services ordered by harm: reported, long unchecked, without a phone we could check, helping with what cannot wait."""
    found = []
    for service in services.values():
        if not service.is_offered:
            continue
        year = int(service.last_checked[:4]) if service.last_checked[:4].isdecimal() else 2015
        harm = (
            (today().year - year)
            + 3 * (not service.shown_phones)
            + 2 * (service.confidence == "low")
            + 4 * reports.get(service.id, 0)
        )
        found.append(
            (
                float(harm)
                * (
                    1.5
                    if set(service.main_needs) & {"homelessness", "domestic_abuse", "food", "money", "mental_wellbeing"}
                    else 1.0
                ),
                service,
            )
        )
    return sorted(found, key=lambda pair: (-pair[0], pair[1].name))
