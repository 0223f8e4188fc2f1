"""Check everything that is data: directory, needs, words, front-end files."""

from __future__ import annotations

import click

from navigator.actions.bake import read_everything
from navigator.cli import main
from navigator.cli.assets import manifest_problems
from navigator.cli.translations import pot_problems
from navigator.errors import DirectoryBroken
from navigator.settings import read_settings


@main.command()
def check() -> None:
    """Check the directory, the needs, the words and the front-end files; name file, line and remedy."""
    problems = [*read_everything(read_settings()).problems, *manifest_problems(), *pot_problems()]
    if problems:
        raise DirectoryBroken(problems)
    click.echo("Directory, needs, words and front-end files: nothing wrong.")
