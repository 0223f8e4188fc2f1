"""One folding of text for search, needs, danger and language: what is typed and what is indexed meet here.

Folding is for matching and never for showing. It forgives what phones, keyboards and hurry do to words: capitals, missing
accents, typographic marks, the several ways Arabic script writes one letter, the Turkish dotted i. It never strips Bengali
vowel signs (they are marks to Unicode and letters to a reader), so accents are removed in Latin, Greek and Cyrillic only.
"""

from __future__ import annotations

import re
import unicodedata

#: Letters that do not decompose to a base letter, or that a resident types plain.
_LETTERS = str.maketrans(
    {
        "İ": "i", "I": "i", "ı": "i", "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ð": "d",
        "ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ς": "σ", "ґ": "г", "ё": "е", "Ё": "е",
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ے": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ۀ": "ه",
        "ہ": "ه", "ھ": "ه", "ە": "ه", "ک": "ك", "ڪ": "ك", "ګ": "گ",
        "\u0640": None, "\u200c": None, "\u200d": None, "\u200b": None, "\u200e": None, "\u200f": None, "\ufeff": None,
        "\u00ad": None, "'": None, "’": None, "‘": None, "ʼ": None, "`": None, "´": None, "ʻ": None,
    }
)  # fmt: skip
for _mark in range(0x202A, 0x202F):
    _LETTERS[_mark] = None
for _mark in range(0x2066, 0x206A):
    _LETTERS[_mark] = None
for _mark in (*range(0x064B, 0x0660), 0x0670):  # Arabic vowel marks
    _LETTERS[_mark] = None

_DIGITS = {ord(c): str(unicodedata.digit(c)) for block in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "০১২৩৪৫৬৭৮৯") for c in block}
_ACCENTED = re.compile("[\u00c0-\u024f\u0370-\u052f\u1e00-\u1fff]")
_HAS_ACCENT = re.compile("[\u0300-\u036f]")
#: A word: letters and digits of any script together with the marks that belong to them.
#: The danda (\u0964, \u0965), a full stop of South Asian scripts, is none.
_WORD = re.compile(r"(?:[^\W_]|[\u0900-\u0963\u0966-\u0dff\u0300-\u036f])+")
_CJK = re.compile("[\u3400-\u9fff]+")


def plain_digits(text: str) -> str:
    """Return *text* with Arabic, Persian and Bengali digits written 0-9."""
    return text.translate(_DIGITS)


def fold(text: str) -> str:
    """Return *text* as it is compared: lower case, accents and variant letters gone, digits 0-9."""
    text = unicodedata.normalize("NFC", text).translate(_DIGITS).translate(_LETTERS).lower()
    if _ACCENTED.search(text) or _HAS_ACCENT.search(text):
        # Only these scripts lose their marks; Bengali's would be destroyed by a general accent stripper.
        text = "".join(_without_accent(c) if _ACCENTED.match(c) else c for c in text)
        text = _HAS_ACCENT.sub("", text)
    return text.translate(_LETTERS)


def _without_accent(letter: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFD", letter) if not unicodedata.combining(part))


def fold_words(text: str) -> list[str]:
    """Return the folded words of *text* in order. Chinese, which has no spaces, comes as single and paired characters."""
    words: list[str] = []
    for word in _WORD.findall(fold(text)):
        if _CJK.search(word):
            for run in re.findall("[\u3400-\u9fff]+|[^\u3400-\u9fff]+", word):
                words.extend(_chinese_pieces(run) if _CJK.match(run) else [run])
        else:
            words.append(word)
    return words


def _chinese_pieces(run: str) -> list[str]:
    pairs = [run[i : i + 2] for i in range(len(run) - 1)]
    return list(run) + pairs
