"""The workshop door: every deed of the program from a terminal. Each command turns a known error into one clear line."""

from __future__ import annotations

import sys

import click

from navigator.errors import DirectoryBroken, NavigatorError


class Door(click.Group):
    """A group whose commands fail with a sentence and an exit code, never a traceback, when a person can put it right."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except DirectoryBroken as error:
            for problem in error.problems[:200]:
                click.echo(str(problem), err=True)
            click.echo(str(error), err=True)
            sys.exit(error.exit_code)
        except NavigatorError as error:
            click.echo(str(error), err=True)
            sys.exit(error.exit_code)


@click.group(cls=Door)
@click.version_option(package_name="community-navigator")
def main() -> None:
    """Guide people from a need to the local services that fit."""


from navigator.cli import (  # noqa: E402,F401  they hang themselves on main
    assets,
    bench,
    check,
    directory,
    flows,
    kiosk,
    place,
    records,
    serve,
    sheet,
    signpost,
    translations,
    understanding,
)
