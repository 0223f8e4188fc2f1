"""Keep the directory: check it, bake it, count it, search it."""

from __future__ import annotations

import click

from navigator.actions.bake import bake_everything, is_baked, read_everything
from navigator.cli import main
from navigator.errors import DirectoryBroken
from navigator.settings import read_settings
from navigator.shelf import Shelf


@main.group()
def directory() -> None:
    """The services of a place: check, bake, count, search."""


@directory.command()
def check() -> None:
    """Name file, line, field and remedy for everything wrong in the place's files."""
    read = read_everything(read_settings())
    if read.problems:
        raise DirectoryBroken(read.problems)
    click.echo(
        f"{len(read.directory.services)} services, {len(read.directory.organisations)} organisations: nothing wrong."
    )


@directory.command()
@click.option("--if-changed", is_flag=True, help="Do nothing when what is baked was made from the same files.")
def bake(if_changed: bool) -> None:
    """Read, check and write the directory whole into a new folder, then make it the one in use."""
    settings = read_settings()
    if if_changed and is_baked(settings):
        return
    from navigator.actions.edit_directory import standing_edits
    from navigator.actions.keep_database import open_database

    edits, mark = standing_edits(open_database(settings))
    folder = bake_everything(settings, edits, mark)
    click.echo(f"Baked {folder.name}{f', with {len(edits)} approved edits' if edits else ''}.")


@directory.command()
def stats() -> None:
    """Count the services, and how many say the things a resident needs."""
    services = list(read_everything(read_settings()).directory.services.values())
    offered = [service for service in services if service.is_offered]
    counts = {
        "services": len(services),
        "that may be shown": len(offered),
        "with a phone we could check": sum(bool(s.shown_phones) for s in services),
        "with a number kept back": sum(any(not p.verified for p in s.phones) for s in services),
        "with an address": sum(bool(s.shown_locations) for s in services),
        "with hours": sum(bool(s.schedule.says or s.schedule.opening) for s in services),
        "with hours a computer can read": sum(bool(s.schedule.opening) for s in services),
        "with a date last seen true": sum(bool(s.last_checked) for s in services),
        "closed, planned or doubtful": sum(s.status != "open" for s in services),
        "whose address is kept secret": sum(s.confidential_address for s in services),
    }
    for words, count in counts.items():
        click.echo(f"{count:>5}  {words}")


@directory.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", default=10, show_default=True)
def search(words: tuple[str, ...], limit: int) -> None:
    """Search the baked directory by words."""
    baked = Shelf(read_settings()).current()
    for found in baked.search.search(" ".join(words), limit):
        click.echo(f"{found.score:7.2f}  {found.id:45}  {baked.directory.services[found.id].name}")


@directory.command("import")
@click.argument("source")
@click.option("--do", "really", is_flag=True, help="Write the files. Without this, only say what would change.")
@click.option(
    "--take",
    multiple=True,
    help="Id of a record that may be one we have, to take in as another; may be given several times.",
)
@click.option("--over", is_flag=True, help="Also write over files somebody here changed.")
def import_feed(source: str, really: bool, take: tuple[str, ...], over: bool) -> None:
    """Take in services from an Open Referral feed (an address, folder or file) or a spreadsheet saved as CSV."""
    from navigator.actions.take_in import do_import, plan_import
    from navigator.flows.read import read_flows

    settings = read_settings()
    flows, _, _ = read_flows()
    plan = plan_import(settings, source, set(flows.needs), lambda line: click.echo(line, err=True))
    for kind in ("new", "changed", "same", "perhaps-same", "edited-here", "broken"):
        changes = plan.of(kind)
        click.echo(f"{kind}: {len(changes)}")
        for change in changes if kind != "same" else ():
            click.echo(
                f"  {change.id or '-'}: {change.says}"
                + (f" (left out: {', '.join(change.lost)})" if change.lost else "")
            )
    if really:
        click.echo(
            f"{do_import(settings, plan, set(take), over)} files written. Look at them with git, then `navigator directory check` and `bake`."
        )
    else:
        click.echo("Nothing was written. To write, say --do.")


@directory.command()
def pull() -> None:
    """Write approved edits back into the place's files, for a review with git."""
    from navigator.actions.edit_directory import pull as write_back
    from navigator.actions.keep_database import open_database, upgrade

    settings = read_settings()
    database = open_database(settings)
    upgrade(database)
    with database.session() as session:
        written = write_back(session, settings)
    for path in written:
        click.echo(path)
    click.echo(f"{len(written)} files written. Look at them with git.")
