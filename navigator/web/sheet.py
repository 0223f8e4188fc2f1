"""The signpost sheet: what somebody carries away. One design for the page, A4, a PDF and a kiosk's receipt.

A sheet can have two sides, one for each language: the resident's, and that of whoever helps them to ring. It names nobody. When a need is
sensitive it leaves out the need and the reasons, unless they were asked for: paper is found by others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template
from markupsafe import Markup

from navigator.clock import today
from navigator.directory.match import Signpost
from navigator.shelf import Baked
from navigator.web.assets import BUILT
from navigator.web.presenters import card
from navigator.web.speaker import Speaker

#: The papers a sheet can be for, and the sizes its letters can have.
PAPERS, SIZES = ("a4", "receipt"), ("normal", "large")
#: After so many services a paper says only name and number of the others: forty of them whole would be a book nobody carries.
WHOLE = {"a4": 12, "receipt": 6}


@dataclass(frozen=True)
class Asked:
    """What goes on a sheet: needs and signposts, who to turn to when stuck, and where the resident lives as far as they said."""

    needs: tuple[str, ...]
    signposts: tuple[Signpost, ...]
    front_door: Signpost | None = None
    lives_in: str = ""
    discreet: bool = False
    closed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Side:
    """A sheet in one language: the speaker, and every value already in its words."""

    say: Speaker
    needs: list[Any]
    cards: list[dict[str, Any]]
    call: list[str | Markup]
    call_english: list[str | Markup]
    bring: list[Any]
    stuck: dict[str, Any] | None
    closed: list[Any]
    printed: str
    help_now: list[dict[str, Any]]


def side(asked: Asked, baked: Baked, say: Speaker, english: Speaker) -> Side:
    """Return a sheet's content in the language of *say*; *english* speaks the words to read out on the phone."""
    cards = [card(signpost, baked, say) for signpost in asked.signposts]
    if asked.discreet:
        cards = [values | {"why": []} for values in cards]
    needs = () if asked.discreet else asked.needs
    call = what_to_say(needs, baked, asked.lives_in, say, say)
    return Side(
        say=say,
        needs=[say.phrase(baked.flows.need(need).say) for need in needs],
        cards=cards,
        call=call,
        call_english=[] if say.english else what_to_say(needs, baked, asked.lives_in, english, say),
        bring=[] if asked.discreet else [say.phrase(line) for line in baked.flows.to_bring(asked.needs)],
        stuck=card(asked.front_door, baked, say) if asked.front_door else None,
        closed=[say.name(name) for name in asked.closed],
        printed=say.day(today()),
        help_now=[
            {
                "number": say.only(line.number),
                "then": say.gettext("then press %(key)s") % {"key": line.then} if line.then else "",
                "say": say.phrase(line.say),
            }
            for line in baked.help_now.strip
        ],
    )


def what_to_say(needs: Sequence[str], baked: Baked, lives_in: str, say: Speaker, reader: Speaker) -> list[str | Markup]:
    """Return what to say on the phone, sentence by sentence, in the language of *say*; *reader* is who will hold the paper."""
    _ = say.gettext
    lines: list[str | Markup] = []
    if needs:
        names = [say.phrase(baked.flows.need(need).name) for need in needs[:3]]
        # Translators: said on the phone. %(what)s is one or more of "food", "loneliness", "debts you cannot pay"…
        lines.append(_("Hello. I need help with %(what)s.") % {"what": say.list(names)})
    else:
        lines.append(_("Hello. I was told that you may be able to help me."))
    if lives_in:
        lines.append(_("I live in %(area)s.") % {"area": say.only(lives_in)})
    if not reader.english:
        lines.append(
            _("I speak %(language)s. Can you get an interpreter, please?")
            % {"language": say.language_name(reader.language.code)}
        )
    lines.append(_("Can you help me? If not, who can?"))
    return lines


def document(sides: Sequence[Side], baked: Baked, paper: str = "a4", size: str = "normal") -> str:
    """Return a sheet as one whole HTML document with its style inside, for a printer that fetches nothing."""
    first = sides[0].say
    return render_template(
        "paper/document.html",
        sides=sides,
        paper=paper,
        size=size,
        whole=WHOLE[paper],
        place=baked.place,
        say=first,
        _=first.gettext,
        style=Markup((BUILT / "paper.css").read_text(encoding="utf-8")),
    )
