"""Make a signpost sheet from the terminal."""

from __future__ import annotations

from pathlib import Path

import click

from navigator.cli import main
from navigator.errors import CannotDo
from navigator.settings import read_settings


def _ids(_context: click.Context, _option: click.Parameter, said: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in said.split(",") if part.strip()))


@main.command()
@click.option("--lang", default="en", show_default=True, help="Language of the sheet.")
@click.option("--with", "second", default="", help="A second language beside it.")
@click.option("--services", callback=_ids, required=True, help="Ids of services, comma separated, in order.")
@click.option("--need", "needs", callback=_ids, default="", help="Ids of needs, comma separated.")
@click.option(
    "--paper", type=click.Choice(["a4", "receipt"]), default="a4", show_default=True, help="A4 or a 72 mm receipt."
)
@click.option("--large", is_flag=True, help="Large letters.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="A .pdf or .html file to write.",
)
def sheet(
    lang: str, second: str, services: tuple[str, ...], needs: tuple[str, ...], paper: str, large: bool, output: Path
) -> None:
    """Write a list of services as something to carry away."""
    from navigator import create_app
    from navigator.actions.bake import bake_everything
    from navigator.actions.find_signposts import front_doors
    from navigator.clock import now
    from navigator.directory.match import Signpost, Wanted, unknowns
    from navigator.web.page import PRESS, SHELF, make_speaker
    from navigator.web.sheet import Asked, document, side

    settings = read_settings()
    if not (settings.baked / "current").is_file():
        bake_everything(settings)
    app = create_app(settings)
    baked = app.extensions[SHELF].current()
    for code in filter(None, (lang, second)):
        if code not in baked.languages:
            raise CannotDo(f"{code!r} is not a language here. The languages are: {', '.join(baked.languages)}.")
    for need in needs:
        if need not in baked.flows.needs:
            raise CannotDo(f"{need!r} is no need. The needs are: {', '.join(baked.flows.needs)}.")
    found = []
    for service_id in services:
        service = baked.directory.services.get(baked.merged.get(service_id, service_id))
        if service is None:
            raise CannotDo(f"There is no service {service_id!r}. Find its id with: navigator directory search WORDS")
        found.append(service)
    wanted = Wanted(needs, languages=(lang,), home=baked.place.id)
    shown = [
        baked.matcher.weigh(service, wanted, now()) or Signpost(service, 0, (), unknowns(service))
        for service in found
        if service.is_offered
    ]
    doors = front_doors(baked, wanted, now())
    asked = Asked(
        needs, tuple(shown), doors[0] if doors else None, closed=tuple(s.name for s in found if not s.is_offered)
    )
    with app.test_request_context("/"):
        sides = [side(asked, baked, make_speaker(code), make_speaker("en")) for code in filter(None, (lang, second))]
        html = document(sides, baked, paper, "large" if large else "normal")
    if output.suffix == ".pdf":
        press = app.extensions[PRESS].press
        try:
            output.write_bytes(press.pdf(html))
        finally:
            press.close()
    else:
        output.write_text(html, encoding="utf-8")
    click.echo(f"{output}: {len(shown)} services.")
