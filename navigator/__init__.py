"""A community navigator: from what a person needs to the few services near them that fit.

The house has four floors, and imports point down only. Doors (`pages`, `desk`, `oruk`, `cli`) stand on halls (`actions`, `web`), halls on
rooms (`flows`, `understanding`, `directory`, `places`, `languages`, …), rooms on the ground (`settings`, `errors`, `clock`, `folding`,
`yaml_files`). A room never imports another room; they meet in an action. `tests/house/test_floors.py` keeps it so.

`create_app` below is the one place that knows all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from navigator.settings import Settings

__version__ = "0.1.0"


def create_app(settings: Settings) -> Flask:
    """Return the application for one installation: rooms opened, doors hung.

    Raises `DirectoryMissing` only when a page is asked for and nothing is baked yet, so a start never waits for a bake.
    """
    from flask import Flask, redirect
    from jinja2 import ChainableUndefined, ChoiceLoader, PackageLoader, PrefixLoader

    from navigator.actions.keep_database import open_database, upgrade_if_there
    from navigator.desk import (  # noqa: F401
        cases,
        directory,
        follow_ups,
        home,
        inbox,
        network,
        plans,
        referrals,
        sign_in,
        team,
        together,
        words,
    )
    from navigator.desk.door import desk
    from navigator.oruk.routes import oruk
    from navigator.pages import (  # noqa: F401  they hang themselves on the blueprint
        chat,
        form,
        keep_right,
        meet,
        my_list,
        plain,
        promises,
        services,
        signposts,
        start,
        take_away,
    )
    from navigator.pages.blueprint import pages
    from navigator.pages.kiosk import kiosk, shell_script
    from navigator.shelf import Shelf
    from navigator.web.answer_book import AnswerBook
    from navigator.web.assets import hang_assets
    from navigator.web.error_pages import hang_error_pages
    from navigator.web.headers import hang_headers
    from navigator.web.page import ASSETS, BOOK, PRESS, SETTINGS, SHELF, hang_pages, speaker
    from navigator.web.printer import Printer
    from navigator.web.staff_door import hang_staff_door

    app = Flask(__name__, template_folder=str(settings.templates), static_folder=None)
    if settings.proxies:
        from werkzeug.middleware.proxy_fix import ProxyFix

        app.wsgi_app = ProxyFix(app.wsgi_app, settings.proxies, settings.proxies, settings.proxies)  # type: ignore[method-assign]
    app.config.update(SECRET_KEY=settings.secret_key, MAX_CONTENT_LENGTH=256 * 1024, MAX_FORM_MEMORY_SIZE=256 * 1024)
    app.jinja_loader = ChoiceLoader(
        [
            app.jinja_loader,
            PrefixLoader(
                {
                    "govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja"),
                    "govuk_frontend_wtf": PackageLoader("govuk_frontend_wtf"),
                }
            ),
        ]
    )
    app.jinja_env.undefined = ChainableUndefined  # GOV.UK's macros ask for parts of parts that may not be given
    app.jinja_env.auto_reload = False
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions |= {
        SETTINGS: settings,
        SHELF: (shelf := Shelf(settings)),
        PRESS: Printer(shelf),
        BOOK: AnswerBook(settings.secret_key, settings.visit_minutes),
    }
    hang_headers(app)
    hang_pages(app)
    app.extensions[ASSETS] = hang_assets(app)
    hang_error_pages(app)
    database = open_database(settings)
    upgrade_if_there(database)
    hang_staff_door(app, settings, database)
    app.register_blueprint(pages)
    app.register_blueprint(desk)
    app.register_blueprint(oruk)
    app.register_blueprint(kiosk)
    app.add_url_rule("/kiosk-shell.js", "kiosk_shell", shell_script)

    @app.get("/")
    def first():
        """Send whoever comes without a language to the first page in theirs."""
        response = redirect(f"/{speaker().language.code}/", 302)
        response.headers["Vary"] = "Cookie, Accept-Language"
        response.headers["Cache-Control"] = "no-store"
        return response

    @app.get("/robots.txt")
    def robots():
        """Let search engines see the directory and help for now, and nobody's walk."""
        return (
            "User-agent: *\nDisallow: /*/ask\nDisallow: /*/signposts\nDisallow: /*/list\nDisallow: /*/chat\n",
            200,
            {"Content-Type": "text/plain"},
        )

    @app.get("/health")
    def health():
        """Say that we are up and what is baked, for whoever watches."""
        shelf: Shelf = app.extensions[SHELF]
        baked = shelf.current()
        return {"baked": baked.folder.name, "services": len(baked.directory.services), "version": __version__}

    return app
