"""Every other page, headers, and bad input of every kind."""

from __future__ import annotations

import pytest

PLAIN = ["", "ask/check", "ask/another-way", "signposts", "chat", "list", "search", "needs", "needs/debt", "people", "help-now",
         "help-now/suicide", "about", "privacy", "accessibility", "services/haringey-reablement", "signposts/tell/age",
         "signposts/tell/where", "ask"]  # fmt: skip


@pytest.mark.parametrize("path", PLAIN)
def test_a_page_opens(resident, path) -> None:
    """And passes the inspection every page passes."""
    resident.get(f"/en/{path}")


def test_every_service_has_its_page(resident, baked) -> None:
    """All of them, closed ones too."""
    for service_id in baked.directory.services:
        resident.get(f"/en/services/{service_id}")


def test_every_need_has_its_page(resident, baked) -> None:
    """And each shows someone."""
    for need in baked.flows.needs:
        assert resident.get(f"/en/needs/{need}").services(), need


def test_a_merged_id_leads_to_where_it_went(resident) -> None:
    """Old links keep working."""
    assert resident.get("/en/services/hearthstone").response.request.path == "/en/services/hearthstone-domestic-abuse"


def test_a_closed_service_says_so_and_cannot_be_kept(resident) -> None:
    """It is findable, and nobody is sent there."""
    page = resident.get("/en/services/household-support-fund-haringey")

    assert "This has closed" in page.main
    assert "Keep on my list" not in page.main


def test_an_unverified_number_is_never_shown(resident, baked) -> None:
    """On no service's page stands a number that is not verified."""
    for service in baked.directory.services.values():
        hidden = {p.number for p in service.phones if not p.verified} - {p.number for p in service.shown_phones}
        if hidden:
            html = resident.get(f"/en/services/{service.id}").html
            assert not [number for number in hidden if number in html], service.id


def test_a_confidential_address_is_nowhere(resident, baked) -> None:
    """Neither in the record nor on the page."""
    for service in baked.directory.services.values():
        if service.confidential_address:
            assert service.locations == ()
            assert "kept secret" in resident.get(f"/en/services/{service.id}").main


MISSING = ["/en/services/no-such-service", "/en/needs/no-such-need", "/en/help-now/boredom", "/xx/", "/english/", "/en/nowhere",
           "/favicon.ico", "/en/ask/99999999999999999999", "/en/services/%00", "/en/services/../../etc/passwd", "/static/nothing.css"]  # fmt: skip


@pytest.mark.parametrize("path", MISSING)
def test_what_is_not_there_is_a_kind_404(resident, path) -> None:
    """With a way on, and help for now."""
    response = resident.client.get(path, follow_redirects=True)

    assert response.status_code == 404 or response.request.path.startswith("/en/ask/1")
    assert b"Traceback" not in response.data


@pytest.mark.parametrize("path", ["/en/chat", "/en/search", "/en/list", "/en/ask/1", "/en/ask/needs", "/en/ask/drop",
                                  "/en/signposts/more", "/en/signposts/tell/age", "/en/signposts/tell/where"])  # fmt: skip
@pytest.mark.parametrize("form", [{}, {"answer": ""}, {"words": "x" * 20000}, {"answer": ["a"] * 500}, {"need": "'\"<script>"},
                                  {"keep": "no-such"}, {"words": "\x00\u202e"}, {"guess": "no-such"}])  # fmt: skip
def test_no_form_breaks_a_page(resident, path, form) -> None:
    """Whatever is sent, the answer is a page: never a 500."""
    response = resident.client.post(path, data=form, follow_redirects=True)

    assert response.status_code in (200, 400, 413)


def test_a_flood_is_refused_with_a_sentence(resident) -> None:
    """More than a quarter of a megabyte is nobody's need."""
    response = resident.client.post("/en/chat", data={"words": "x" * 400_000})

    assert response.status_code == 413
    assert "too long" in response.get_data(as_text=True)


def test_headers_let_nothing_in_and_tell_nobody(resident) -> None:
    """No other site, no inline script, no referrer."""
    headers = resident.get("/en/").response.headers

    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "no-referrer"


def test_an_unchanged_page_is_not_sent_again(resident) -> None:
    """A page without a visit carries an ETag."""
    first = resident.client.get("/en/needs/debt")
    again = resident.client.get("/en/needs/debt", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304


def test_the_browser_chooses_the_language_of_the_door(resident) -> None:
    """The first address leads to a language we offer."""
    assert resident.get("/").response.request.path.startswith("/en")


def test_search_finds_and_keeps_no_words(resident) -> None:
    """The address after a search holds no word, and the page shows what was found."""
    page = resident.post("/en/search", words="reablment")

    assert "Haringey Reablement Service" in page.main
    assert page.response.request.url.endswith("/en/search")


def test_an_empty_search_says_what_to_do(resident) -> None:
    """400 and a sentence."""
    assert "Type what you are looking for" in resident.post("/en/search", status=400, words="  ").main


def test_a_search_without_hits_offers_other_ways(resident) -> None:
    """No dead end."""
    page = resident.post("/en/search", words="qqqqzzzz")

    assert "Nothing found" in page.main
    assert "Answer a few questions" in page.main


def test_a_list_is_kept_dropped_and_cleared(resident) -> None:
    """Three buttons, each does its one thing."""
    resident.post("/en/list", keep="haringey-learns")
    resident.post("/en/list", keep="shelter-emergency-helpline")
    assert resident.get("/en/list").services() == ["haringey-learns", "shelter-emergency-helpline"]

    resident.post("/en/list", drop="haringey-learns")
    assert resident.get("/en/list").services() == ["shelter-emergency-helpline"]

    assert resident.post("/en/list", clear="1").services() == []


def test_every_page_is_small(resident) -> None:
    """The first page compressed, with its style sheet and script, fits one flight of 14 KB."""
    html = resident.client.get("/en/", headers={"Accept-Encoding": "gzip, br"})
    total = len(html.data)
    for name in ("app.ltr.css", "app.js"):
        url = next(u for u in html_urls(resident) if name.split(".")[0] in u and u.endswith(name.rsplit(".", 1)[-1]))
        total += len(resident.client.get(url, headers={"Accept-Encoding": "gzip, br"}).data)

    assert total < 14_000, total


def html_urls(resident) -> list[str]:
    page = resident.get("/en/")
    return [
        e.attrs.get("href") or e.attrs["src"]
        for e in [*page.root.all("link", rel="stylesheet"), *page.root.all("script")]
    ]
