"""What is known of one translated sentence: missing, drafted, read by a native speaker (who and when), or stale, its English changed since.

It stands in the catalogue as a translator's comment, `read: Ayşe K, 2026-11-26`, beside the sentence it is about: whoever changes the
translation takes the comment away, and when the English changes the sentence is another and has none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from babel.messages.catalog import Message

#: Longer names are cut, so that the note stays on one line of the `.po`.
LONGEST_NAME = 80
_READ = re.compile(rf"^read: (.{{1,{LONGEST_NAME}}}), (\d{{4}}-\d{{2}}-\d{{2}})$")


@dataclass(frozen=True)
class State:
    """`says` is "missing", "stale", "drafted" or "read"; `who` and `when` tell of the reading, of older English too when stale."""

    says: str
    who: str = ""
    when: str = ""


def state_of(message: Message, english: str | None = None) -> State:
    """Return what is known of a sentence. *english* is what it should say today, where the catalogue may hold what it said before.

    Gettext's "fuzzy" is stale too: words carried over from a sentence that was nearly the same.
    """
    said = message.string if isinstance(message.string, tuple) else (message.string,)
    if not all(said):
        return State("missing")
    found = next(filter(None, map(_READ.match, message.user_comments)), None)
    who, when = found.groups() if found else ("", "")
    if message.fuzzy or (english is not None and message.id != english):
        return State("stale", who, when)
    return State("read" if found else "drafted", who, when)


def mark_read(message: Message, who: str, when: date) -> None:
    """Note that a native speaker has read a sentence."""
    forget_reading(message)
    name = " ".join(who.replace(",", " ").split())[:LONGEST_NAME]
    message.user_comments.append(f"read: {name}, {when:%Y-%m-%d}")


def forget_reading(message: Message) -> None:
    """Take the note away: the sentence is not the one that was read."""
    message.user_comments[:] = [comment for comment in message.user_comments if not _READ.match(comment)]


#: Where a sentence is used → the part of the product it belongs to, for counting.
PARTS = ("pages", "needs", "help now", "letters", "services")


def part_of(message: Message) -> str:
    """Return the part of the product an interface sentence belongs to."""
    files = [str(location[0]) for location in message.locations]
    if any("help_now" in file for file in files):
        return "help now"
    if any("/messages/" in file for file in files):
        return "letters"
    if files and all("/flows/" in file for file in files):
        return "needs"
    return "pages"
