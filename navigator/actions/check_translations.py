"""How far each language is, and what is wrong in it. The rules themselves are in `languages/rules.py`; here they meet the files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message

from navigator.actions.gather_words import gather_words
from navigator.actions.translators_sheet import catalogue_path, open_catalogue_file, words_path
from navigator.directory.read import read_directory
from navigator.directory.words import sentences
from navigator.errors import Problem, relative_name
from navigator.languages.catalogues import catalogue_problems, read_catalogue
from navigator.languages.glossary import Term, read_terms
from navigator.languages.language import MAKE_BELIEVE
from navigator.languages.plain import grade, lengths_of, read_plain_words
from navigator.languages.rules import Rules
from navigator.languages.states import part_of, state_of
from navigator.places.place import read_place
from navigator.settings import Settings
from navigator.yaml_files import YamlFile

#: Words that stand on a button: between its tags, nothing else with them.
_BUTTON = re.compile(r'<(?:button\b|a class="govuk-button)[^>]*>\{\{ _\("([^"]+)"\) \}\}</')


#: What is said of a sentence that is not there for its reader, and the remedy.
_UNDONE = {
    "missing": ("is not translated.", "Translate it."),
    "stale": ("is made from older English.", "Translate the new English."),
}


def languages_kept(settings: Settings) -> list[str]:
    """Return the codes of the languages that have a catalogue."""
    return sorted(po.parent.parent.name for po in settings.translations.glob("*/LC_MESSAGES/messages.po"))


def service_sentences(settings: Settings) -> dict[str, str]:
    """Return the English of every service sentence by its context."""
    directory, _, _ = read_directory(settings.directory_data / settings.place)
    return {f"{s.id}:{field}": says for s in directory.services.values() for field, says in sentences(s).items()}


def status(settings: Settings) -> dict[str, dict[str, Counter[str]]]:
    """Return by language and part how many sentences there are, and how many are missing, drafted, read and stale."""
    english = gather_words(settings.directory_data / settings.place)
    services = service_sentences(settings)
    found: dict[str, dict[str, Counter[str]]] = {}
    for code in languages_kept(settings):
        parts: dict[str, Counter[str]] = {}
        kept = open_catalogue_file(catalogue_path(settings, code), code)
        for message in english:
            if message.id:
                ours = kept.get(message.id)
                tally = parts.setdefault(part_of(message), Counter())
                tally[state_of(ours).says if ours else "missing"] += 1
                tally["sentences"] += 1
        own = {m.context: m for m in open_catalogue_file(words_path(settings, code), code) if m.id}
        tally = parts.setdefault("services", Counter())
        for context, says in services.items():
            ours = own.get(context)
            tally[state_of(ours, says).says if ours else "missing"] += 1
            tally["sentences"] += 1
        found[code] = parts
    return found


def percent(tally: Counter[str]) -> float:
    """Return how much of a part is translated from today's English."""
    return 100 * (tally["drafted"] + tally["read"]) / (tally["sentences"] or 1)


def check(settings: Settings, whole: bool = True) -> list[Problem]:
    """Return what is wrong in every language, and where the English is not plain.

    With *whole*, also what is missing or stale in a language the place offers; those come last, for they are work and no mistakes.
    """
    glossary = YamlFile(settings.translations / "glossary.yaml")
    problems, undone = list(glossary.problems), []
    buttons = _buttons(settings.templates)
    services = service_sentences(settings)
    english = gather_words(settings.directory_data / settings.place)
    offered = languages_offered(settings) if whole else ()
    for code in languages_kept(settings):
        rules = Rules(code, glossary.data or {}, buttons)
        for path, expected in ((catalogue_path(settings, code), english), (words_path(settings, code), services)):
            # A place that has not begun on its services' words has no file: `status` says so, and its pages show the English.
            if path.is_file():
                catalogue, unreadable = read_catalogue(path, code)
                problems += unreadable
                if catalogue is not None:
                    problems += _check_file(catalogue, relative_name(path), rules)
                    undone += _undone(catalogue, relative_name(path), expected) if code in offered else ()
    undone += (
        Problem(
            relative_name(catalogue_path(settings, code)),
            0,
            "",
            "is not there.",
            "Make it, or offer the language later.",
        )
        for code in set(offered) - set(languages_kept(settings))
    )
    return [*problems, *_check_english(settings, english, services), *undone]


def languages_offered(settings: Settings) -> list[str]:
    """Return the codes of the languages the place offers, English left out."""
    place, _ = read_place(settings.directory_data / settings.place)
    offered = settings.languages or (place.languages if place else ())
    return [code for code in offered if code not in ("en", MAKE_BELIEVE)]


def _check_file(catalogue: Catalog, name: str, rules: Rules) -> Iterator[Problem]:
    """Yield what is wrong in one `.po`, sentence by sentence. A sentence not yet translated is not wrong."""
    yield from catalogue_problems(catalogue, name)
    for message in catalogue:
        if message.id and state_of(message).says != "missing":
            for says, remedy in rules.problems(message):
                yield Problem(name, message.lineno or 0, _short(message), says, remedy)


def _undone(catalogue: Catalog, name: str, expected: Catalog | dict[str, str]) -> Iterator[Problem]:
    """Yield what a reader would meet in English, or made from older English. *expected*: the English of pages, or of services by context."""
    if isinstance(expected, Catalog):
        pairs = [(_short(m), catalogue.get(m.id), None) for m in expected if m.id]
    else:
        own = {message.context: message for message in catalogue if message.id}
        pairs = [(context, own.get(context), says) for context, says in expected.items()]
    for field, message, says in pairs:
        state = state_of(message, says).says if message else "missing"
        if state in _UNDONE:
            yield Problem(name, (message and message.lineno) or 0, field, *_UNDONE[state])


def _short(message: Message) -> str:
    return _english(message)[:60]


def _english(message: Message) -> str:
    return message.id[1] if isinstance(message.id, tuple) else message.id


def _buttons(templates: Path) -> set[str]:
    return {words for file in templates.rglob("*.html") for words in _BUTTON.findall(file.read_text(encoding="utf-8"))}


def _check_english(settings: Settings, catalogue: Catalog, services: dict[str, str]) -> Iterator[Problem]:
    plain = read_plain_words(settings.translations)
    for message in catalogue:
        if message.id:
            english = _english(message)
            where = str(message.locations[0][0]) if message.locations else "translations/messages.pot"
            for says, remedy in plain.problems(english):
                yield Problem(where, 0, english[:60], says, remedy)
    folder = f"directory_data/{settings.place}/services"
    for context, english in services.items():
        for says, remedy in plain.problems(english):
            yield Problem(f"{folder}/{context.partition(':')[0]}.yaml", 0, context, says, remedy)


@dataclass(frozen=True)
class Readability:
    """How hard the English is that residents read: how many sentences, how long, what school grade, and the hardest."""

    sentences: int
    words: float
    average: float
    middle: float
    hardest: list[tuple[float, str]]


def readability(settings: Settings) -> Readability:
    """Measure every English sentence a resident reads. Those too short to have a grade count in length alone."""
    gathered = gather_words(settings.directory_data / settings.place)
    english = [_english(message) for message in gathered if message.id] + list(service_sentences(settings).values())
    lengths = [length for said in english for length in lengths_of(said)]
    graded = sorted(((level, said) for said in english if (level := grade(said))), reverse=True)
    levels = [level for level, _said in graded] or [0.0]
    return Readability(
        len(lengths),
        sum(lengths) / (len(lengths) or 1),
        sum(levels) / len(levels),
        levels[len(levels) // 2],
        graded[:10],
    )


def advice(settings: Settings) -> Iterator[Problem]:
    """Yield sentences that use another word for a term than the glossary does. Grammar bends words, so this is advice, not a fault."""
    terms = list(read_terms(YamlFile(settings.translations / "glossary.yaml").data or {}))
    used: dict[str, list[Term]] = {}
    for code in languages_kept(settings):
        for path in (catalogue_path(settings, code), words_path(settings, code)):
            if not path.is_file() or code.startswith("en"):
                continue
            for message in open_catalogue_file(path, code):
                if not message.id or isinstance(message.id, tuple) or not message.string:
                    continue
                if message.id not in used:
                    used[message.id] = [term for term in terms if term.stems and term.is_in(message.id)]
                for term in used[message.id]:
                    if not term.is_said(message.string, code):
                        word = term.words.get(code) or " or ".join(term.stems[code])
                        yield Problem(
                            relative_name(path), message.lineno or 0, _short(message),
                            f"has another word for {term.english!r}.", f"Say {word!r}, or add this one to glossary.yaml.",
                        )  # fmt: skip


#: How often residents meet the sentences of a file, and a page that shows them. Nobody is counted: it is how the pages are built.
SEEN = (
    ("help_now", 100, "help-now"), ("templates/page.html", 95, ""), ("templates/start.html", 90, ""), ("flows/doors", 90, ""),
    ("components/signpost", 85, "needs/food"), ("web/presenters", 85, "needs/food"), ("templates/signposts", 80, "needs/food"),
    ("templates/question", 80, "ask/1"), ("flows/shared", 75, "signposts/tell/where"), ("pages/chat", 75, "chat"), ("templates/chat", 75, "chat"),
    ("flows/needs", 70, "needs"), ("flows/kinds", 65, "needs/food"), ("templates/service", 60, "search"), ("templates/my_list", 60, "list"),
    ("paper/", 55, "list/sheet"), ("kiosk/", 50, "here"), ("templates/need", 50, "needs"), ("templates/search", 50, "search"), ("templates/meet", 45, "meet"),
)  # fmt: skip
#: What a file nobody named weighs.
SELDOM = 20


@dataclass(frozen=True)
class ToRead:
    """A sentence for a native speaker to look at: how much residents see of it, its state, and a page that shows it ("" for the first)."""

    weight: int
    state: str
    english: str
    says: str
    note: str
    page: str | None
    who: str = ""


def to_read(settings: Settings, code: str) -> list[ToRead]:
    """Return every sentence of a language, what residents see most and fewest have read first."""
    kept = open_catalogue_file(catalogue_path(settings, code), code)
    rows = []
    for message in gather_words(settings.directory_data / settings.place):
        if not message.id:
            continue
        ours = kept.get(message.id)
        state = state_of(ours) if ours else None
        files = [str(location[0]) for location in message.locations]
        weight, page = max(
            ((weight, page) for part, weight, page in SEEN for file in files if part in file), default=(SELDOM, None)
        )
        said = ours.string if ours else ""
        rows.append(
            ToRead(
                weight,
                state.says if state else "missing",
                message.id[1] if isinstance(message.id, tuple) else message.id,
                " / ".join(said) if isinstance(said, tuple) else said,
                " ".join(message.auto_comments),
                page,
                f"{state.who}, {state.when}" if state and state.who else "",
            )
        )
    order = {"missing": 0, "stale": 0, "drafted": 1, "read": 2}
    return sorted(rows, key=lambda row: (order[row.state], -row.weight))
