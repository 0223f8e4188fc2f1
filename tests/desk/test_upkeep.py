"""The directory kept true: an editor's change, a provider's link, a resident's report, each from the first tap to the public page."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from navigator import clock
from navigator.actions.do_rounds import do_rounds
from navigator.actions.edit_directory import pull
from navigator.casework.audit import AuditRow
from navigator.directory.read import read_directory
from navigator.settings import ROOT
from navigator.upkeep.edits import Asking, Edit, Report
from tests.records import Borough, Navigator

LIBRARY = "library-st-anns"


@pytest.fixture
def desk(tmp_path, settings):
    """A borough whose bakes are its own."""
    import shutil

    made = Borough(tmp_path / "b", settings.data)
    baked = made.settings.data / "baked"
    baked.unlink()
    shutil.copytree(settings.baked, baked)
    yield made
    made.database.close()


@pytest.fixture
def ed(desk) -> Navigator:
    return desk.staff("ed")


def form_of(ed: Navigator, path: str) -> dict[str, object]:
    """Return what the form at *path* holds, ready to be changed and sent."""
    page = ed.get(path)
    fields: dict[str, object] = {}
    for element in page.root.all("input") + page.root.all("textarea"):
        name = element.attrs.get("name")
        if (
            not name
            or name == "csrf_token"
            or (element.attrs.get("type") in ("checkbox", "radio") and "checked" not in element.attrs)
        ):
            continue
        value = (
            "".join(c for c in element.children if isinstance(c, str)).strip("\n")
            if element.tag == "textarea"
            else element.attrs.get("value", "")
        )
        if element.attrs.get("type") == "checkbox":
            fields.setdefault(name, []).append(value)  # type: ignore[union-attr]
        else:
            fields[name] = value
    for select in page.root.all("select"):
        chosen = [o for o in select.all("option") if "selected" in o.attrs] or select.all("option")
        fields[select.attrs["name"]] = chosen[0].attrs.get("value", "")
    return fields


def change(ed: Navigator, expected: int = 0, **changes: object):
    """Send the library's form with *changes*."""
    return ed.post(
        f"/desk/directory/services/{LIBRARY}",
        expected,
        **{**form_of(ed, f"/desk/directory/services/{LIBRARY}"), "why": "They told us", **changes},
    )


def last_edit(desk) -> str:
    with desk.session() as session:
        return session.query(Edit).order_by(Edit.id.desc()).first().public_id


def public(desk, path: str = f"/en/services/{LIBRARY}") -> str:
    return desk.app.test_client().get(path).get_data(as_text=True)


def test_a_change_waits_is_approved_live_and_reverted(desk, ed) -> None:
    change(ed, how="Walk in and ask for Zelda.", open_mo="09:00-17:00", open_tu="09:00-17:00")
    assert "Zelda" not in public(desk)
    edit = last_edit(desk)
    assert "Zelda" in ed.get(f"/desk/directory/edits/{edit}").main
    page = ed.post(f"/desk/directory/edits/{edit}/approved")
    assert "live now" in page.main
    assert "Zelda" in public(desk)
    assert desk.shelf.current().directory.services[LIBRARY].schedule.opening == "Mo-Tu 09:00-17:00"
    assert "Zelda" in ed.get(f"/desk/directory/services/{LIBRARY}/history").main
    ed.post(f"/desk/directory/edits/{edit}/reverted")

    assert "Zelda" not in public(desk)


def test_a_new_name_is_found_by_search_within_seconds(desk, ed) -> None:
    change(ed, name="Quillwort Reading Room")
    ed.post(f"/desk/directory/edits/{last_edit(desk)}/approved")
    client = desk.app.test_client()

    assert LIBRARY in client.post("/en/search", data={"words": "quillwort"}, follow_redirects=True).get_data(
        as_text=True
    )


def test_a_change_can_be_sent_back_with_a_word(desk, ed) -> None:
    change(ed, how="Ring.")
    edit = last_edit(desk)
    ed.post(f"/desk/directory/edits/{edit}/sent-back", answer="Who told you?")

    assert "Who told you?" in ed.get(f"/desk/directory/edits/{edit}").main
    assert ed.post(f"/desk/directory/edits/{edit}/approved").status == 400


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"open_mo": "17:00-09:00"}, "ending after they start"), ({"open_mo": "09:00-12:00, 11:00-13:00"}, "overlap"), ({"open_mo": "mornings"}, "such as 09:00-17:00"),
        ({"youngest": "60", "oldest": "18"}, "oldest age is below the youngest"), ({"youngest": "old"}, "whole years"), ({"phones": "020 8489 140"}, "a figure may be missing"),
        ({"phones": "ring the bell"}, "could not read a number"), ({"places": "Hall; High Road; 🦄"}, "not a postcode"), ({"places": "High Road, N17"}, "name; street; postcode"),
        ({"email": "none"}, "name@example.org"), ({"website": "www.example.org"}, "https://"), ({"main_needs": []}, "helps with most"), ({"name": ""}, "Type the name"), ({"why": ""}, "how you know"),
        ({}, "Nothing is different"),
    ],
)  # fmt: skip
def test_what_cannot_be_right_is_said_by_its_field(ed, changes, says) -> None:
    page = change(ed, 400, **changes)

    assert says in page.main
    assert page.root.all("input", name="name")


def test_an_edit_of_an_older_entry_is_not_laid_over_a_newer_one(desk, ed) -> None:
    old = {**form_of(ed, f"/desk/directory/services/{LIBRARY}"), "why": "first", "how": "Ring first."}
    change(ed, how="Knock twice.")
    ed.post(f"/desk/directory/edits/{last_edit(desk)}/approved")
    page = ed.post(f"/desk/directory/services/{LIBRARY}", 400, **old)

    assert "Somebody changed this entry" in page.main


def test_mark_up_in_a_description_is_refused_with_a_sentence(ed) -> None:
    page = change(ed, 400, summary="Books <script>alert(1)</script> for all who come.")

    assert "Write plain words" in page.main


def test_a_closure_for_a_while_ends_by_itself(desk, ed) -> None:
    change(ed, status="temporarily-closed", until=(clock.today() + timedelta(days=5)).isoformat())
    ed.post(f"/desk/directory/edits/{last_edit(desk)}/approved")
    assert desk.shelf.current().directory.services[LIBRARY].status == "temporarily-closed"
    with clock.moved(timedelta(days=6)):
        do_rounds(desk.database, desk.shelf, desk.settings)
        desk.shelf.look_again()

        assert desk.shelf.current().directory.services[LIBRARY].status == "open"


def test_a_new_service_is_added(desk, ed) -> None:
    values = {
        **form_of(ed, "/desk/directory/new"),
        "name": "Knitting at the hall",
        "summary": "Knit together on Mondays.",
        "how": "Walk in.",
        "main_needs": ["loneliness"],
        "cost": "free",
        "why": "Told by the hall",
    }
    ed.post("/desk/directory/new", **values)
    ed.post(f"/desk/directory/edits/{last_edit(desk)}/approved")

    assert "Knit together on Mondays" in public(desk, "/en/services/knitting-at-the-hall")


def test_approved_edits_are_written_back_into_the_files(desk, ed, tmp_path) -> None:
    import dataclasses
    import shutil

    change(ed, how="Walk in, ask for Zelda.")
    ed.post(f"/desk/directory/edits/{last_edit(desk)}/approved")
    shutil.copytree(ROOT / "directory_data", tmp_path / "data")
    own = dataclasses.replace(desk.settings, directory_data=tmp_path / "data")
    with desk.session() as session:
        assert [path.name for path in pull(session, own)] == [f"{LIBRARY}.yaml"]
        assert pull(session, own) == []
    directory, _, problems = read_directory(tmp_path / "data" / "haringey")

    assert problems == []
    assert directory.services[LIBRARY].how_to_get_it == "Walk in, ask for Zelda."


def provider_link(desk, ed, trusted: str = "") -> str:
    """Ask the library, do the rounds, and return the link in its letter."""
    ed.post(f"/desk/directory/services/{LIBRARY}/ask", email="library@example.org", months="6", trusted=trusted)
    do_rounds(desk.database, desk.shelf, desk.settings)
    texts = [path.read_text() for path in (desk.settings.data / "letters").glob("*.txt")]
    return next(re.search(r"http://[^/]+(/en/still-right/\S+)", text)[1] for text in texts if "still-right" in text)


def test_a_provider_says_still_right_in_one_tap(desk, ed) -> None:
    link = provider_link(desk, ed)
    provider = desk.app.test_client()
    assert provider.get(link).status_code == 200
    assert provider.post(link, data={"right": "1"}).status_code == 200

    assert desk.shelf.current().directory.services[LIBRARY].last_checked == clock.today().isoformat()
    assert provider.get(link).status_code == 410
    assert "The service itself said in" in public(desk)
    assert "Nobody has rung to ask" not in public(desk)


def test_a_providers_change_waits_unless_they_are_trusted(desk, ed) -> None:
    link = provider_link(desk, ed)
    values = {
        "summary": "Books and Zelda for all who come.",
        "how": "Walk in.",
        "hours": "Mondays",
        "phones": "020 8489 1400 desk",
    }
    desk.app.test_client().post(link, data=values)
    assert "Zelda" not in public(desk)
    ed.post(f"/desk/directory/edits/{last_edit(desk)}/approved")

    assert "Books and Zelda for all who come." in public(desk)


def test_a_trusted_providers_change_is_live(desk, ed) -> None:
    link = provider_link(desk, ed, trusted="y")
    desk.app.test_client().post(
        link, data={"summary": "Books and Zelda for all who come.", "how": "Walk in.", "hours": "", "phones": ""}
    )

    assert "Books and Zelda for all who come." in public(desk)


def test_a_providers_wrong_number_is_said(desk, ed) -> None:
    link = provider_link(desk, ed)
    answer = desk.app.test_client().post(link, data={"summary": "x", "phones": "020 8489 140"})

    assert answer.status_code == 400
    assert b"a figure may be missing" in answer.data


def test_a_silent_provider_is_reminded_twice_and_no_more(desk, ed) -> None:
    provider_link(desk, ed)
    for days in range(1, 90, 5):
        with clock.moved(timedelta(days=days)):
            do_rounds(desk.database, desk.shelf, desk.settings)
    with desk.session() as session:
        assert session.get(Asking, LIBRARY).reminders == 2


@pytest.mark.parametrize("language", ["en", "tr", "ar"])
def test_a_residents_report_reaches_an_editor_and_is_answered(desk, ed, language) -> None:
    resident = desk.app.test_client()
    assert resident.post(f"/{language}/services/{LIBRARY}/wrong", data={}).status_code == 400
    assert (
        resident.post(
            f"/{language}/services/{LIBRARY}/wrong", data={"kind": "hours", "words": "It shuts at four"}
        ).status_code
        == 200
    )
    assert "The hours are wrong" in ed.get("/desk/directory").main
    with desk.session() as session:
        number = session.query(Report).one().public_id
    assert "It shuts at four" in ed.get(f"/desk/directory/reports/{number}").main
    ed.post(f"/desk/directory/reports/{number}", answer="Rang them; changed.")

    assert "The hours are wrong" not in ed.get("/desk/directory").main


def test_what_was_not_found_goes_with_the_needs_and_nothing_else(desk, ed) -> None:
    resident = desk.app.test_client()
    resident.post("/en/chat", data={"words": "I have no food"})
    resident.post("/en/not-found", data={"words": "a halal food bank"})
    with desk.session() as session:
        row = session.query(Report).one()
        assert (row.kind, row.service_id, row.words) == ("not-found", "", "a halal food bank")


def test_reports_are_limited(desk) -> None:
    resident = desk.app.test_client()
    answers = [resident.post(f"/en/services/{LIBRARY}/wrong", data={"kind": "other"}).status_code for _ in range(7)]

    assert answers[0] == 200
    assert answers[-1] == 429


def test_every_edit_is_in_the_trail(desk, ed) -> None:
    change(ed, how="Ring.")
    ed.post(f"/desk/directory/edits/{last_edit(desk)}/approved")
    with desk.session() as session:
        deeds = [row.deed for row in session.query(AuditRow).filter_by(subject=f"service:{LIBRARY}")]

    assert deeds == ["propose edit", "edit approved"]


def test_a_campaign_asks_many_and_its_answers_end(desk, ed) -> None:
    until = clock.today() + timedelta(days=10)
    page = ed.post(
        "/desk/directory/campaign", what="Your hours over the holiday", need="learning", until=until.isoformat()
    )
    assert int(re.search(r"(\d+) services are asked", page.main)[1]) > 3
    do_rounds(desk.database, desk.shelf, desk.settings)
    texts = [path.read_text() for path in (desk.settings.data / "letters").glob("*.txt")]
    links = [re.search(r"http://[^/]+(/en/still-right/\S+)", text)[1] for text in texts if "still-right" in text]
    provider = desk.app.test_client()
    link = next(
        link
        for link in links
        if "Your hours over the holiday" in provider.get(link).get_data(as_text=True)
        and "St Ann" in provider.get(link).get_data(as_text=True)
    )
    provider.post(
        link,
        data={
            "summary": "Books and a warm seat for everybody.",
            "how": "Walk in.",
            "hours": "Closed for the holiday",
            "phones": "",
        },
    )
    ed.post(f"/desk/directory/edits/{last_edit(desk)}/approved")
    assert "Closed for the holiday" in public(desk)
    with clock.moved(timedelta(days=11)):
        do_rounds(desk.database, desk.shelf, desk.settings)
        desk.shelf.look_again()

        assert "Closed for the holiday" not in public(desk)


def test_merging_closes_one_and_gives_its_names_to_the_other(desk, ed) -> None:
    ed.post(
        f"/desk/directory/services/{LIBRARY}/merge",
        into="/en/services/library-wood-green"
        if "library-wood-green" in desk.shelf.current().directory.services
        else "haringey-reablement",
        why="One service now",
    )
    with desk.session() as session:
        waiting = [edit.public_id for edit in session.query(Edit).filter_by(state="waiting")]
    for edit in waiting:
        ed.post(f"/desk/directory/edits/{edit}/approved")
    services = desk.shelf.current().directory.services

    assert len(waiting) == 2
    assert services[LIBRARY].status == "closed"
    assert "St Ann's Library" in services[services[LIBRARY].replaced_by[0]].formerly


def test_splitting_starts_from_the_entry_it_comes_from(ed) -> None:
    page = ed.get(f"/desk/directory/new?like={LIBRARY}")

    assert "A public library" in page.html
