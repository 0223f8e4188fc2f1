"""The printer of an installation: the press that makes PDFs, and in which languages it can."""

from __future__ import annotations

import threading

from navigator.paper.fonts import printable
from navigator.paper.press import Press
from navigator.shelf import Shelf

#: A sentence every catalogue has, to see whether its letters can be printed.
SAMPLE = "What do you need help with?"


class Printer:
    """Holds the press, and finds out once, beside the pages, which languages it has letters for."""

    def __init__(self, shelf: Shelf):
        self.press = Press()
        self._shelf = shelf
        self._problems: dict[str, str] | None = None
        self._asking = threading.Lock()

    def problem(self, code: str) -> str:
        """Return why no PDF can be made in a language, or "". Not yet known counts as none: the press itself refuses boxes."""
        if self._problems is None and self._asking.acquire(blocking=False):
            threading.Thread(target=self.look, daemon=True, name="printer").start()
        return (self._problems or {}).get(code, "")

    def look(self) -> dict[str, str]:
        """Find out which languages can be printed; return what is wrong by language code, nothing where nothing is."""
        baked = self._shelf.current()
        samples = {code: baked.catalogue(code).gettext(SAMPLE) for code in baked.languages}
        self._problems = {code: problem for code, problem in printable(samples, self.press).items() if problem}
        return self._problems

    def once(self) -> dict[str, str]:
        """Look, and let go of the press again: for whoever starts the program and forks it afterwards."""
        try:
            return self.look()
        finally:
            self.press.close()
