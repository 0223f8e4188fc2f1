"""The desk in a real browser: one whole story by keyboard alone, and every kind of page held to axe and a narrow phone."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from navigator import clock
from navigator.actions.do_rounds import do_rounds
from navigator.actions.imagine import three_services
from navigator.casework.case import Case
from navigator.casework.referral import Outcome, Referral
from tests.browser.test_pages import check
from tests.records import PASSWORD, Borough

pytestmark = pytest.mark.browser
SUBMIT = "main form button:not([type])"
NARROW, WIDE = {"width": 360, "height": 720}, {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def town(tmp_path_factory, settings) -> Iterator[Borough]:
    """An imagined borough, served."""
    made = Borough(tmp_path_factory.mktemp("town"), settings.data)
    server = make_server("127.0.0.1", 0, made.app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    made.address = f"http://127.0.0.1:{server.port}"
    yield made
    server.shutdown()
    made.database.close()


@pytest.fixture
def open_at(chromium, town):
    """Open a browser of its own on the borough: open_at(viewport)."""
    contexts = []

    def make(viewport=WIDE, **options) -> Page:
        context = chromium.new_context(viewport=viewport, base_url=town.address, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.strangers, page.wrong = [], []
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.on(
            "request",
            lambda request: request.url.startswith((town.address, "data:")) or page.strangers.append(request.url),
        )
        return page

    yield make
    for context in contexts:
        context.close()


def reach(page: Page, selector: str) -> None:
    """Press Tab until the keyboard stands on *selector*: what cannot be reached so cannot be used without a mouse."""
    expect(page.locator(selector).first).to_be_visible()
    for _ in range(220):
        if page.evaluate("s => !!document.activeElement && document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached by keyboard on {page.url}")


def type_in(page: Page, selector: str, words: str) -> None:
    reach(page, selector)
    page.keyboard.press("Control+A")
    page.keyboard.type(words)


def press(page: Page, selector: str, key: str = "Enter") -> None:
    """Press a link or button by keyboard, and wait for the page it leads to."""
    reach(page, selector)
    with page.expect_navigation():
        page.keyboard.press(key)


def choose(page: Page, name: str, value: str) -> None:
    """Choose a radio button, by the arrow keys that move between them."""
    reach(page, f"input[name={name}]")
    for _ in range(20):
        if page.evaluate("v => document.activeElement.value === v", value):
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")


def pick(page: Page, selector: str, value: str) -> None:
    """Choose from a drop-down list by its arrow keys."""
    reach(page, selector)
    for _ in range(60):
        if page.evaluate("v => document.activeElement.value === v", value):
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{value} is not in {selector}")


def tick(page: Page, selector: str) -> None:
    reach(page, selector)
    page.keyboard.press("Space")


def sign_in(page: Page, town: Borough, name: str) -> None:
    page.goto("/desk/")
    type_in(page, "#email", f"{name}@demo.example")
    type_in(page, "#password", PASSWORD)
    press(page, SUBMIT)
    type_in(page, "#code", town.codes[name].pop())
    press(page, SUBMIT)


def letters(town: Borough) -> list[str]:
    do_rounds(town.database, town.shelf, town.settings)
    found = sorted((town.settings.data / "letters").glob("*.txt"), key=lambda path: path.stat().st_mtime_ns)
    return [re.search(r"http://[^/]+(/\S+)", path.read_text())[1] for path in found]


def refer(page: Page, case: str, service_id: str, route: str) -> None:
    page.goto(f"{case}/refer/{service_id}")
    choose(page, "manner", "spoken")
    press(page, SUBMIT)
    type_in(page, "#reason", "His father comes home on Tuesday")
    choose(page, "route", route)
    press(page, SUBMIT)


def test_the_whole_story_by_keyboard(open_at, town) -> None:
    """A list on a phone, in Arabic, to a referral that helped: nobody tells their story twice."""
    desk, by_email, by_phone = three_services(town.shelf.current())
    phone = open_at({"width": 360, "height": 720})
    phone.goto(f"/ar/services/{by_email.id}")
    press(phone, "button[name=keep]")
    phone.goto("/ar/list/code")
    press(phone, SUBMIT)
    code = phone.locator(".code").inner_text()

    ana = open_at()
    sign_in(ana, town, "ana")
    press(ana, "a[href='/desk/together']")
    type_in(ana, "#code", code)
    press(ana, "main form:has(#code) button")
    expect(ana.locator("main")).to_contain_text(by_email.name)
    press(ana, "a[href='/desk/cases/new']")
    type_in(ana, "#called", "Samir")
    pick(ana, "#language", "ar")
    choose(ana, "reach_way", "text")
    type_in(ana, "#reach_at", "07700 900999")
    tick(ana, "#messages_ok")
    tick(ana, "input[name=needs][value=hospital_discharge]")
    choose(ana, "manner", "spoken")
    press(ana, SUBMIT)
    expect(ana.locator("h1")).to_have_text("Samir")
    case = ana.url.removeprefix(town.address)

    press(ana, "a[href$='/consent/follow-up']")
    expect(ana.locator("section[lang=ar]")).to_be_visible()
    choose(ana, "manner", "spoken")
    press(ana, SUBMIT)
    press(ana, "a[href$='/goal']")
    type_in(ana, "#words", "أريد أن يغتسل أبي بكرامة")
    press(ana, SUBMIT)
    press(ana, "a[href$='/share']")
    type_in(ana, "#word", "yasmin")
    press(ana, SUBMIT)

    for service, route in ((desk, "inbox"), (by_email, "email"), (by_phone, "phone")):
        refer(ana, case, service.id, route)
    ana.goto(case)
    check(ana)
    expect(ana.locator("main")).to_contain_text("The service has not opened it yet")
    with town.session() as session:
        ours = next(c for c in session.query(Case) if c.called == "Samir").id
        ids = {r.route: r.public_id for r in session.query(Referral).filter_by(case_id=ours)}

    dev = open_at()
    sign_in(dev, town, "dev")
    press(dev, "a[href='/desk/inbox']")
    press(dev, f"a[href='/desk/inbox/{ids['inbox']}']")
    press(dev, "a[href$='/accepted']")
    press(dev, SUBMIT)

    service = open_at()
    service.goto(next(link for link in reversed(letters(town)) if "/answer/" in link))
    check(service)
    choose(service, "state", "declined")
    pick(service, "#declined_for", "full")
    press(service, SUBMIT)

    with clock.moved(timedelta(days=12)):
        do_rounds(town.database, town.shelf, town.settings)
    with town.session() as session:
        assert session.query(Referral).filter_by(public_id=ids["phone"]).one().chased == 1
    ana.goto(f"/desk/referrals/{ids['phone']}")
    press(ana, "a[href$='/note']")
    choose(ana, "state", "accepted")
    press(ana, SUBMIT)

    dev.goto(f"/desk/inbox/{ids['inbox']}/finished")
    press(dev, SUBMIT)

    plan = next(link for link in reversed(letters(town)) if "/plan/" in link)
    phone.goto(plan)
    type_in(phone, "#word", "yasmin")
    press(phone, SUBMIT)
    check(phone)
    expect(phone.locator("main")).to_contain_text("أريد أن يغتسل أبي بكرامة")
    expect(phone.locator("main")).to_contain_text("ليس لديهم مكان الآن")

    with clock.moved(timedelta(days=15)):
        link = [address for address in letters(town) if "did-it-help" in address][-1]
        phone.goto(link)
        check(phone)
        choose(phone, "got_there", "yes")
        choose(phone, "helped", "a-lot")
        press(phone, SUBMIT)
    with town.session() as session:
        assert session.query(Outcome).filter_by(case_id=ours, helped="a-lot").count() == 1

    ira = open_at()
    sign_in(ira, town, "ira")
    press(ira, "a[href='/desk/insight']")
    expect(ira.locator("main")).to_contain_text("A lot")
    assert "Samir" not in ira.content()


def test_every_kind_of_desk_page_is_sound(open_at, town) -> None:
    """Axe finds nothing and nothing is wider than a 360 px phone, on every page a role may open."""
    with town.session() as session:
        case = next(c for c in session.query(Case) if c.called.startswith("Fatma"))
        referral = session.query(Referral).filter_by(case_id=case.id, route="inbox").one().public_id
        sent = session.query(Referral).filter_by(case_id=case.id, route="phone").one().public_id
        service = session.query(Referral).filter_by(case_id=case.id, route="inbox").one().service_id
        consent, case = case.consents[0].public_id, f"/desk/cases/{case.public_id}"
    pages = {
        "ana": ["/desk/", "/desk/account", "/desk/together", "/desk/cases", "/desk/cases/new", case, f"{case}/change", f"{case}/note", f"{case}/consent/follow-up",
                f"{case}/consents/{consent}/take-back", f"{case}/hand-over", f"{case}/find", f"{case}/export", f"{case}/erase", f"{case}/goal", f"{case}/step",
                f"{case}/scores", f"{case}/share", f"{case}/plan", f"/desk/referrals/{sent}", f"/desk/referrals/{sent}/note", "/desk/follow-ups", "/desk/network",
                "/desk/profile", "/desk/outreach", "/desk/away", "/desk/break-glass", "/desk/password", "/desk/nowhere"],
        "carol": ["/desk/", "/desk/team", "/desk/insight"],
        "dev": ["/desk/", "/desk/inbox", "/desk/inbox?show=rest", f"/desk/inbox/{referral}", f"/desk/inbox/{referral}/declined", f"/desk/inbox/{referral}/triage", f"/desk/capacity/{service}"],
        "mo": ["/desk/", "/desk/people", "/desk/people/invite", "/desk/agencies/new", "/desk/trail", "/desk/letters"],
    }  # fmt: skip
    for name, paths in pages.items():
        page = open_at(NARROW)
        page.goto("/desk/sign-in")
        check(page)
        sign_in(page, town, name)
        for path in paths:
            page.goto(path)
            check(page)


@pytest.mark.parametrize("language", ["en", "tr", "ar"])
def test_every_kind_of_promise_page_is_sound(open_at, town, language) -> None:
    """The pages residents, services and professionals open by a link or from "Talk to a person"."""
    page = open_at({"width": 320, "height": 640})
    for path in ("meet", "call-back", "refer", "list/code", "plan/made-up"):
        page.goto(f"/{language}/{path}")
        check(page)
    for path in ("call-back", "refer"):
        page.goto(f"/{language}/{path}")
        page.click(SUBMIT)
        expect(page.locator(".govuk-error-summary")).to_be_visible()
        check(page)


def test_the_directory_is_kept_true(open_at, tmp_path, settings, chromium) -> None:
    """A provider's link, a change, approval, live on the page and in search, reverted; a resident's report answered."""
    import shutil

    town = Borough(tmp_path / "b", settings.data)
    (town.settings.data / "baked").unlink()
    shutil.copytree(settings.baked, town.settings.data / "baked")
    server = make_server("127.0.0.1", 0, town.app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    site = f"http://127.0.0.1:{server.port}"
    library = "library-st-anns"
    try:
        ed = open_at()
        ed.set_default_timeout(60_000)  # the whole directory is baked before an approval or a revert answers
        ed.goto(f"{site}/desk/sign-in")
        ed.fill("#email", "ed@demo.example")
        ed.fill("#password", PASSWORD)
        ed.click(SUBMIT)
        ed.fill("#code", town.codes["ed"].pop())
        ed.click(SUBMIT)
        ed.goto(f"{site}/desk/directory/services/{library}/ask")
        ed.fill("#email", "library@example.org")
        ed.click(SUBMIT)
        link = next(address for address in letters(town) if "still-right" in address)

        provider = open_at({"width": 320, "height": 640})
        provider.goto(site + link)
        provider.fill("#summary", "Books, quillworts and a warm seat for everybody who comes.")
        provider.locator("form:has(#summary) button").click()
        ed.goto(f"{site}/desk/directory")
        ed.locator("a[href*='/desk/directory/edits/']").first.click()
        expect(ed.locator("table")).to_contain_text("quillworts")
        ed.get_by_role("button", name="Approve").click()

        resident = open_at({"width": 320, "height": 640})
        resident.goto(f"{site}/en/services/{library}")
        expect(resident.locator("main")).to_contain_text("quillworts")
        resident.goto(f"{site}/en/search")
        resident.fill("#words", "quillworts")
        resident.locator("form:has(#words) button").click()
        expect(resident.locator("main")).to_contain_text("St Ann's Library")
        ed.locator("a[href*='/desk/directory/edits/']").first.click()
        ed.get_by_role("button", name="Revert").click()
        resident.goto(f"{site}/en/services/{library}")
        expect(resident.locator("main")).not_to_contain_text("quillworts")

        resident.goto(f"{site}/ar/services/{library}/wrong")
        resident.check("#kind-hours")
        resident.click("main form button")
        ed.goto(f"{site}/desk/directory")
        ed.locator("a[href*='/desk/directory/reports/']").first.click()
        ed.fill("#answer", "Rang them and changed the hours.")
        ed.click(SUBMIT)
        expect(ed.locator("main")).to_contain_text("Nothing waits.")
    finally:
        server.shutdown()
        town.database.close()
