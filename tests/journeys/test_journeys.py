"""Every journey of `journeys.yaml`, walked through the real pages."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

TABLE = yaml.safe_load(Path(__file__).with_name("journeys.yaml").read_text(encoding="utf-8"))
ROWS = [(door, row) for door, rows in TABLE.items() for row in rows]


@pytest.mark.parametrize(("door", "row"), ROWS, ids=[row["answers"] for _, row in ROWS])
def test_a_journey_ends_with_the_right_people(resident, door, row) -> None:
    """Who must be first is first, who must be shown is shown, whom it is not for is not there."""
    page = resident.answer(
        *(answer.strip().strip('"') for answer in row["answers"].split(">")), lang=row.get("lang", "en")
    )

    assert page.response.request.path.endswith("/signposts"), (
        f"the questions did not end; the page asks: {page.heading}"
    )
    shown = shown_services(page)
    if "danger" in row:
        assert page.root.all("section", id=f"danger-{row['danger']}"), "the danger is not on the page"
    if "first" in row:
        assert shown[0] == row["first"], f"first is {shown[0]}; then {shown[1:5]}"
    for service in row.get("shows", ()):
        assert service in shown, f"shown are {shown}"
    for service in row.get("never", ()):
        assert service not in shown


def shown_services(page) -> list[str]:
    """Return the ids of the services on a page, a danger's first."""
    links = [
        link.attrs["href"].rsplit("/", 1)[-1]
        for section in page.root.all("section")
        if section.attrs.get("id", "").startswith("danger-")
        for link in section.all("a")
        if "/services/" in link.attrs["href"]
    ]
    return list(dict.fromkeys([*links, *page.services()]))


def test_every_door_has_journeys(baked) -> None:
    """A door without a journey is a door nobody tried."""
    tried = {row["answers"].split(">")[0].strip() for _, row in ROWS}

    assert set(baked.flows.doors) <= tried


def test_every_need_has_a_journey_or_a_service(baked) -> None:
    """Each of the needs leads to at least one service that exists for it."""
    mains = {need for s in baked.directory.services.values() if s.is_offered for need in s.main_needs}

    assert set(baked.flows.needs) <= mains


def test_a_first_signpost_comes_within_four_questions(baked) -> None:
    """Counting door and need, no journey of the table asks more than five questions, and most ask four or fewer."""
    counts = sorted(len(row["answers"].split(">")) for _, row in ROWS)

    assert counts[-1] <= 5
    assert counts[len(counts) // 2] <= 4
