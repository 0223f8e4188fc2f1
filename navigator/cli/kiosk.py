"""Kiosks: what whoever sets up a screen needs."""

from __future__ import annotations

import click

from navigator.cli import main


@main.group()
def kiosk() -> None:
    """A library's screen."""


@kiosk.command()
@click.option("--host", required=True, help="The host name pages are served from.")
def policies(host: str) -> None:
    """Print the browser's managed policies for a kiosk."""
    from navigator.web.kiosk import policies_text

    click.echo(policies_text(host))
