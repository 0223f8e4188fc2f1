"""What someone has answered so far: ids only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

#: A visit in which one person works through more needs than this is a visit for a navigator.
MOST_NEEDS = 8


@dataclass(frozen=True)
class Answers:
    """Needs chosen, in order, and an answer for each question answered, by question key ("homelessness.tonight", "about.age")."""

    needs: tuple[str, ...] = ()
    door: str = ""
    given: Mapping[str, str] = field(default_factory=dict)

    def get(self, key: str) -> str:
        """Return the option id given to a question, or ""."""
        return self.given.get(key, "")

    def has(self, key: str, option: str) -> bool:
        """Return whether a question was answered with this option."""
        return self.given.get(key) == option

    def answering(self, key: str, value: str) -> Answers:
        """Return these answers with one more, or one changed."""
        return replace(self, given={**self.given, key: value})

    def forgetting(self, key: str) -> Answers:
        """Return these answers without one."""
        return replace(self, given={k: v for k, v in self.given.items() if k != key})

    def through(self, door: str) -> Answers:
        """Return these answers, having come in by *door*."""
        return replace(self, door=door)

    def needing(self, needs: tuple[str, ...]) -> Answers:
        """Return these answers with exactly these needs."""
        return replace(self, needs=tuple(dict.fromkeys(needs))[:MOST_NEEDS])

    def adding(self, needs: tuple[str, ...]) -> Answers:
        """Return these answers with further needs."""
        return self.needing((*self.needs, *needs))
