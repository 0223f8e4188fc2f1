"""Keep the words: gather them, see how far each language is."""

from __future__ import annotations

import click
from babel.messages.pofile import read_po

from navigator.actions.gather_words import gather_words, pot_text, update_catalogues
from navigator.cli import main
from navigator.errors import Problem
from navigator.settings import read_settings


@main.group()
def translations() -> None:
    """The words of every language: gather, count."""


@translations.command()
def update() -> None:
    """Gather every sentence into messages.pot and bring the catalogues up to date."""
    settings = read_settings()
    codes = update_catalogues(settings.translations, gather_words(settings.directory_data / settings.place))
    click.echo(f"messages.pot and {len(codes)} catalogues are up to date.")


@translations.command()
def status() -> None:
    """Say for each language how many sentences are done."""
    settings = read_settings()
    for po in sorted(settings.translations.glob("*/LC_MESSAGES/messages.po")):
        with po.open("rb") as file:
            catalogue = read_po(file)
        messages = [message for message in catalogue if message.id]
        done = sum(all(m.string) if isinstance(m.string, tuple) else bool(m.string) for m in messages)
        click.echo(f"{po.parent.parent.name:8} {done:5} of {len(messages)}")


def pot_problems() -> list[Problem]:
    """Return whether messages.pot differs from the sentences in use."""
    settings = read_settings()
    pot = settings.translations / "messages.pot"
    fresh = pot_text(gather_words(settings.directory_data / settings.place))
    if not pot.is_file() or pot.read_text(encoding="utf-8") != fresh:
        return [
            Problem(
                "translations/messages.pot",
                0,
                "",
                "is not up to date with the sentences in use.",
                "Run `make translations`.",
            )
        ]
    return []
