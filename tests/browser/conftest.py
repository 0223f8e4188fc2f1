"""A real browser on a real server. Skipped, saying so, where Chromium is not installed."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator

import pytest
from werkzeug.serving import make_server

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESK, KIOSK = {"width": 320, "height": 640}, {"width": 1280, "height": 900}, {"width": 1080, "height": 1600}


@pytest.fixture(scope="session")
def site(app) -> Iterator[str]:
    """The address of the app, served."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()


@pytest.fixture(scope="session")
def chromium():
    """The browser."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        pytest.skip("Chromium is not installed, so nothing was tried in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, site):
    """Make a page: open_page(script=False, **viewport). Every request must go to our own server."""
    contexts = []

    def make(viewport=PHONE, script=True, **options):
        context = chromium.new_context(
            viewport=viewport, java_script_enabled=script, base_url=site, **{"service_workers": "block"} | options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.strangers = []
        page.on(
            "request", lambda request: request.url.startswith((site, "data:")) or page.strangers.append(request.url)
        )
        page.wrong = []
        page.on("console", lambda message: message.type == "error" and page.wrong.append(message.text))
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
