"""Search by words, on a small index and on the real one."""

from __future__ import annotations

import threading

import pytest

from navigator.directory.index import FIELDS, bake_index
from navigator.directory.search import SearchIndex
from tests.town import make_directory, make_service


@pytest.fixture
def index(tmp_path) -> SearchIndex:
    services = (
        make_service("food-bank", name="Mill Lane Food Bank", summary="Food for three days."),
        make_service("cook-club", name="Cook Club", summary="Learn to cook cheap food."),
        make_service("lets-walk", name="Steps", formerly=("Let's Walk",), summary="Walks with others."),
        make_service("refuge", confidential_address=True, locations=(), summary="A safe place."),
    )
    bake_index(make_directory(*services), tmp_path / "index", {}, {"food-bank": "Gıda bankası", "lets-walk": "হাঁটা"})
    return SearchIndex(tmp_path / "index", {"hungry": ("food",)})


FINDS = [
    ("food bank", "food-bank"),
    ("FOOD", "food-bank"),
    ("foood bank", "food-bank"),
    ("fodo bnak", "food-bank"),
    ("hungry", "food-bank"),
    ("lets walk", "lets-walk"),
    ("Let’s Walk", "lets-walk"),
    ("gida bankasi", "food-bank"),
    ("হাঁটা", "lets-walk"),
    ("coo", "cook-club"),
]


@pytest.mark.parametrize(("words", "first"), FINDS)
def test_words_find(index, words, first) -> None:
    """Old names, typos, synonyms, beginnings, other languages without accents."""
    assert index.search(words)[0].id == first


@pytest.mark.parametrize("words", ["", "   ", "zzzzqqq", "😀", "the of and", "\x00\x01", "a" * 5000])
def test_odd_words_find_nothing_and_break_nothing(index, words) -> None:
    """Emptiness, nonsense and floods are answered calmly."""
    assert isinstance(index.search(words), list)


def test_scores_are_whooshs_own(index) -> None:
    """What we keep in memory is what Whoosh's matcher says, to the last digit."""
    documents, scores = index.postings("food")
    own = {}
    for field, weight in FIELDS.items():
        if (field, b"food") in index._searcher.reader():
            matcher = index._searcher.postings(field, b"food")
            while matcher.is_active():
                own[matcher.id()] = own.get(matcher.id(), 0) + weight * matcher.score()
                matcher.next()

    assert own == pytest.approx(dict(zip(documents.tolist(), scores.tolist(), strict=True)), abs=1e-12)


def test_threads_see_the_same_lists(baked) -> None:
    """Six threads asking at once get what one thread gets."""
    fresh = SearchIndex(baked.folder / "index")
    queries = ["food bank", "mental health", "housing advice", "young carers", "english classes"] * 20
    expected = {q: [f.id for f in baked.search.search(q)] for q in set(queries)}
    fresh.synonyms = baked.search.synonyms
    wrong: list[str] = []

    def ask() -> None:
        wrong.extend(q for q in queries if [f.id for f in fresh.search(q)] != expected[q])

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []


#: Every system the papers of 2010 to 2019 name, by an old or a new name, and a service that must be among the first three.
NAMES = [
    ("Community Navigator Network", "haringey-community-navigators"),
    ("NavNet", "haringey-community-navigators"),
    ("Connected Communities", "haringey-connected-communities"),
    ("Wellbeing Network", "haringey-wellbeing-network"),
    ("Mind in Haringey", "mind-in-haringey"),
    ("Single Point of Access", "haringey-hospital-discharge-spa"),
    ("reablement", "haringey-reablement"),
    ("intermediate care", "haringey-reablement"),
    ("discharge to assess", "haringey-hospital-discharge-spa"),
    ("integrated discharge team", "haringey-hospital-discharge-spa"),
    ("Home from Hospital", "haringey-home-from-hospital"),
    ("Rapid Response", "whittington-rapid-response-haringey"),
    ("integrated locality teams", "haringey-integrated-neighbourhood-teams"),
    ("GP networks", "nhs-social-prescribing-haringey"),
    ("GP collaboratives", "haringey-extended-access-gp-hubs"),
    ("falls service", "whittington-falls-community-therapy"),
    ("telecare", "haringey-connected-care-telecare"),
    ("telehealth", "haringey-connected-care-telecare"),
    ("equipment store", "haringey-community-equipment"),
    ("occupational therapy", "haringey-occupational-therapy"),
    ("Disabled Facilities Grant", "haringey-disabled-facilities-grant"),
    ("Let's Talk", "haringey-talking-therapies"),
    ("memory clinic", "nlft-haringey-memory-dementia"),
    ("S117 aftercare", "nlft-community-mental-health-haringey"),
    ("Learning Disability Partnership", "haringey-learning-disability-partnership"),
    ("continuing health care", "nhs-continuing-healthcare"),
    ("personal budget", "haringey-care-assessment"),
    ("carers assessment", "haringey-carers-assessment"),
    ("respite", "haringey-carers-assessment"),
    ("advocacy", "haringey-statutory-advocacy"),
    ("Neighbourhoods Connect", "haringey-community-navigators"),
    ("Community Connects", "haringey-community-navigators"),
    ("neighbourhood health centre", "health-centre-hornsey-central"),
    ("walk-in centre", "health-centre-hornsey-central"),
    ("children's centres", "haringey-childrens-centres"),
    ("CAMHS", "haringey-camhs"),
    ("Children's Trust", "haringey-childrens-centres"),
    ("Hearthstone", "hearthstone-domestic-abuse"),
    ("Healthwatch", "healthwatch-haringey"),
    ("older people's forum", "haringey-over-50s-forum"),
    ("Over 50s Forum", "haringey-over-50s-forum"),
    ("end of life", "haringey-palliative-care"),
    ("diabetes", "whittington-community-clinics"),
    ("stroke", "stroke-association"),
    ("SEND", "haringey-send-local-offer"),
    ("customer services", "haringey-council-customer-services"),
    ("Haricare", "haringey-haricare-directory"),
    ("Local Area Coordinators", "haringey-local-area-coordinators"),
]


@pytest.mark.parametrize(("words", "service"), NAMES)
def test_every_system_of_the_papers_is_found_by_its_name(baked, words, service) -> None:
    """Old and new names lead to what the thing is now."""
    assert service in [found.id for found in baked.search.search(words, 3)]
