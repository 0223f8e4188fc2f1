"""Where a letter can go: a mobile number or an e-mail address, checked before anything is promised."""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import PhoneNumberType

from navigator.folding import plain_digits

_MOBILE = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]{2,}")


def address_problem(way: str, typed: str) -> str:
    """Return what is wrong with an address for *way* ("phone", "text", "email"), or ""."""
    if way == "email":
        return "" if _EMAIL.fullmatch(typed.replace(" ", "")) else "Type an e-mail address such as name@example.org"
    if way in ("phone", "text"):
        number = _parsed(typed)
        if number is None:
            return "Type a UK phone number, such as 07700 900123"
        if way == "text" and not _is_drama(number) and phonenumbers.number_type(number) not in _MOBILE:
            return "This is a landline, which cannot take a text. Type a mobile number, or choose another way"
    return ""


def settled(way: str, typed: str) -> str:
    """Return an address as the post wants it."""
    if way == "email":
        return typed.replace(" ", "")
    number = _parsed(typed)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if number else typed


def _parsed(typed: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(plain_digits(typed), "GB")
    except phonenumbers.NumberParseException:
        return None
    return number if _is_drama(number) or phonenumbers.is_valid_number(number) else None


def _is_drama(number: phonenumbers.PhoneNumber) -> bool:
    """Return whether it is one of Ofcom's mobile numbers for drama: in no plan, but they must work when the desk is tried out."""
    return str(number.national_number).startswith("7700900")
