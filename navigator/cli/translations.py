"""Keep the words: gather them, see how far each language is."""

from __future__ import annotations

from pathlib import Path

import click
from babel.messages.pofile import read_po

from navigator.actions.gather_words import gather_words, pot_text, update_catalogues
from navigator.actions.translators_sheet import interface_rows, service_rows, take_sheet, write_sheet
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


@translations.command("export")
@click.argument("code")
@click.option(
    "--part",
    type=click.Choice(["interface", "services"]),
    default="interface",
    show_default=True,
    help="Which sentences.",
)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The CSV file to write."
)
@click.option("--missing", is_flag=True, help="Only sentences without a translation.")
def export_sheet(code: str, part: str, output: Path, missing: bool) -> None:
    """Write a sheet of sentences for a translator of the language CODE."""
    rows = (interface_rows if part == "interface" else service_rows)(read_settings(), code)
    click.echo(f"{write_sheet((row for row in rows if not missing or not row.translation), output)} sentences.")


@translations.command("import")
@click.argument("code")
@click.argument("sheet", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_sheet(code: str, sheet: Path) -> None:
    """Take a translator's SHEET into the language CODE; say what was refused."""
    taken, problems = take_sheet(read_settings(), code, sheet)
    for problem in problems:
        click.echo(str(problem), err=True)
    click.echo(f"{taken} translations taken, {len(problems)} refused.")


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
