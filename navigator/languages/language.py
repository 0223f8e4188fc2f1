"""One language: its code, its name for itself, its direction."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from babel import Locale, UnknownLocaleError

#: A make-believe language for tests and translators: each sentence comes wrapped in ⟦ ⟧, so a forgotten one shows.
MAKE_BELIEVE = "xx"

#: English with short sentences and one idea each. A catalogue of its own, the same tongue.
EASY_READ = "en-easy"

#: Babel's own names where the community writes its name another way.
_OWN_NAMES = {
    "ku": "Kurdî (Kurmancî)",
    "zh": "中文",
    "fa": "فارسی",
    "pt": "Português",
    "es": "Español",
    "fr": "Français",
}


@dataclass(frozen=True)
class Language:
    """A language a page can be in. `code` stands in addresses and folders, `tag` in the page's lang attribute."""

    code: str
    tag: str
    name: str
    english_name: str
    direction: str
    locale: Locale


@cache
def language(code: str) -> Language:
    """Return the language with this code. Raises `LookupError` for a code nobody knows."""
    if code == MAKE_BELIEVE:
        return Language(code, "en-x-make", "⟦Make-believe⟧", "Make-believe", "ltr", Locale("en", "GB"))
    if code == EASY_READ:
        return Language(code, "en", "Easy Read", "Easy Read", "ltr", Locale("en", "GB"))
    try:
        # Dates and numbers as people here write them; en-GB, not Babel's default en-US.
        locale = Locale("en", "GB") if code == "en" else Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        raise LookupError(code) from None
    name = _OWN_NAMES.get(code) or (locale.get_language_name(locale) or code)
    name = name[:1].upper() + name[1:]
    english = locale.get_language_name("en") or code
    direction = "rtl" if locale.text_direction == "rtl" else "ltr"
    return Language(code, code, name, english.split(" (")[0], direction, locale)
