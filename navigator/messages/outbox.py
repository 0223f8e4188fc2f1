"""The outbox: letters waiting to go, written in the same transaction as what caused them.

A letter is claimed by one worker, sent once, and forgotten: recipient and words are wiped as soon as it has gone. A send that fails for a
passing reason is tried again after growing waits; one that fails for good, or too often, stays where staff see it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import String, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from navigator.database import Base, Moment, Sealed, new_id, utc_now
from navigator.messages.letter import LETTERS

#: Seconds before each next try. After the last, the letter is stuck.
WAITS = (30, 120, 600, 3600, 6 * 3600, 24 * 3600)
#: A worker that died while sending: its letter is looked for at the post before it is tried again.
CLAIM_LASTS = timedelta(minutes=5)
#: A letter somebody sent themselves is of no use later than this: they have gone home.
FORGET_AFTER = timedelta(hours=1)


class Outgoing(Base):
    """One letter on its way. `reference` is what the post knows it by, so that it is never sent twice."""

    __tablename__ = "outgoing"
    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(40), unique=True, default=new_id)
    way: Mapped[str] = mapped_column(String(6))
    letter: Mapped[str] = mapped_column(String(30))
    language: Mapped[str] = mapped_column(String(10), default="en")
    to: Mapped[str | None] = mapped_column(Sealed("outgoing.to"))
    fields: Mapped[str | None] = mapped_column(Sealed("outgoing.fields"))
    state: Mapped[str] = mapped_column(String(8), default="waiting", index=True)
    tries: Mapped[int] = mapped_column(default=0)
    next_try: Mapped[datetime] = mapped_column(Moment, default=utc_now, index=True)
    claimed_at: Mapped[datetime | None] = mapped_column(Moment)
    made_at: Mapped[datetime] = mapped_column(Moment, default=utc_now)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    error: Mapped[str] = mapped_column(String(200), default="")


class PassingFault(Exception):
    """The post could not take a letter now; try again later."""


class LastingFault(Exception):
    """The post will never take this letter; trying again is of no use."""


#: Sends one letter: (way, to, letter, language, fields, reference). Raises one of the two faults.
Post = Callable[[str, str, str, str, dict[str, str], str], None]
#: Whether the post already has a letter with this reference.
Known = Callable[[str], bool]


def put(
    session: Session, way: str, to: str, letter: str, language: str, fields: dict[str, str], reference: str = ""
) -> Outgoing:
    """Add a letter to the outbox, in the caller's transaction. The same *reference* a second time adds nothing."""
    if reference:
        before = session.scalar(select(Outgoing).where(Outgoing.reference == reference))
        if before:
            return before
    row = Outgoing(
        way=way, to=to, letter=letter, language=language, fields=json.dumps(fields), reference=reference or new_id()
    )
    session.add(row)
    session.flush()
    return row


def claim(session: Session, now: datetime) -> Outgoing | None:
    """Return one letter that is due, claimed for this worker, or None."""
    stale = now - CLAIM_LASTS
    due = or_(Outgoing.state == "waiting", (Outgoing.state == "sending") & (Outgoing.claimed_at < stale))
    row_id = session.scalar(select(Outgoing.id).where(due, Outgoing.next_try <= now).order_by(Outgoing.id).limit(1))
    if row_id is None:
        return None
    taken = session.execute(
        update(Outgoing)
        .where(Outgoing.id == row_id, due)
        .values(state="sending", claimed_at=now)
        .returning(Outgoing.id)
    )
    won = taken.scalar_one_or_none()
    session.commit()
    return session.get(Outgoing, row_id, populate_existing=True) if won else None


def send_due(session: Session, post: Post, known: Known, now: datetime | None = None, most: int = 100) -> int:
    """Send what is due, at most *most* letters; return how many went."""
    sent = 0
    for _ in range(most):
        moment = now or utc_now()
        row = claim(session, moment)
        if row is None:
            break
        sent += _send(session, row, post, known, moment)
    return sent


def _send(session: Session, row: Outgoing, post: Post, known: Known, now: datetime) -> bool:
    try:
        # A try before may have reached the post and lost its answer: ask before sending again.
        if not (row.tries and known(row.reference)):
            post(row.way, row.to or "", row.letter, row.language, json.loads(row.fields or "{}"), row.reference)
    except LastingFault as fault:
        row.state, row.error, row.tries = "stuck", str(fault)[:200], row.tries + 1
    except PassingFault as fault:
        row.error, row.tries = str(fault)[:200], row.tries + 1
        if row.tries > len(WAITS):
            row.state = "stuck"
        else:
            row.state, row.next_try = "waiting", now + timedelta(seconds=WAITS[row.tries - 1])
    else:
        row.state, row.sent_at, row.error = "sent", now, ""
        row.to = row.fields = None
    forgettable = LETTERS[row.letter].forget if row.letter in LETTERS else False
    if forgettable and row.state == "waiting" and row.next_try - row.made_at > FORGET_AFTER:
        row.state = "stuck"
    if forgettable and row.state == "stuck":
        row.to = row.fields = None
    row.claimed_at = None
    session.commit()
    return row.state == "sent"
