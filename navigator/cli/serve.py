"""Serve the pages."""

from __future__ import annotations

import os
import socket

import click

from navigator.cli import main
from navigator.errors import PortInUse
from navigator.settings import SETTINGS, settings_of_places


@main.command()
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port to listen on; 0 takes any free one.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Processes.")
def serve(port: int, host: str, workers: int) -> None:
    """Serve the pages, baking the directory first when nothing is baked."""
    places = settings_of_places()
    for settings in places:
        if not (settings.baked / "current").is_file():
            from navigator.actions.bake import bake_everything

            bake_everything(settings)
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            raise PortInUse(
                f"Port {port} on {host} cannot be used ({error.strerror}). Choose another: navigator serve --port {port + 1}"
            ) from None
        port = trial.getsockname()[1]
    from gunicorn.app.base import BaseApplication

    from navigator import create_app
    from navigator.actions.do_rounds import rounds_in_background
    from navigator.shelf import Shelf
    from navigator.web.page import SHELF
    from navigator.web.places import by_host
    from navigator.web.printer import Printer
    from navigator.web.staff_door import DATABASE

    class Server(BaseApplication):
        """Gunicorn, told everything from here."""

        def load_config(self) -> None:
            for name, value in {
                "bind": f"{host}:{port}",
                "workers": workers,
                "worker_class": "gthread",
                "threads": 4,
                "worker_tmp_dir": "/dev/shm" if os.path.isdir("/dev/shm") else None,
                "loglevel": "warning",
                "accesslog": None,  # an access log would say what was asked for
                "errorlog": "-",
                "control_socket_disable": True,
            }.items():
                if value is not None and name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> object:
            apps = {settings.place: create_app(settings) for settings in places}
            for settings in places:
                app = apps[settings.place]
                rounds_in_background(app.extensions[DATABASE], app.extensions[SHELF], settings)
            return by_host(apps) if len(apps) > 1 else next(iter(apps.values()))

    for settings in places:
        for code, problem in Printer(Shelf(settings)).once().items():
            click.echo(f"No PDF can be made in {code}: {problem}", err=True)
    click.echo(f"The navigator is at http://{host}:{port}/ (stop it with Ctrl+C)")
    Server().run()


@main.command("settings")
def show_settings() -> None:
    """List every setting and what it decides."""
    for name, words in SETTINGS.items():
        click.echo(f"{name}\n    {words}")
