"""What must hold of one translated sentence: each line of a table is one fact."""

from __future__ import annotations

from datetime import date

import pytest
from babel.messages.catalog import Message

from navigator.languages.catalogues import catalogue_problems
from navigator.languages.glossary import read_terms
from navigator.languages.rules import Rules, most_letters, numbers_problem, strange_letters
from navigator.languages.states import State, mark_read, state_of
from navigator.settings import ROOT
from navigator.yaml_files import YamlFile

GLOSSARY = YamlFile(ROOT / "translations" / "glossary.yaml").data


@pytest.mark.parametrize(
    ("english", "said", "wrong"),
    [
        ("Call 020 8489 1000", "Ara 020 8489 1000", ""),
        ("Call 020 8489 1000", "Ara 020\u00a08489\u00a01000", ""),
        ("Call 020 8489 1000", "اتصل ٠٢٠ ٨٤٨٩ ١٠٠٠", ""),
        ("Call 020 8489 1000", "Ara 020 8489 1001", "02084891000, 02084891001"),
        ("Call 020 8489 1000", "Ara", "02084891000"),
        ("Call us", "020 8489 1000 ara", "02084891000"),
        ("Up to £1,000", "Até £1 000", ""),
        ("Up to £1,000", "bis £1.000", ""),
        ("For 2 people", "Για δύο άτομα", ""),
        ("For 12 people", "Για δώδεκα άτομα", "12"),
        ("9am to 5pm", "9.00–17.00", ""),
        ("9.30am to 5pm", "de 9h30 à 17h", ""),
        ("9 to 5.30pm", "od 9 do 17.30", ""),
        ("9am to 5pm", "9.00–16.00", "16, 5"),
        ("Until 8.45am", "do 8.15", "15, 45"),
        ("24 hours", "24 ore", ""),
        ("24 hours", "jour et nuit", "24"),
        ("Adults", "Възрастни (над 18 години)", ""),
        ("Open in 2019", "Open", "2019"),
    ],
)
def test_numbers_stay(english, said, wrong) -> None:
    assert numbers_problem(english, said) == wrong


@pytest.mark.parametrize(
    ("said", "code", "strange"),
    [
        ("работа", "bg", ""),
        ("рaбота", "bg", "рaбота"),
        ("GP-то", "bg", ""),
        ("τo σπίτι", "el", "τo"),
        ("мы", "uk", "ы"),
        ("یک خانه", "fa", ""),
        ("يك خانه", "fa", "كي"),
        ("گھر میں", "ur", ""),
        ("گھر مين", "ur", "ي"),
        ("ışık", "tr", ""),
        ("xanı", "ku", "ı"),
        ("soluţie", "ro", "ţ"),
        ("soluție", "ro", ""),
    ],
)
def test_letters_are_of_their_own_alphabet(said, code, strange) -> None:
    assert strange_letters(said, code) == strange


@pytest.mark.parametrize(
    ("english", "said", "code", "says"),
    [
        ("Read <b>this</b>", "Bunu okuyun", "tr", "mark-up"),
        ("Read this", "<b>Bunu</b> okuyun", "tr", "mark-up"),
        ("Read <b>this</b>", "<b>Bunu</b> okuyun", "tr", ""),
        ("Call 0808 2000 247", "0808 2000 247 پر فون کریں", "ur", "swap places"),
        ("Call 0808 2000 247", "0808\u00a02000\u00a0247 پر فون کریں", "ur", ""),
        ("Call 0808 2000 247", "به \u20660808 2000 247\u2069 زنگ بزنید", "fa", ""),
        ("Home", "\u2066خانه", "fa", "direction mark"),
        ("Home", "Ev\u200f", "tr", "direction mark"),
        ("See your GP", "Doktorunuza gidin", "tr", "lost 'GP'"),
        ("Call 999", "টেলিফোন ৯৯৯", "bn", ""),
        ("Ask for Connected Communities", "Ekibi sorun", "tr", "lost 'Connected Communities'"),
        ("The GPS signal", "GPS", "tr", ""),
        ("Call us now please", "Call us now please", "tr", "still English"),
        ("Wood Green Library", "Wood Green Library", "tr", ""),
        ("Send", "x" * 41, "tr", "on a button"),
        ("Send", "x" * 40, "tr", ""),
    ],
)
def test_what_else_must_hold(english, said, code, says) -> None:
    found = [problem for problem, _remedy in Rules(code, GLOSSARY, {"Send"}).problems(Message(english, said))]

    assert any(says in problem for problem in found) if says else found == []


@pytest.mark.parametrize(("english", "most"), [("Send", 40), ("x" * 20, 44), ("x" * 21, 0)])
def test_a_button_has_room_for(english, most) -> None:
    assert most_letters(english) == most


@pytest.mark.parametrize(
    ("message", "english", "state"),
    [
        (Message("Print", ""), None, State("missing")),
        (Message(("One", "Many"), ("Bir", "")), None, State("missing")),
        (Message("Print", "Yazdır"), None, State("drafted")),
        (Message("Print", "Yazdır"), "Print", State("drafted")),
        (Message("Print", "Yazdır"), "Print it", State("stale")),
        (Message("Print", "Yazdır", flags=["fuzzy"]), None, State("stale")),
        (Message("Print", "Yazdır", user_comments=["read: Ayşe K, 2026-11-26"]), None, State("read", "Ayşe K", "2026-11-26")),
        (Message("Print", "Yazdır", user_comments=["read: Ayşe K, 2026-11-26"]), "Print it", State("stale", "Ayşe K", "2026-11-26")),
        (Message("Print", "Yazdır", user_comments=["is this right?"]), None, State("drafted")),
    ],
)  # fmt: skip
def test_the_state_of_a_sentence(message, english, state) -> None:
    assert state_of(message, english) == state


def test_a_second_reader_replaces_the_first() -> None:
    message = Message("Print", "Yazdır", user_comments=["short", "read: Ayşe K, 2026-11-26"])
    mark_read(message, "Deniz, B", date(2026, 12, 1))

    assert message.user_comments == ["short", "read: Deniz B, 2026-12-01"]


@pytest.mark.parametrize(
    ("english", "said", "says"),
    [
        ("In %(place)s", "%(place)s içinde", ""),
        ("In %(place)s", "içinde", "placeholder place"),
        (("One", "%(n)s more"), ("", "daha"), "plural form"),
        (("One", "%(n)s more"), ("Bir", "%(m)s daha"), "placeholder"),
        (("One", "%(n)s more"), ("Bir", "%(n)s daha"), ""),
    ],
)
def test_placeholders_and_plurals(english, said, says) -> None:
    found = [problem.says for problem in catalogue_problems([Message(english, said)], "tr.po")]

    assert any(says in problem for problem in found) if says else found == []


@pytest.mark.parametrize(
    ("term", "english", "is_in"),
    [
        ("library", "Ask at a library.", True),
        ("library", "Library: books", True),
        ("library", "Ask at Wood Green Library.", False),
        ("crisis", "Look on the Crisis website", False),
        ("benefit", "Ask about Housing Benefit", False),
        ("walk in", "You can walk in to the centre", True),
        ("walk in", "We walk in a group", False),
    ],
)
def test_a_term_is_found_where_it_is_a_word(term, english, is_in) -> None:
    terms = {one.english: one for one in read_terms(GLOSSARY)}

    assert terms[term].is_in(english) == is_in


def test_the_glossary_has_the_words_of_every_language() -> None:
    """A term without a word in some language has none in any: it stays English everywhere, or its English is glossed where a reader needs it."""
    codes = {po.parent.parent.name for po in (ROOT / "translations").glob("*/LC_MESSAGES/messages.po")} - {"en-easy"}

    assert [
        (term.english, sorted(codes - set(term.words)))
        for term in read_terms(GLOSSARY)
        if not term.keep and codes - set(term.words)
    ] == []
