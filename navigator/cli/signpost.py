"""Signpost from the terminal: one situation a line in, one answer a line out."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from navigator.actions.answer_situation import answer_situation
from navigator.cli import main
from navigator.settings import read_settings
from navigator.shelf import Shelf


@main.command()
@click.option(
    "--from",
    "source",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file of JSON, one situation a line.",
)
def signpost(source: Path) -> None:
    """Read situations, print signposts: ids of needs and services, ranked, with reasons."""
    baked = Shelf(read_settings()).current()
    failed = False
    with source.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                situation = json.loads(line)
                answer: dict[str, Any] = answer_situation(baked, situation)
            except ValueError as error:
                failed = True
                click.echo(f"line {number}: {error}", err=True)
                continue
            click.echo(json.dumps(answer, ensure_ascii=False))
    if failed:
        sys.exit(1)
