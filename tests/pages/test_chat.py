"""The chat: the same walk, another face."""

from __future__ import annotations


def test_words_become_a_guess_to_say_yes_to(resident) -> None:
    """What was understood is shown in the resident's kind of words."""
    page = resident.post("/en/chat", words="I have no food and the bailiffs are coming")

    assert "It sounds like:" in page.main
    assert "I need food" in page.main
    assert "I owe money I cannot pay" in page.main


def test_a_yes_leads_on_to_the_questions(resident) -> None:
    """Then quick replies for the first question."""
    resident.post("/en/chat", words="I have no food")
    page = resident.post("/en/chat", guess="yes")

    assert "When do you need it?" in page.main


def test_a_no_asks_again(resident) -> None:
    """Nothing is kept of the wrong guess."""
    resident.post("/en/chat", words="I have no food")
    page = resident.post("/en/chat", guess="no")

    assert "in your own words" in page.main
    assert "What do you need help with?" in page.main


def test_a_chat_ends_with_signposts(resident) -> None:
    """Three turns from the first message."""
    resident.post("/en/chat", words="I have no food")
    resident.post("/en/chat", guess="yes")
    resident.post("/en/chat", answer="today")
    page = resident.post("/en/chat", words="N17 9HD")

    assert "Here is who can help" in page.main
    assert page.services()


def test_form_and_chat_are_one_walk(resident) -> None:
    """Begun as a form, gone on as a chat, looked at as a form: nothing is lost."""
    resident.answer("money", "food")
    page = resident.get("/en/chat")
    assert "When do you need it?" in page.main

    resident.post("/en/chat", answer="today")
    assert "Today" in resident.get("/en/ask/check").main


def test_nobody_is_asked_what_they_have_just_said(resident) -> None:
    """A postcode in the message is an answer."""
    resident.post("/en/chat", words="I have no food, I live in N17 9HD")
    resident.post("/en/chat", guess="yes")
    page = resident.post("/en/chat", answer="today")

    assert "Here is who can help" in page.main


def test_danger_comes_before_everything(resident) -> None:
    """The right numbers first, and then help goes on."""
    page = resident.post("/en/chat", words="I want to end my life and I have debts")

    assert page.root.all("section", id="danger-suicide")
    assert page.main.index("999") < page.main.index("It sounds like")
    assert page.root.all("a", href="/en/leave")


def test_what_is_not_understood_is_said_kindly(resident) -> None:
    """With the doors below, never an error."""
    page = resident.post("/en/chat", words="qwertyuiop")

    assert "did not understand" in page.main
    assert "I do not have enough money" in page.main


def test_an_empty_message_says_what_to_do(resident) -> None:
    """400 and a sentence; nothing lost."""
    assert "Type a few words" in resident.post("/en/chat", status=400, words="   ").main
