"""A need, its questions, options and endings, as frozen records."""

from __future__ import annotations

from dataclasses import dataclass, field

from navigator.errors import UnknownNeed


@dataclass(frozen=True)
class Option:
    """One answer a question offers, where it leads, and what it tells.

    `to` is a question or an ending of the same need. `kinds` are kinds of help to look for, `people` groups the person
    belongs to, `adds` further needs, `danger` a danger that comes before everything else, `ages` and `gender` what the
    answer says about them.
    """

    id: str
    say: str
    to: str = ""
    hint: str = ""
    kinds: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()
    danger: str = ""
    ages: tuple[int, int] | None = None
    gender: str = ""
    about: str = ""


@dataclass(frozen=True)
class Question:
    """Asked on one page. `kind` is how: "one" of the options, "several", or "where" (a place, typed or chosen)."""

    id: str
    ask: str
    options: tuple[Option, ...] = ()
    hint: str = ""
    kind: str = "one"

    def option(self, option_id: str) -> Option | None:
        """Return the option with this id, or None when it is not offered."""
        return next((option for option in self.options if option.id == option_id), None)


@dataclass(frozen=True)
class Ending:
    """The end of a need's questions: sentences worth knowing before the signposts."""

    id: str
    advice: tuple[str, ...] = ()


@dataclass(frozen=True)
class Need:
    """What a resident comes with. `name` finishes "helps with …", `say` is how a resident would put it.

    `people` are the groups whoever has the need is likely to belong to. `urgency` orders several needs, 1 first. `about` names the shared questions whose answers change what is shown.
    """

    id: str
    name: str
    say: str
    urgency: int = 5
    sensitive: bool = False
    hint: str = ""
    words: str = ""
    about: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    questions: dict[str, Question] = field(default_factory=dict)
    endings: dict[str, Ending] = field(default_factory=dict)
    first: str = ""


@dataclass(frozen=True)
class Door:
    """A way in a resident would recognise, and the needs behind it."""

    id: str
    say: str
    needs: tuple[str, ...]
    hint: str = ""


@dataclass(frozen=True)
class Flows:
    """Everything that can be asked."""

    needs: dict[str, Need]
    doors: dict[str, Door]
    shared: dict[str, Question]
    kinds: dict[str, str]
    needs_of_kinds: dict[str, str]
    #: What helps to have ready: a sentence and the needs it is for, in the order they are said.
    bring: tuple[tuple[str, tuple[str, ...]], ...] = ()
    #: The picture of a door or a need, by its id.
    pictures: dict[str, str] = field(default_factory=dict)

    def to_bring(self, needs: tuple[str, ...]) -> list[str]:
        """Return what helps to have ready for these needs."""
        return [say for say, of_needs in self.bring if set(of_needs) & set(needs)]

    def need(self, need_id: str) -> Need:
        """Return a need. Raises `UnknownNeed`."""
        try:
            return self.needs[need_id]
        except KeyError:
            raise UnknownNeed(f"There is no need called {need_id!r}.") from None

    def by_urgency(self, need_ids: tuple[str, ...]) -> tuple[Need, ...]:
        """Return the needs asked for, the most pressing first; equal ones in the order they were said."""
        return tuple(sorted((self.need(need_id) for need_id in dict.fromkeys(need_ids)), key=lambda need: need.urgency))
