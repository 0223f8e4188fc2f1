"""The answer book: what a resident has answered and kept, in a sealed cookie on their own device.

Only ids are kept: needs, options, service ids, a postcode as they typed it. No name, no sentence, nothing on the server. The cookie is
encrypted and bound to its purpose; one that is forged, truncated, too old or of another version is simply an empty book, and
the page says what happened when something was lost.
"""

from __future__ import annotations

import base64
import json
import os
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from navigator.flows.answers import Answers

COOKIE = "visit"
VERSION = b"2"
#: Browsers refuse a cookie above about 4,096 bytes.
MOST_BYTES = 3900
MOST_KEPT = 40
MOST_FOUND = 24


@dataclass(frozen=True)
class Visit:
    """One visit: answers, the services on the list, needs a message seemed to say, services last searched for.

    `guessed` waits for a yes or no; `heard` are needs just taken from words, which a "no" takes back; `check` are dangers to ask
    about; `marks` are small ids a page leaves for its next showing; `wishes` are "near" and "free"; `more` the needs whose whole
    list is shown.
    """

    answers: Answers = field(default_factory=Answers)
    kept: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    danger: tuple[str, ...] = ()
    check: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing worth a cookie."""
        return self == Visit()

    def keeping(self, service_id: str) -> Visit:
        """Return this visit with one more service on the list."""
        if service_id in self.kept:
            return self
        return replace(self, kept=(*self.kept, service_id)[-MOST_KEPT:])

    def dropping(self, service_id: str) -> Visit:
        """Return this visit without one service on the list."""
        return replace(self, kept=tuple(kept for kept in self.kept if kept != service_id))


class AnswerBook:
    """Seals and opens visits."""

    def __init__(self, secret: str, minutes: int):
        key = HKDF(hashes.SHA256(), 32, None, b"navigator visit cookie").derive(secret.encode())
        self._seal = AESGCM(key)
        self.seconds = minutes * 60

    def seal(self, visit: Visit) -> str:
        """Return *visit* as a cookie value."""
        plain = {
            "t": int(time.time()),
            "n": list(visit.answers.needs),
            "d": visit.answers.door,
            "a": dict(visit.answers.given),
            "k": list(visit.kept),
            "g": list(visit.guessed),
            "m": list(visit.marks),
            "f": list(visit.found[:MOST_FOUND]),
            "i": list(visit.kinds),
            "x": list(visit.danger),
            "c": list(visit.check),
            "o": list(visit.more),
            "h": list(visit.heard),
            "w": list(visit.wishes),
        }
        value = self._sealed(plain)
        while len(value) > MOST_BYTES and (plain["f"] or plain["k"]):
            # What was searched for is the first to go; then the oldest on the list.
            plain["f"], plain["k"] = [], plain["k"][1:] if not plain["f"] else plain["k"]
            value = self._sealed(plain)
        return value

    def _sealed(self, plain: Mapping[str, Any]) -> str:
        short = {key: value for key, value in plain.items() if value}
        packed = zlib.compress(json.dumps(short, separators=(",", ":"), ensure_ascii=False).encode(), 9)
        nonce = os.urandom(12)
        return (
            base64.urlsafe_b64encode(VERSION + nonce + self._seal.encrypt(nonce, packed, VERSION)).rstrip(b"=").decode()
        )

    def open(self, value: str, seconds: int | None = None) -> Visit | None:
        """Return the visit a cookie holds, or None when it is not one of ours, or too old to go on with (older than *seconds*, if given)."""
        try:
            raw = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
            if raw[:1] != VERSION:
                return None
            packed = self._seal.decrypt(raw[1:13], raw[13:], VERSION)
            plain = json.loads(zlib.decompress(packed))
        except (ValueError, InvalidTag, zlib.error):
            return None
        if time.time() - plain.get("t", 0) > (seconds or self.seconds):
            return None
        return Visit(
            answers=Answers(tuple(plain.get("n", ())), plain.get("d", ""), plain.get("a", {})),
            kept=tuple(plain.get("k", ())),
            guessed=tuple(plain.get("g", ())),
            marks=tuple(plain.get("m", ())),
            found=tuple(plain.get("f", ())),
            kinds=tuple(plain.get("i", ())),
            danger=tuple(plain.get("x", ())),
            check=tuple(plain.get("c", ())),
            more=tuple(plain.get("o", ())),
            heard=tuple(plain.get("h", ())),
            wishes=tuple(plain.get("w", ())),
        )
