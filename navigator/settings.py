"""What this installation decided, read once from the environment and checked before anything opens.

Every setting starts with `NAVIGATOR_`. `SETTINGS` is the whole list; the README's table is tested against it.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from navigator.errors import SettingWrong

#: The checkout: everything that is read (directory_data, translations, templates) stands beside the package.
ROOT = Path(__file__).resolve().parent.parent

#: Name in the environment → what it decides, for `navigator settings` and the README.
SETTINGS = {
    "NAVIGATOR_DATA": "The one folder that holds everything made or written: the baked directory, keys, databases. Default `var`.",
    "NAVIGATOR_PLACE": "The place to serve: a folder name in `directory_data`. Default `haringey`.",
    "NAVIGATOR_PLACES": "Several places in one program: folder names, comma separated; each answers to the host name that starts with its name.",
    "NAVIGATOR_DIRECTORY_DATA": "Where the place folders are. Default `directory_data`.",
    "NAVIGATOR_DATABASE_URL": "Database for what is personal. Default: SQLite in the data folder; `postgresql://…` for many machines.",
    "NAVIGATOR_KEY_RING": "File of the keys that seal personal fields. Keep it apart from backups. Default: `key-ring` in the data folder.",
    "NAVIGATOR_SITE": "The address people reach us at, for links in letters. Default `http://127.0.0.1:8000`.",
    "NAVIGATOR_SECRET_KEY": "Key for cookies, 32 characters or more. Default: made once and kept in the data folder.",
    "NAVIGATOR_LANGUAGES": "Languages to offer, comma separated. Default: every language the place names.",
    "NAVIGATOR_SECURE_COOKIES": "`yes` where pages are served over HTTPS (cookies are then never sent without it). Default `no`.",
    "NAVIGATOR_PROXIES": "How many proxies of yours stand before us, 0 to 5: the visitor's address is then read from what they add. Default 0.",
    "NAVIGATOR_VISIT_MINUTES": "How long a resident's answers and list live after the last tap, 5 to 1440. Default 240.",
}

_YES = {"yes": True, "no": False, "1": True, "0": False, "true": True, "false": False}


@dataclass(frozen=True)
class Settings:
    """The decisions of one installation. Made by `read_settings`; tests make their own."""

    data: Path
    place: str
    directory_data: Path
    database_url: str
    secret_key: str
    languages: tuple[str, ...] = ()
    secure_cookies: bool = False
    visit_minutes: int = 240
    proxies: int = 0
    key_ring: Path | None = None
    site: str = "http://127.0.0.1:8000"
    notify_key: str = ""
    notify_url: str = "https://api.notifications.service.gov.uk"
    notify_templates: tuple[str, str] = ("", "")
    translations: Path = ROOT / "translations"
    templates: Path = ROOT / "templates"

    @property
    def baked(self) -> Path:
        """The folder of baked directories: one folder a bake, and `current`, which names the one in use."""
        return self.data / "baked"

    @property
    def keys_file(self) -> Path:
        """The file of the key ring."""
        return self.key_ring or self.data / "key-ring"


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of this installation.

    Raises `SettingWrong` naming the setting and the remedy; an unknown `NAVIGATOR_…` name is refused too, because a
    misspelt setting that is silently ignored is found out on the worst day.
    """
    env = os.environ if environment is None else environment
    unknown = sorted(name for name in env if name.startswith("NAVIGATOR_") and name not in SETTINGS)
    if unknown:
        raise SettingWrong(f"{unknown[0]} is not a setting. The settings are: {', '.join(SETTINGS)}.")
    data = _folder(env, "NAVIGATOR_DATA", Path("var"))
    directory_data = Path(env.get("NAVIGATOR_DIRECTORY_DATA") or ROOT / "directory_data")
    place = env.get("NAVIGATOR_PLACE") or "haringey"
    if not re.fullmatch(r"[a-z0-9-]+", place):
        raise SettingWrong(f"NAVIGATOR_PLACE is {place!r}. Give a folder name in {directory_data}, such as haringey.")
    if not (directory_data / place).is_dir():
        raise SettingWrong(
            f"There is no folder {directory_data / place}. Set NAVIGATOR_PLACE to a folder name in {directory_data}, "
            "or NAVIGATOR_DIRECTORY_DATA to where the place folders are."
        )
    return Settings(
        data=data,
        place=place,
        directory_data=directory_data,
        database_url=_database_url(env, data),
        secret_key=_secret_key(env, data),
        languages=_languages(env),
        secure_cookies=_yes_or_no(env, "NAVIGATOR_SECURE_COOKIES", False),
        visit_minutes=_whole_number(env, "NAVIGATOR_VISIT_MINUTES", 240, 5, 1440),
        proxies=_whole_number(env, "NAVIGATOR_PROXIES", 0, 0, 5),
        key_ring=Path(env["NAVIGATOR_KEY_RING"]).absolute() if env.get("NAVIGATOR_KEY_RING") else None,
        site=_site(env),
        **_notify(env),
    )


def settings_of_places(environment: Mapping[str, str] | None = None) -> list[Settings]:
    """Return the settings of every place this installation serves: one, or those `NAVIGATOR_PLACES` names, each with a data folder of its own.

    Raises `SettingWrong` like `read_settings`.
    """
    env = dict(os.environ if environment is None else environment)
    names = [name.strip() for name in env.get("NAVIGATOR_PLACES", "").split(",") if name.strip()]
    if not names:
        return [read_settings(env)]
    if env.get("NAVIGATOR_DATABASE_URL"):
        raise SettingWrong(
            "NAVIGATOR_DATABASE_URL names one database, and each place needs its own. Leave it out, or run a program for each place."
        )
    base = Path(env.get("NAVIGATOR_DATA") or "var")
    return [read_settings({**env, "NAVIGATOR_PLACE": name, "NAVIGATOR_DATA": str(base / name)}) for name in names]


def _folder(env: Mapping[str, str], name: str, default: Path) -> Path:
    folder = Path(env.get(name) or default).absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingWrong(
            f"{name} is {folder}, which cannot be made: {error.strerror}. Name a folder we may write to."
        ) from None
    if not os.access(folder, os.W_OK):
        raise SettingWrong(f"{name} is {folder}, which we may not write to. Name another folder or change who owns it.")
    return folder


def _database_url(env: Mapping[str, str], data: Path) -> str:
    url = env.get("NAVIGATOR_DATABASE_URL") or f"sqlite:///{data / 'navigator.sqlite'}"
    if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        raise SettingWrong(
            "NAVIGATOR_DATABASE_URL must start with sqlite:/// or postgresql:// (for example sqlite:////srv/navigator.sqlite)."
        )
    return url


def _site(env: Mapping[str, str]) -> str:
    site = (env.get("NAVIGATOR_SITE") or "http://127.0.0.1:8000").rstrip("/")
    if not re.fullmatch(r"https?://[^\s/]+(/[^\s]*)?", site):
        raise SettingWrong(
            f"NAVIGATOR_SITE is {site!r}. Give the whole address, such as https://navigator.example.org."
        )
    return site


#: GOV.UK Notify's own names in the environment. Without a key, letters are written to a folder.
NOTIFY_SETTINGS = ("NOTIFY_API_KEY", "NOTIFY_BASE_URL", "NOTIFY_EMAIL_TEMPLATE", "NOTIFY_TEXT_TEMPLATE")


def _notify(env: Mapping[str, str]) -> dict[str, Any]:
    key, url, email, text = (env.get(name, "").strip() for name in NOTIFY_SETTINGS)
    if not key:
        return {}
    if not (email and text):
        raise SettingWrong(
            "NOTIFY_API_KEY is set but a template is not. Set NOTIFY_EMAIL_TEMPLATE and NOTIFY_TEXT_TEMPLATE to template ids "
            "whose words are ((subject)) and ((words))."
        )
    given: dict[str, Any] = {"notify_key": key, "notify_templates": (email, text)}
    return given | ({"notify_url": url} if url else {})


def _secret_key(env: Mapping[str, str], data: Path) -> str:
    given = env.get("NAVIGATOR_SECRET_KEY", "")
    if given:
        if len(given) < 32:
            raise SettingWrong(
                "NAVIGATOR_SECRET_KEY is shorter than 32 characters. Leave it out to have one made and kept."
            )
        return given
    return kept_secret(data / "secret-key")


def kept_secret(file: Path) -> str:
    """Return the secret kept in *file*, making it first when there is none. Two processes starting at once agree."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        secret = file.read_text().strip()
        if len(secret) < 32:
            raise SettingWrong(f"{file} holds no usable key. Delete it to have a new one made.") from None
        return secret
    with os.fdopen(handle, "w") as made:
        secret = secrets.token_urlsafe(48)
        made.write(secret)
    return secret


def _languages(env: Mapping[str, str]) -> tuple[str, ...]:
    codes = tuple(code.strip() for code in env.get("NAVIGATOR_LANGUAGES", "").split(",") if code.strip())
    wrong = [code for code in codes if not re.fullmatch(r"[a-z]{2,3}(-[a-z]+)?", code)]
    if wrong:
        raise SettingWrong(f"NAVIGATOR_LANGUAGES has {wrong[0]!r}. Give language codes such as en,tr,ar.")
    return codes


def _yes_or_no(env: Mapping[str, str], name: str, default: bool) -> bool:
    said = env.get(name, "").strip().lower()
    if not said:
        return default
    if said not in _YES:
        raise SettingWrong(f"{name} is {said!r}. Say yes or no.")
    return _YES[said]


def _whole_number(env: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    said = env.get(name, "").strip()
    if not said:
        return default
    if not said.isdecimal() or not least <= int(said) <= most:
        raise SettingWrong(f"{name} is {said!r}. Give a whole number from {least} to {most}.")
    return int(said)
