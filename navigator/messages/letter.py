"""Letters: what each says, in English here and in each language from its catalogue. No letter names a service: a phone may be read by others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


def _(sentence: str) -> str:
    """Mark a sentence for the catalogue. It is translated when the letter is written."""
    return sentence


@dataclass(frozen=True)
class Letter:
    """One kind of letter: its subject (for e-mail) and its words, with %(name)s places to fill."""

    key: str
    subject: str
    words: str
    fields: tuple[str, ...]
    #: Asked for by somebody we do not know: when it cannot be sent nobody here could put it right, so it is forgotten.
    forget: bool = False


LETTERS = {
    letter.key: letter
    for letter in (
        Letter("referral-to-service", _("A referral for you to answer"),
               _("Someone has been referred to you with their consent. Open this link to see it and answer, by %(until)s: %(link)s"), ("link", "until")),
        Letter("referral-chase", _("A referral is still waiting for you"),
               _("A referral sent to you on %(sent)s has no answer yet. Please open it: %(link)s"), ("link", "sent")),
        Letter("resident-news", _("News about what you asked for"),
               _("There is news about the help you asked for. See it here: %(link)s"), ("link",)),
        Letter("did-it-help", _("Did it help?"),
               _("You asked for help some time ago. Please tell us if it helped, in a minute: %(link)s"), ("link",)),
        Letter("plan-link", _("Your plan"), _("Your plan is here: %(link)s You need the word you chose with your navigator."), ("link",)),
        Letter("invitation", _("An account at the navigator's desk"),
               _("You are invited to the navigator's desk. Set up your account within 72 hours: %(link)s"), ("link",)),
        Letter("still-right", _("Is your entry still right?"),
               _("Your service is in our directory. Is its entry still right? It takes a minute: %(link)s"), ("link",)),
        Letter("my-list", _("Your list"), _("Your list: %(link)s It works for 24 hours."), ("link",), forget=True),
    )
}  # fmt: skip


def write(key: str, fields: dict[str, str], gettext: Callable[[str], str]) -> tuple[str, str]:
    """Return a letter's subject and words in the language *gettext* speaks. Raises `KeyError` for a letter or field that is not there."""
    letter = LETTERS[key]
    return gettext(letter.subject), gettext(letter.words) % {name: fields[name] for name in letter.fields}
