"""The form: one question a page, back, change, nothing lost."""

from __future__ import annotations


def test_the_first_page_shows_every_door(resident, baked) -> None:
    """Doors, something else, not sure, and a box for one's own words."""
    page = resident.get("/en/")

    for door in baked.flows.doors.values():
        assert door.say in page.main
    assert "Something else" in page.main
    assert page.root.all("textarea", id="words")


def test_an_address_never_says_what_was_asked(resident) -> None:
    """Pages of the walk are numbered steps."""
    page = resident.answer("safe", "domestic_abuse")

    assert page.response.request.path == "/en/ask/3"
    assert "abuse" not in page.response.request.url


def test_an_address_ahead_leads_back_to_ones_place(resident) -> None:
    """Nobody can be at a question they have not come to."""
    resident.answer("money")

    assert resident.get("/en/ask/9").response.request.path == "/en/ask/2"
    assert resident.get("/en/signposts").heading == "What do you need help with?"


def test_going_back_shows_the_answer_given(resident) -> None:
    """The earlier choice is marked."""
    resident.answer("money", "food,energy")
    page = resident.get("/en/ask/2")

    marked = {i.attrs["value"] for i in page.root.all("input") if "checked" in i.attrs}
    assert marked == {"food", "energy"}


def test_changing_an_answer_keeps_the_later_ones(resident) -> None:
    """An answer off the path is kept but has no say, so changing one's mind back loses nothing."""
    resident.answer("money", "food", "today", "N17")
    resident.post("/en/ask/3", answer=["cheaper"])
    page = resident.get("/en/ask/check")

    assert "I need food that costs less each week" in page.main
    assert "N17" in page.main


def test_no_answer_is_a_kind_error_beside_the_question(resident) -> None:
    """400, the title says Error, the summary links to the field."""
    resident.answer("money")
    page = resident.post("/en/ask/2", status=400)

    assert "Choose at least one answer" in page.main
    assert page.root.all("title")[0].text().startswith("Error:")


def test_an_answer_that_is_not_offered_is_refused(resident) -> None:
    """Nothing is kept of it."""
    resident.answer("money")
    page = resident.post("/en/ask/2", status=400, answer=["diamonds"])

    assert "Choose at least one answer" in page.main


def test_a_place_that_cannot_be_read_keeps_what_was_typed(resident) -> None:
    """The page says what to type, and the box still holds the words."""
    resident.answer("hospital", "in-hospital")
    page = resident.post("/en/ask/3", status=400, answer="😀😀")

    assert "could not read that as a place" in page.main
    assert page.root.all("input", id="answer")[0].attrs["value"] == "😀😀"


def test_progress_does_not_lie(resident) -> None:
    """ "At most" is a promise: no journey from there asks more."""
    page = resident.answer("hospital")

    assert "Question 2" in page.main
    assert "at most 2 more" in page.main


def test_several_needs_are_asked_about_the_pressing_one_first(resident) -> None:
    """Homelessness before housing, whatever the order of the boxes."""
    page = resident.answer("home", "housing,homelessness")

    assert page.heading == "Do you have somewhere safe to sleep tonight?"


def test_a_sensitive_need_can_be_left_quickly(resident) -> None:
    """From its first question the way out is on the page, and it wipes the visit."""
    page = resident.answer("safe", "domestic_abuse")
    assert page.root.all("a", href="/en/leave")

    response = resident.client.get("/en/leave")
    assert response.status_code == 303
    assert response.headers["Location"] == "https://www.bbc.co.uk/weather"
    assert resident.get("/en/ask/3").response.request.path == "/en/ask/1"


def test_an_ordinary_need_has_no_way_out_button(resident) -> None:
    """It would frighten and distract."""
    assert not resident.answer("work", "esol").root.all("a", href="/en/leave")


def test_something_else_and_not_sure_lead_to_every_way_on(resident) -> None:
    """Own words, a person, and every need by name."""
    for answer in ("something-else", "not-sure"):
        page = resident.answer(answer)
        assert page.heading == "Let us find it another way"
        assert "loneliness" in page.main


def test_a_need_can_be_added_to_a_visit(resident) -> None:
    """The first stays, the new one is asked about."""
    resident.answer("work", "esol", "class", "N17")
    resident.post("/en/ask/needs", need="debt")
    page = resident.get("/en/ask/check")

    assert "I want to learn English" in page.main
    assert "I owe money I cannot pay" in page.main


def test_start_again_forgets_everything(resident) -> None:
    """Answers and list are gone."""
    resident.answer("work", "esol", "class", "N17")
    resident.post("/en/list", keep="haringey-learns")
    resident.post("/en/start-again")

    assert "nothing on your list" in resident.get("/en/list").main
    assert resident.get("/en/ask/check").main.startswith("Your answers")


def test_signposts_end_with_a_person(resident) -> None:
    """Connected Communities and navigators stand at the end of every list."""
    page = resident.answer("work", "esol", "class", "skip")

    assert page.services()[-2:] == ["haringey-connected-communities", "haringey-community-navigators"]


def test_what_would_change_the_list_is_offered(resident) -> None:
    """Whoever gave no place may still say it, from the list."""
    page = resident.answer("work", "esol", "class", "skip")
    assert "Say where you live, to see what is near" in page.main

    page = resident.post("/en/signposts/tell/age", answer="66-plus")
    assert "Say your age" not in page.main


def test_someone_from_the_next_borough_is_told_what_that_means(resident) -> None:
    """Their own council is named, with its website; nothing that would refuse them is shown."""
    page = resident.answer("money", "debt", "no", "N6 6QD")

    assert "You live in Camden" in page.main
    assert page.root.all("a", href="https://www.camden.gov.uk")
    assert "haringey-support-fund" not in page.services()


def test_an_unknown_postcode_is_no_wall(resident) -> None:
    """The list comes, and says what the distances mean."""
    page = resident.answer("money", "debt", "no", "N17 9ZZ")

    assert "do not know the postcode N17 9ZZ" in page.main
    assert page.services()


def test_more_of_a_long_list_comes_when_asked_for(resident) -> None:
    """Four at first, then the rest."""
    first = resident.answer("money", "food", "today", "N17").services()
    more = resident.post("/en/signposts/more", need="food").services()

    assert len(more) > len(first)
    assert more[: len(first) - 2] == first[:-2]
