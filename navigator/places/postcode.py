"""Postcodes, typed any way people type them."""

from __future__ import annotations

import re

from navigator.folding import plain_digits

_WHOLE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")
_OUTWARD = re.compile(r"[A-Z]{1,2}[0-9]{1,2}[A-Z]?")
#: In the inward half a letter O or I can only be a slip for 0 or 1.
_SLIPS = str.maketrans("OI", "01")


def read_postcode(typed: str) -> str | None:
    """Return *typed* as a whole postcode ("N15 4QL"), as its outward half alone ("N15"), or None.

    Any case, spaces, dashes and dots, Arabic, Persian and Bengali digits, and O for 0 are accepted. Only the form is
    looked at; whether such a postcode exists is the table's business.
    """
    letters = re.sub(r"[^A-Z0-9]", "", plain_digits(typed).upper())
    if len(letters) > 8:
        return None
    if len(letters) >= 5:
        outward, inward = letters[:-3], letters[-3].translate(_SLIPS) + letters[-2:]
        if _WHOLE.fullmatch(outward + inward):
            return f"{outward} {inward}"
    return letters if _OUTWARD.fullmatch(letters) else None
