"""Keep the words: gather them, see how far each language is and what is wrong, take sheets from translators."""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from pathlib import Path

import click

from navigator.actions.check_translations import advice, check, percent, readability
from navigator.actions.check_translations import status as how_far
from navigator.actions.gather_words import gather_words, pot_text, update_catalogues
from navigator.actions.translators_sheet import interface_rows, service_rows, take_sheet, write_sheet
from navigator.cli import main
from navigator.errors import Problem
from navigator.languages.language import language
from navigator.languages.states import PARTS
from navigator.settings import read_settings


@main.group()
def translations() -> None:
    """The words of every language: gather, count, check, give to translators and take back."""


@translations.command()
def update() -> None:
    """Gather every sentence into messages.pot and bring the catalogues up to date."""
    settings = read_settings()
    codes = update_catalogues(settings.translations, gather_words(settings.directory_data / settings.place))
    click.echo(f"messages.pot and {len(codes)} catalogues are up to date.")


@translations.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON: by language and part, the same figures.")
def status(as_json: bool) -> None:
    """Say for each language and part how many sentences are done, read by a native speaker, and stale."""
    found = {code: _figures(parts) for code, parts in how_far(read_settings()).items()}
    if as_json:
        click.echo(json.dumps(found, indent=2))
        return
    head = ("sentences", "done", "percent", "read", "stale", "missing")
    click.echo(f"{'':14} {'':10}" + "".join(f"{name:>10}" for name in head))
    for code, parts in found.items():
        name = language(code).english_name
        for part, figures in parts.items():
            click.echo(f"{name:14} {part:10}" + "".join(f"{figures[column]:>10}" for column in head))
            name = ""


def _figures(parts: dict[str, Counter[str]]) -> dict[str, dict[str, float]]:
    """Return the figures of one language by part, "all" last: sentences, done, percent, read, stale and missing. Done is drafted or read."""
    tallies = {part.replace(" ", "-"): parts[part] for part in PARTS if part in parts}
    tallies["all"] = sum(tallies.values(), Counter())
    return {
        part: {
            "sentences": tally["sentences"], "done": tally["drafted"] + tally["read"], "percent": math.floor(percent(tally) * 10) / 10,
            "read": tally["read"], "stale": tally["stale"], "missing": tally["missing"],
        }
        for part, tally in tallies.items()
    }  # fmt: skip


@translations.command("check")
@click.option("--json", "as_json", is_flag=True, help="As a JSON list.")
@click.option(
    "--advice",
    "with_advice",
    is_flag=True,
    help="Also where a word differs from the glossary, and how hard the English is. Advice is no failure.",
)
def check_words(as_json: bool, with_advice: bool) -> None:
    """Check every translation, and that the English is plain; name file, line, sentence and remedy."""
    settings = read_settings()
    problems = check(settings)
    advised = list(advice(settings)) if with_advice else []
    if as_json:
        told = [(problem, "problem") for problem in problems] + [(problem, "advice") for problem in advised]
        click.echo(json.dumps([_as_json(problem, kind) for problem, kind in told], indent=2, ensure_ascii=False))
        sys.exit(bool(problems))
    for problem in (*advised, *problems):
        click.echo(str(problem))
    if with_advice:
        told = readability(settings)
        click.echo(
            f"English: {told.sentences} sentences, {told.words:.1f} words long on average, school grade {told.average:.1f} on average "
            f"and {told.middle:.1f} in the middle. The hardest:"
        )
        for level, said in told.hardest:
            click.echo(f"  {level:4.1f}  {said}")
    if problems:
        count = len(problems)
        click.echo(f"{count} problem{'' if count == 1 else 's'} in translations or English.", err=True)
        sys.exit(1)
    click.echo("Translations and English: nothing wrong.")


def _as_json(problem: Problem, kind: str) -> dict[str, str | int]:
    return {
        "kind": kind, "file": problem.file, "line": problem.line, "sentence": problem.field, "says": problem.says, "remedy": problem.remedy,
    }  # fmt: skip


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
@click.option("--read-by", default="", help="Name of the native speaker who has read every sentence of the sheet.")
def import_sheet(code: str, sheet: Path, read_by: str) -> None:
    """Take a translator's SHEET into the language CODE; say what was refused."""
    taken, problems = take_sheet(read_settings(), code, sheet, read_by)
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
