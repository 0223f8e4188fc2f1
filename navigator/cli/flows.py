"""Keep the needs and their questions: check them, draw them."""

from __future__ import annotations

import click

from navigator.cli import main
from navigator.directory.records import PEOPLE
from navigator.errors import DirectoryBroken
from navigator.flows.check import check_flows, draw_flows
from navigator.flows.read import read_flows
from navigator.places.help_now import DANGERS


@main.group()
def flows() -> None:
    """The needs and their questions: check, draw."""


@flows.command()
def check() -> None:
    """Find answers that lead nowhere, questions nobody reaches, and needs without a "not sure"."""
    problems = check_flows(PEOPLE, DANGERS)
    if problems:
        raise DirectoryBroken(problems)
    read, _, _ = read_flows()
    questions = sum(len(need.questions) for need in read.needs.values())
    click.echo(f"{len(read.needs)} needs behind {len(read.doors)} doors, {questions} questions: nothing wrong.")


@flows.command()
def draw() -> None:
    """Print a picture of every need in Graphviz's language (pipe it into `dot -Tsvg`)."""
    read, _, _ = read_flows()
    click.echo(draw_flows(read))
