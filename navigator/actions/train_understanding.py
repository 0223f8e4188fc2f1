"""Train the understanding: the example tables, and every sentence of the needs themselves in every language they are translated to.

The tables hold what people type; the needs' own sentences hold the plain words for things, so that a language whose table never
says "food" in its textbook word still knows it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from babel.messages.pofile import read_po

from navigator.flows.flow import Flows
from navigator.flows.read import read_flows
from navigator.understanding.examples import Example, read_examples
from navigator.understanding.model import Core
from navigator.understanding.training import data_hash, meaning_on, train_on
from navigator.understanding.understand import WORDS
from navigator.yaml_files import YamlFile


def training_examples(translations: Path) -> tuple[list[Example], str]:
    """Return every example to train on and the hash of where they came from."""
    flows, _, _ = read_flows()
    known: set[tuple[str, str]] = set()
    tidy = []
    for example in (*_sentences(flows, translations), *_listed_words(flows)):
        key = (example.language, example.text.lower())
        if key not in known:
            known.add(key)
            tidy.append(example)
    digest = hashlib.blake2b(data_hash().encode(), digest_size=8)
    for example in tidy:
        digest.update(f"{example.language}{example.text}{example.needs}{example.kinds}".encode())
    return [*read_examples(), *tidy], digest.hexdigest()


def _sentences(flows: Flows, translations: Path) -> Iterator[Example]:
    """Yield the needs', options' and kinds' own words as examples, in every language with a catalogue."""
    english = list(_of_flows(flows))
    for needs, kinds, text in english:
        yield Example(text, "en", needs, kinds)
    for po in sorted(translations.glob("*/LC_MESSAGES/messages.po")):
        code = po.parent.parent.name
        if "-" in code:
            continue
        with po.open("rb") as file:
            catalogue = read_po(file)
        for needs, kinds, text in english:
            message = catalogue.get(text)
            if message and isinstance(message.string, str) and message.string:
                yield Example(message.string, code, needs, kinds)


def _of_flows(flows: Flows) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], str]]:
    for need in flows.needs.values():
        yield (need.id,), (), need.say
        yield (need.id,), (), need.name
        for question in need.questions.values():
            for option in question.options:
                if (
                    option.kinds
                    and not option.danger
                    and option.id not in ("not-sure", "yes", "no", "other")
                    and len(option.kinds) <= 2
                ):
                    yield (need.id,), option.kinds, option.say
    for kind, words in flows.kinds.items():
        need = flows.needs_of_kinds[kind]
        if need in flows.needs:
            yield (need,), (kind,), words


def _listed_words(flows: Flows) -> Iterator[Example]:
    for path in sorted(WORDS.glob("*.yaml")):
        for label, listed in (YamlFile(path).data or {}).items():
            for written in listed:
                word = str(written).rstrip("*")
                if label in flows.needs:
                    yield Example(word, path.stem, (label,))
                elif flows.needs_of_kinds.get(label) in flows.needs:
                    yield Example(word, path.stem, (flows.needs_of_kinds[label],), (label,))


def train_core(translations: Path, tell: Callable[[str], None]) -> Core:
    """Return the core trained on everything."""
    examples, data = training_examples(translations)
    return train_on(examples, data, tell)


def train_meaning(translations: Path, tell: Callable[[str], None]) -> Core | None:
    """Return the heads on top of the meaning model trained on everything; None where it is not installed."""
    from navigator.understanding import semantic

    if not semantic.installed():
        return None
    examples, data = training_examples(translations)
    return meaning_on(examples, data, tell)
