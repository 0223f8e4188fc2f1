"""Places: start another borough as a folder of data."""

from __future__ import annotations

from pathlib import Path

import click

from navigator.cli import main
from navigator.clock import today
from navigator.settings import read_settings


@main.group()
def place() -> None:
    """The places a directory serves: one folder each."""


@place.command("new")
@click.argument("place_id")
@click.option("--name", default="", help="Its name, as people say it.")
def new(place_id: str, name: str) -> None:
    """Write a starter place with comments; fill it, check it, bake it."""
    from navigator.actions.new_place import new_place

    for path in new_place(read_settings().directory_data, place_id, name, str(today().year)):
        click.echo(path)
    click.echo(f"Fill what stands in angle brackets, then: NAVIGATOR_PLACE={place_id} navigator directory check")


@place.command("enlarge")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--services", default=10_000, show_default=True, type=click.IntRange(1, 100_000), help="How many services."
)
def enlarge(folder: Path, services: int) -> None:
    """Write the place in use, made large from its real services, under FOLDER: to see how all of it stands the weight."""
    from navigator.actions.enlarge import enlarge as write

    written = write(read_settings(), folder, services)
    click.echo(
        f"{written} services written. Try: NAVIGATOR_DIRECTORY_DATA={folder} NAVIGATOR_DATA=<a folder> navigator directory bake"
    )
