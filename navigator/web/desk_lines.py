"""What services' desks say of themselves, for residents' pages: asked at most once a minute, and simply not there when the database is away."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from navigator.web.speaker import Speaker
from navigator.web.staff_door import database

#: (capacity, days people wait, working days it usually takes to answer).
Line = tuple[str, int | None, int | None]
SECONDS = 60
_KEPT = "navigator.desk_lines"


def desk_line(app: Any, ask: Callable[[Any], dict[str, Line]], service_id: str) -> Line | None:
    """Return what one service's desk says, or None. *ask* reads all of them from a session."""
    asked, lines = app.extensions.get(_KEPT, (0.0, {}))
    if time.monotonic() - asked > SECONDS or app.testing:
        try:
            with database().session() as session:
                lines = ask(session)
        except SQLAlchemyError:
            lines = {}
        app.extensions[_KEPT] = (time.monotonic(), lines)
    return lines.get(service_id)


def line_says(line: Line | None, say: Speaker) -> list[str]:
    """Return what a desk says, in the page's language."""
    if line is None:
        return []
    capacity, wait, usual = line
    words = []
    if capacity == "full":
        words.append(say.gettext("They have no room just now"))
    elif wait:
        words.append(say.ngettext("About %(n)s day's wait", "About %(n)s days' wait", wait) % {"n": say.number(wait)})
    elif capacity == "open":
        words.append(say.gettext("They take people now"))
    if usual:
        words.append(
            say.ngettext("Usually answers in %(n)s working day", "Usually answers in %(n)s working days", usual)
            % {"n": say.number(usual)}
        )
    return words
