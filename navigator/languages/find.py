"""Which language somebody means by a name they typed: "turkce", "Türkçe", "Turkish", "τουρκικά"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from babel import Locale

from navigator.folding import fold
from navigator.languages.language import EASY_READ, MAKE_BELIEVE, language

#: What people also call a language, where Babel has another name for it.
_ALSO = {
    "fa": ("farsi", "dari", "iranian"), "zh": ("mandarin", "cantonese", "putonghua", "simplified chinese", "zhongwen"), "bn": ("bangla", "sylheti"),
    "ku": ("kurmanji", "kurmanci", "kurdi"), "so": ("af soomaali", "somalia"), "pt": ("brazilian", "brasileiro"), "es": ("castellano",),
    "el": ("ellinika", "cypriot"), "uk": ("ukrainska", "ukrainian"), "ar": ("arabi", "arabiyya"), "bg": ("balgarski", "bulgarski"),
    "ro": ("moldovan", "moldavian"), "en-easy": ("easy", "easy english", "simple english", "plain english"),
}  # fmt: skip


@lru_cache(maxsize=8)
def names_of(offered: tuple[str, ...]) -> dict[str, str]:
    """Return every name of the offered languages, folded, with the code it means."""
    locales = [Locale.parse(code) for code in offered if code not in (EASY_READ, MAKE_BELIEVE)]
    names: dict[str, str] = {}
    for code in offered:
        own = language(code)
        said = [own.name, own.english_name, *_ALSO.get(code, ())]
        if code not in (EASY_READ, MAKE_BELIEVE):
            said += [locale.languages.get(own.locale.language, "") for locale in locales]
        for name in said:
            folded = fold(name).strip()
            if folded:
                names.setdefault(folded, code)
    return names


def find_language(typed: str, offered: Sequence[str]) -> str:
    """Return the code of the offered language that *typed* names, or "". The beginning of a name is enough when only one begins so."""
    wanted, names = fold(typed).strip(), names_of(tuple(offered))
    if not wanted:
        return ""
    if wanted in names:
        return names[wanted]
    begins = {code for name, code in names.items() if len(wanted) >= 3 and name.startswith(wanted)}
    return begins.pop() if len(begins) == 1 else ""


def known_elsewhere(typed: str, speaker_locale: Locale) -> str:
    """Return the name of a language of the world that *typed* names in English or in the reader's language, or ""."""
    wanted = fold(typed).strip()
    for locale in (speaker_locale, Locale("en")):
        for code, name in locale.languages.items():
            if fold(name).strip() == wanted:
                return speaker_locale.languages.get(code, name)
    return ""
