"""The key ring: keys that seal personal fields in the database. It stands outside the database and outside its backups.

Each sealed value names its key by one byte, so a new key can be added and old values read until they are sealed anew.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from navigator.errors import SettingWrong


class Unreadable(Exception):
    """A sealed value that no key of the ring opens, or that was moved from another column."""


@dataclass(frozen=True)
class KeyRing:
    """Seals and opens values. The newest key seals; all open."""

    keys: dict[int, bytes]

    def seal(self, value: str, place: str) -> bytes:
        """Return *value* sealed for *place* ("table.column"); it opens nowhere else."""
        newest = max(self.keys)
        nonce = os.urandom(12)
        return bytes([newest]) + nonce + AESGCMSIV(self.keys[newest]).encrypt(nonce, value.encode(), place.encode())

    def open(self, sealed: bytes, place: str) -> str:
        """Return what was sealed. Raises `Unreadable`."""
        key = self.keys.get(sealed[0]) if sealed else None
        if key is None:
            raise Unreadable(f"a value of {place} was sealed with a key that is not on the ring")
        try:
            return AESGCMSIV(key).decrypt(sealed[1:13], sealed[13:], place.encode()).decode()
        except (InvalidTag, ValueError):
            raise Unreadable(f"a value of {place} does not open") from None

    def fingerprint(self, value: str, place: str) -> str:
        """Return a keyed hash by which an equal value is found again, without saying what it is."""
        oldest = self.keys[min(self.keys)]
        return hmac.new(oldest, f"{place}:{value}".encode(), hashlib.sha256).hexdigest()[:32]

    def with_new_key(self) -> KeyRing:
        """Return the ring with one key more, which seals from now on."""
        return KeyRing({**self.keys, max(self.keys) + 1: secrets.token_bytes(32)})


def read_key_ring(file: Path) -> KeyRing:
    """Return the key ring kept in *file*, making it first when there is none. Each line is a number, a colon and a key."""
    if not file.exists():
        write_key_ring(file, KeyRing({1: secrets.token_bytes(32)}), new=True)
    keys = {}
    for number, line in enumerate(file.read_text().split(), 1):
        name, _, key = line.partition(":")
        try:
            keys[int(name)] = base64.b64decode(key, validate=True)
        except ValueError:
            raise SettingWrong(
                f"{file}:{number} is not a key. Each line is a number from 1 to 255, a colon and a key in base64."
            ) from None
    if not keys or any(len(key) != 32 or not 0 < name < 256 for name, key in keys.items()):
        raise SettingWrong(f"{file} holds no usable keys of 32 bytes. Bring back the file from where it is kept safe.")
    return KeyRing(keys)


def write_key_ring(file: Path, ring: KeyRing, new: bool = False) -> None:
    """Write a ring so that only we may read it. Two processes starting at once agree on one."""
    text = "".join(f"{name}:{base64.b64encode(key).decode()}\n" for name, key in sorted(ring.keys.items()))
    if new:
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
        except FileExistsError:
            return
        with os.fdopen(handle, "w") as made:
            made.write(text)
        return
    beside = file.with_name(f"{file.name}.{os.getpid()}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(handle, "w") as made:
        made.write(text)
    beside.replace(file)


def derived(secret: str, use: str) -> str:
    """Return a key for one *use*, made from the installation's secret, so that there is one secret to keep and not four."""
    return hmac.new(secret.encode(), use.encode(), hashlib.sha256).hexdigest()
