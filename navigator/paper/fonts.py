"""Which languages the fonts of this machine can print, and what to install for the others."""

from __future__ import annotations

import unicodedata

from navigator.paper.press import Press, PressAway

#: How the names of characters begin that the Chinese, Japanese and Korean fonts hold.
_CJK = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC", "FULLWIDTH", "HALFWIDTH")


def printable(samples: dict[str, str], press: Press | None = None) -> dict[str, str]:
    """Return, for each language code with a sample of its text, "" when it can be printed, else what is missing and the remedy.

    Asks *press*, or a press of its own. Raises `PressBusy` and `PressFailed` as a paper would.
    """
    asked = press or Press()
    try:
        missing = asked.missing(samples)
    except PressAway as away:
        return dict.fromkeys(samples, str(away))
    finally:
        if press is None:
            asked.close()
    return {code: _sentence(characters) for code, characters in missing.items()}


def _sentence(characters: str) -> str:
    if not characters:
        return ""
    packages = {
        "fonts-noto-cjk" if unicodedata.name(character, "").startswith(_CJK) else "fonts-noto-core"
        for character in characters
    }
    return f"No font here has {' '.join(characters[:8])}. Install Debian's {' and '.join(sorted(packages))}."
