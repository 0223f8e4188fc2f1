"""Open what was baked, and notice when a newer bake has taken its place."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass, field
from gettext import NullTranslations
from pathlib import Path

from navigator.directory.match import Matcher, read_weights
from navigator.directory.records import Directory
from navigator.directory.search import SearchIndex
from navigator.directory.store import FORMAT, open_store, open_words
from navigator.directory.synonyms import read_synonyms
from navigator.directory.words import Words
from navigator.errors import DirectoryMissing
from navigator.flows.flow import Flows
from navigator.flows.read import read_flows
from navigator.languages.catalogues import open_catalogue
from navigator.languages.language import MAKE_BELIEVE
from navigator.places.distance import metres_between
from navigator.places.help_now import HelpNow, read_help_now
from navigator.places.place import Place, make_place
from navigator.places.whereabouts import PlaceTable
from navigator.settings import Settings
from navigator.yaml_files import YamlFile

REMEDY = "Run `navigator directory bake`."


@dataclass
class Baked:
    """Everything public, opened from one baked folder. Never changes; a newer bake is another `Baked`."""

    folder: Path
    place: Place
    table: PlaceTable
    help_now: HelpNow
    flows: Flows
    directory: Directory
    search: SearchIndex
    matcher: Matcher
    languages: tuple[str, ...]
    _catalogues: dict[str, NullTranslations] = field(default_factory=dict)
    _words: dict[str, dict[tuple[str, str], Words]] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)
    edits_mark: str = ""
    #: Languages whose pages a native speaker has read from end to end.
    read: frozenset[str] = frozenset()

    def catalogue(self, code: str) -> NullTranslations:
        """Return the sentences of a language."""
        if code not in self._catalogues:
            self._catalogues[code] = open_catalogue(self.folder / "catalogues", code)
        return self._catalogues[code]

    def words(self, code: str) -> dict[tuple[str, str], Words]:
        """Return the services' own sentences in a language, by service id and field."""
        if code not in self._words:
            self._words[code] = {} if code == "en" else open_words(self.folder / "directory.sqlite", code)
        return self._words[code]


def open_baked(folder: Path, settings: Settings) -> Baked:
    """Return what is baked in *folder*. Raises `DirectoryMissing` when it is half-made or of another format."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text())
    except (OSError, ValueError):
        raise DirectoryMissing(f"The baked directory {folder} is not whole. {REMEDY}") from None
    if manifest.get("format") != FORMAT:
        raise DirectoryMissing(f"The baked directory {folder} is of another version. {REMEDY}")
    try:
        place = make_place(YamlFile(folder / "place.yaml").data)
        help_now, _, _ = read_help_now(folder)
        flows, _, _ = read_flows()
        directory = open_store(folder / "directory.sqlite")
        search = SearchIndex(folder / "index", read_synonyms())
        table = PlaceTable(place, folder / "places.sqlite")
    except Exception as error:
        # A damaged file can fail in as many ways as there are libraries below; the remedy is the same for all.
        raise DirectoryMissing(f"The baked directory {folder} cannot be opened ({error}). {REMEDY}") from error
    wanted = settings.languages or place.languages
    known = {"en", MAKE_BELIEVE, *manifest["languages"]}
    languages = tuple(code for code in wanted if code in known) or ("en",)
    matcher = Matcher(directory.services, read_weights(), metres_between, flows.needs_of_kinds)
    merged = {old: service.id for service in directory.services.values() for old in service.merged_from}
    return Baked(
        folder,
        place,
        table,
        help_now,
        flows,
        directory,
        search,
        matcher,
        languages,
        merged=merged,
        edits_mark=manifest.get("edits", ""),
        read=frozenset(manifest.get("read", ())),
    )


class Shelf:
    """Holds the `Baked` in use. Ask it at each request; a newer bake is opened and swapped in while pages are served."""

    def __init__(self, settings: Settings, patience: float = 0.5):
        self.settings, self.patience = settings, patience
        self._baked: Baked | None = None
        self._looked = 0.0
        self._lock = threading.Lock()

    def look_again(self) -> None:
        """Look for a newer bake at the next asking, without waiting: an editor's approval is live on the page they go to."""
        self._looked = 0.0

    def current(self) -> Baked:
        """Return what is baked now. Looks at the pointer at most every half second.

        A newer bake that cannot be opened leaves the one before it in use. Raises `DirectoryMissing` when there is none.
        """
        now = time.monotonic()
        if self._baked is not None and now - self._looked < self.patience:
            return self._baked
        with self._lock:
            self._looked = now
            name = self._named()
            if self._baked is None or (name and name != self._baked.folder.name):
                try:
                    if not name:
                        raise DirectoryMissing(f"Nothing is baked in {self.settings.baked} yet. {REMEDY}")
                    self._baked = open_baked(self.settings.baked / name, self.settings)
                except DirectoryMissing:
                    if self._baked is None:
                        raise
            return self._baked

    def _named(self) -> str:
        try:
            return (self.settings.baked / "current").read_text().strip()
        except OSError:
            return ""
