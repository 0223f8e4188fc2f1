"""Check everything that is data: directory, needs, words, front-end files."""

from __future__ import annotations

import click

from navigator.actions.bake import read_everything
from navigator.actions.check_translations import check as check_words
from navigator.cli import main
from navigator.cli.assets import manifest_problems
from navigator.cli.translations import pot_problems
from navigator.errors import DirectoryBroken
from navigator.settings import read_settings


@main.command()
def check() -> None:
    """Check the directory, the needs, the words and the front-end files; name file, line and remedy."""
    settings = read_settings()
    problems = [*read_everything(settings).problems, *manifest_problems(), *pot_problems(), *check_words(settings)]
    if problems:
        raise DirectoryBroken(list(dict.fromkeys(problems)))
    click.echo("Directory, needs, words and front-end files: nothing wrong.")
