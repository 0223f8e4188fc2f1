"""The records: staff, the database and its copies, the trail, retention, the rounds, and an imagined borough to try the desk on."""

from __future__ import annotations

from pathlib import Path

import click

from navigator.cli import main
from navigator.errors import CannotDo
from navigator.settings import Settings, read_settings


def _database(settings: Settings):
    from navigator.actions.keep_database import open_database, upgrade

    database = open_database(settings)
    upgrade(database)
    return database


@main.group()
def staff() -> None:
    """People who sign in at the desk."""


@staff.command("invite")
@click.argument("email")
@click.option("--name", required=True, help="Their name.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    default=["administrator"],
    show_default=True,
    help="A role; may be given several times.",
)
@click.option("--agency", help="Id of their agency.")
def invite_staff(email: str, name: str, roles: tuple[str, ...], agency: str | None) -> None:
    """Invite somebody, and print the link, which works once and for 72 hours."""
    from navigator.actions.invite import invite

    settings = read_settings()
    with _database(settings).session() as session:
        _, token = invite(session, email, name, list(roles), agency, None)
    click.echo(f"{settings.site}/desk/invitation/{token}")


@staff.command("agency")
@click.argument("agency_id")
@click.option("--name", required=True, help="Its name.")
@click.option(
    "--service",
    "services",
    multiple=True,
    help="A directory service whose referral desk it holds; may be given several times.",
)
def agency_of(agency_id: str, name: str, services: tuple[str, ...]) -> None:
    """Make or change an agency."""
    from navigator.actions.invite import make_agency

    with _database(read_settings()).session() as session:
        make_agency(session, agency_id, name, list(services))
    click.echo(f"{name} is kept.")


@main.group()
def audit() -> None:
    """The trail of who read and changed what."""


@audit.command("verify")
def verify() -> None:
    """Check every link of the trail; a row changed, removed or moved is named."""
    from navigator.casework.audit import AuditRow, broken_links

    with _database(read_settings()).session() as session:
        broken, rows = broken_links(session), session.query(AuditRow).count()
    for line in broken:
        click.echo(line, err=True)
    if broken:
        raise CannotDo(f"The trail is broken in {len(broken)} places.")
    click.echo(f"{rows} rows, every link holds.")


@main.group()
def database() -> None:
    """The database of what is personal."""


@database.command("upgrade")
def upgrade_database() -> None:
    """Bring the tables to what this version expects."""
    from navigator.actions.keep_database import revision

    click.echo(f"The tables stand at {revision(_database(read_settings()))[0]}.")


@database.command("move")
@click.argument("url")
def move_database(url: str) -> None:
    """Carry everything to another database, such as PostgreSQL, which must be empty."""
    from navigator.actions.keep_copies import move

    rows = move(_database(read_settings()), url, click.echo)
    click.echo(f"{rows} rows carried. Now set NAVIGATOR_DATABASE_URL to the new address and start again.")


@main.command()
@click.argument("target", type=click.Path(path_type=Path), default=Path("."))
def backup(target: Path) -> None:
    """Write a backup, while others go on writing. Keep the key ring elsewhere: without it a backup cannot be read."""
    from navigator.actions.keep_copies import back_up

    click.echo(back_up(_database(read_settings()), target))


@main.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Put it in the place of the records that are there.")
def restore(source: Path, force: bool) -> None:
    """Put a backup in the place of the database."""
    from navigator.actions.keep_copies import restore as put_back

    click.echo(f"{put_back(_database(read_settings()), source, force, lambda _: None)} rows are back.")


@main.command()
@click.option("--do", "really", is_flag=True, help="Do it. Without this, only say what would be erased.")
def retention(really: bool) -> None:
    """Say what is past its time; with --do erase it, leaving counts."""
    from navigator.actions.erase import erase_overdue, overdue
    from navigator.actions.erase import retention as days

    with _database(read_settings()).session() as session:
        if really:
            gone = erase_overdue(session, click.echo)
            click.echo(f"{sum(gone.values())} records erased.")
        else:
            for kind, number in overdue(session).items():
                click.echo(f"{kind}: {number} past {days()[kind]} days")
            click.echo("Nothing was erased. To erase these, say --do.")


@main.command()
def rounds() -> None:
    """Do the rounds once: send letters, chase silent services, ask residents. `navigator serve` does so by itself."""
    from navigator.actions.do_rounds import do_rounds
    from navigator.shelf import Shelf

    settings = read_settings()
    done = do_rounds(_database(settings), Shelf(settings), settings)
    click.echo(", ".join(f"{name} {number}" for name, number in done.items()))


@main.command()
@click.option("--password", default="try the desk out", show_default=True, help="Password of the imagined staff.")
def demo(password: str) -> None:
    """Fill an empty database with an imagined borough of staff, cases and referrals, plainly marked."""
    from navigator import create_app
    from navigator.actions.bake import bake_everything
    from navigator.actions.imagine import imagine
    from navigator.web.page import SHELF
    from navigator.web.staff_door import DATABASE, account_maker

    settings = read_settings()
    if not (settings.baked / "current").is_file():
        bake_everything(settings)
    app = create_app(settings)
    for line in imagine(
        app.extensions[DATABASE], app.extensions[SHELF].current(), settings.site, account_maker(app, password)
    ):
        click.echo(line)
