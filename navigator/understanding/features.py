"""A message as numbers: the pieces of its words, hashed.

Pieces are two to five letters of each word with its ends marked, whole words, and pairs of words; one letter too where a word is
one letter (Chinese). A piece's number is a checksum, so no dictionary has to be kept, learned or shipped, and any language fits.
"""

from __future__ import annotations

from zlib import crc32

import numpy as np

from navigator.folding import fold, fold_words

#: How many different numbers a piece can have. More would keep pieces apart better and weigh more.
SIZE = 1 << 17
LANGUAGE_SIZE = 1 << 15
_LONGEST_WORD = 24
_MOST_WORDS = 400


def message_features(text: str) -> np.ndarray:
    """Return the numbers of the pieces of a message, each once, sorted. Empty for a message without letters."""
    words = fold_words(text)[:_MOST_WORDS]
    found: set[int] = set()
    before = ""
    for word in words:
        marked = f"<{word[:_LONGEST_WORD]}>"
        found.add(crc32(b"w" + word.encode()))
        if before:
            found.add(crc32(b"p" + f"{before} {word}".encode()))
        for length in (2, 3, 4, 5):
            for start in range(len(marked) - length + 1):
                found.add(crc32(marked[start : start + length].encode()))
        before = word
    return np.array(sorted({number % SIZE for number in found}), dtype=np.int64)


def language_features(text: str) -> np.ndarray:
    """Return the numbers of one to four letters of a message as it was written, accents kept, for telling its language."""
    plain = " ".join(text.lower().split())[:600]
    plain = "".join(
        letter if letter.isalpha() or letter in "'’" or "\u0300" <= letter <= "\u0dff" else " " for letter in plain
    )
    padded = " " + " ".join(plain.split()) + " "
    found = {
        crc32(padded[start : start + length].encode()) % LANGUAGE_SIZE
        for length in (1, 2, 3, 4)
        for start in range(len(padded) - length + 1)
    }
    return np.array(sorted(found), dtype=np.int64)


def has_words(text: str) -> bool:
    """Return whether a message holds any word at all."""
    return any(letter.isalpha() for letter in fold(text))
