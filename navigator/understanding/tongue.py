"""Which language a message is in.

The page's language is believed until the message says otherwise with some force: one short message, or benefit names in English,
never switch it. Script settles what it can; the trained letters settle the rest; people who type their language in Latin letters
are met by classes of their own ("ar-latin").
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from navigator.understanding.model import Core

_ARABIC = re.compile("[\u0600-\u06ff]")
#: A script and the languages of ours written in it. One language: settled.
_SCRIPTS = (
    (re.compile("[\u0980-\u09ff]"), ("bn",)),
    (re.compile("[\u0370-\u03ff\u1f00-\u1fff]"), ("el",)),
    (re.compile("[\u3400-\u9fff]"), ("zh",)),
    (re.compile("[\u0400-\u04ff]"), ("bg", "uk")),
    (_ARABIC, ("ar", "fa", "ur")),
)
#: How much surer than the page's own language another must be, by how much was written.
PRIOR_SHORT, PRIOR_LONG = 0.35, 0.06
SHORT = 14


def which_language(text: str, core: Core | None, page: str = "", spoken: tuple[str, ...] = ()) -> tuple[str, float]:
    """Return the language of a message and how sure that is, 0 to 1. *page* is the language it was typed in a page of."""
    letters = [letter for letter in text if letter.isalpha()]
    if not letters:
        return page or "en", 0.0
    for script, codes in _SCRIPTS:
        share = sum(bool(script.match(letter)) for letter in letters) / len(letters)
        if share > 0.4:
            if len(codes) == 1:
                return codes[0], 1.0
            return _best(_scores(text, core, codes), page, len(letters))
    latin = _scores(text, core, ())
    return _best(latin, page, len(letters))


def _scores(text: str, core: Core | None, among: tuple[str, ...]) -> dict[str, float]:
    """Return languages and their scores; those of a script only when *among* names them, else those written in Latin letters."""
    plain = {among[0] if among else "en": 0.5}
    if core is None:
        return plain
    scores: dict[str, float] = {}
    for label, score in core.weigh("language", text).items():
        code, _, latin = label.partition("-")
        if among:
            if code in among and not latin:
                scores[code] = score
        elif latin or code not in ("ar", "fa", "ur", "bn", "zh", "el", "bg", "uk"):
            scores[code] = max(scores.get(code, 0.0), score)
    return scores or plain


def _best(scores: Mapping[str, float], page: str, length: int) -> tuple[str, float]:
    ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
    code, score = ranked[0]
    lead = PRIOR_SHORT if length < SHORT else PRIOR_LONG
    if page in scores and code != page and score - scores[page] < lead:
        return page, scores[page]
    return code, score
