"""Which services fit, and why."""

from __future__ import annotations

from datetime import datetime

import pytest

from navigator.clock import LONDON
from navigator.directory.match import Matcher, Wanted, excludes, read_weights
from navigator.places.distance import metres_between
from tests.town import at, make_schedule, make_service

NOON = datetime(2026, 11, 25, 12, tzinfo=LONDON)  # a Wednesday
HERE = (51.5, -0.1)


def ranked(*services, **wanted) -> list[str]:
    matcher = Matcher({s.id: s for s in services}, read_weights(), metres_between, {"groups": "loneliness"})
    values = {"needs": ("loneliness",), "home": "millbrook"} | wanted
    return [signpost.service.id for signpost in matcher.signposts(Wanted(**values), NOON)]


def reasons(service, **wanted) -> list[str]:
    matcher = Matcher({service.id: service}, read_weights(), metres_between, {})
    values = {"needs": ("loneliness",), "home": "millbrook"} | wanted
    return [reason.code for reason in matcher.signposts(Wanted(**values), NOON)[0].reasons]


ABOVE = [
    ("a main need above a side need", {}, {"main_needs": ("money",), "also_needs": ("loneliness",)}, {}),
    ("the kind of help asked for above the need alone", {"kinds": ("groups",)}, {}, {"kinds": ("groups",)}),
    (
        "made for you above for everyone",
        {"eligibility": {"people": ("veterans",)}},
        {},
        {"people": frozenset({"veterans"})},
    ),
    ("for everyone above made for others", {}, {"eligibility": {"people": ("veterans",)}}, {}),
    ("your language spoken above not", {"languages": ("tr",)}, {}, {"languages": ("tr",)}),
    ("your borough above the whole country", {}, {"area_served": ("england",)}, {}),
    ("near above far", {"locations": (at(51.501, -0.1),)}, {"locations": (at(51.56, -0.1),)}, {"point": HERE}),
    ("free above paid", {}, {"cost": "charged"}, {}),
    ("ask yourself above through a professional", {}, {"eligibility": {"routes": ("professional",)}}, {}),
    ("surely open above doubtful", {}, {"status": "unverified"}, {}),
    (
        "open now above closed now",
        {"schedule": make_schedule("Mo-Fr 09:00-17:00")},
        {"schedule": make_schedule("Sa 09:00-17:00")},
        {},
    ),
]


@pytest.mark.parametrize(("fact", "better", "worse", "wanted"), ABOVE, ids=[row[0] for row in ABOVE])
def test_what_stands_above_what(fact, better, worse, wanted) -> None:
    """All else equal, the better fit stands first."""
    if "kinds" in wanted:
        wanted = {"kinds": wanted["kinds"]}

    assert ranked(make_service("worse", **worse), make_service("better", **better), **wanted) == ["better", "worse"]


def test_a_specialist_does_not_drown_among_services_for_everyone() -> None:
    """Six general services that help with loneliness too stand below the one that exists for it."""
    general = [make_service(f"a{n}", main_needs=("money", "food"), also_needs=("loneliness",)) for n in range(6)]

    assert ranked(*general, make_service("the-one"))[0] == "the-one"


LEFT_OUT = [
    ({"minimum_age": 18}, {"ages": (14, 14)}),
    ({"maximum_age": 25}, {"ages": (40, 40)}),
    ({"gender": "women"}, {"gender": "men"}),
    ({"residence": "only"}, {"areas": frozenset({"otherham", "england"})}),
]


@pytest.mark.parametrize(("eligibility", "wanted"), LEFT_OUT)
def test_a_service_leaves_out_whom_it_excludes_itself(eligibility, wanted) -> None:
    """Age, gender and borough exclude when the service says so."""
    assert excludes(make_service(eligibility=eligibility), Wanted(**wanted))


NOT_LEFT_OUT = [
    ({"minimum_age": 18}, {}),
    ({"minimum_age": 18}, {"ages": (16, 18)}),
    ({"residence": "only"}, {}),
    ({"residence": "any"}, {"areas": frozenset({"otherham"})}),
    ({"residence": "gp"}, {"areas": frozenset({"otherham"})}),
    ({"people": ("veterans",)}, {}),
]


@pytest.mark.parametrize(("eligibility", "wanted"), NOT_LEFT_OUT)
def test_what_we_do_not_know_excludes_nobody(eligibility, wanted) -> None:
    """An unknown age or address is no reason to hide a service."""
    assert not excludes(make_service(eligibility=eligibility), Wanted(**wanted))


def test_closed_and_planned_services_are_never_offered() -> None:
    """They are kept, and no signpost leads there."""
    assert ranked(
        make_service("shut", status="closed"), make_service("soon", status="planned"), make_service("open")
    ) == ["open"]


def test_a_helpline_with_an_office_is_not_far() -> None:
    """Distance weighs only where one has to go."""
    far_office = make_service("line", delivery=("phone",), locations=(at(52.5, -1.0),))

    assert "walk" not in reasons(far_office, point=HERE)
    assert ranked(make_service("hall", locations=(at(51.53, -0.1),)), far_office, point=HERE)[0] == "line"


def test_a_place_we_know_roughly_gets_no_minutes() -> None:
    """An approximate point is good for "near you" and not for a walking time."""
    rough = make_service(locations=(at(51.502, -0.1, approximate=True),))

    assert "near" in reasons(rough, point=HERE)


def test_reasons_say_need_walk_language_and_cost() -> None:
    """Each point that moved it up is said."""
    service = make_service(locations=(at(51.502, -0.1),), languages=("tr",))

    assert reasons(service, point=HERE, languages=("tr",)) == ["need", "language", "area", "cost", "walk"]


def test_equal_services_keep_one_order() -> None:
    """Two people asking the same see the same."""
    services = [make_service(name) for name in ("c", "a", "b")]

    assert ranked(*services) == ranked(*reversed(services)) == ["a", "b", "c"]
