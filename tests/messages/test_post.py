"""Letters by a make-believe GOV.UK Notify on loopback: sent once whatever it answers, and nothing of the person kept afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest

from navigator.database import Database, utc_now
from navigator.messages.address import address_problem, settled
from navigator.messages.notify import Notify
from navigator.messages.outbox import WAITS, Outgoing, put, send_due
from tests.messages.fake_notify import KEY


@pytest.fixture
def office(fake) -> Notify:
    return Notify(KEY, fake.url, {"email": "e", "text": "t"}, lambda code: lambda sentence: sentence)


@pytest.fixture
def session(new_borough):
    borough = new_borough(people=False)
    made = borough.database._maker()
    yield made
    made.close()


def letter(session) -> Outgoing:
    row = put(session, "text", "07700900123", "did-it-help", "en", {"link": "https://x.example/1"})
    session.commit()
    return row


def rounds(session, office, times: int) -> None:
    """Do the rounds, each after the next wait."""
    moment = utc_now()
    for wait in (0, *WAITS)[:times]:
        moment += timedelta(seconds=wait + 1)
        send_due(session, office.post, office.known, moment)


def test_a_letter_goes_once_and_its_words_are_forgotten(session, office, fake) -> None:
    row = letter(session)
    rounds(session, office, 3)
    session.refresh(row)

    assert len(fake.sent) == 1
    assert fake.sent[0]["personalisation"] == {
        "words": "You asked for help some time ago. Please tell us if it helped, in a minute: https://x.example/1"
    }
    assert (row.state, row.to, row.fields) == ("sent", None, None)


@pytest.mark.parametrize("answers", [[500], [500, 503, 429], [502] * 5])
def test_an_outage_is_waited_out(session, office, fake, answers) -> None:
    fake.answers = list(answers)
    row = letter(session)
    rounds(session, office, 7)
    session.refresh(row)

    assert len(fake.sent) == 1
    assert row.state == "sent"


def test_an_answer_that_got_lost_does_not_send_twice(session, office, fake) -> None:
    """Notify took the letter and the line broke: it is asked before another try."""
    fake.lose_answer = True
    row = letter(session)
    rounds(session, office, 4)
    session.refresh(row)

    assert len(fake.sent) == 1
    assert row.state == "sent"


def test_what_notify_refuses_for_good_is_stuck_and_seen(session, office, fake) -> None:
    fake.answers = [400]
    row = letter(session)
    rounds(session, office, 7)
    session.refresh(row)

    assert (row.state, row.tries, fake.sent) == ("stuck", 1, [])
    assert "07700" not in row.error


def test_after_every_wait_it_is_stuck(session, office, fake) -> None:
    fake.answers = [500] * 20
    row = letter(session)
    rounds(session, office, 7)
    session.refresh(row)

    assert row.state == "stuck"


@pytest.mark.parametrize("answers", [[400], [500] * 20])
def test_a_list_sent_to_oneself_that_cannot_go_is_forgotten(session, office, fake, answers) -> None:
    """Nobody at the desk knows whose it is, so nobody could put it right: no address stays."""
    fake.answers = answers
    row = put(session, "text", "07700900123", "my-list", "en", {"link": "https://x.example/1"})
    session.commit()
    rounds(session, office, 7)
    session.refresh(row)

    assert (row.state, row.to, row.fields, fake.sent) == ("stuck", None, None, [])


def test_the_same_event_puts_one_letter(session) -> None:
    put(session, "text", "07700900123", "did-it-help", "en", {"link": "x"}, reference="outcome-1")
    put(session, "text", "07700900123", "did-it-help", "en", {"link": "x"}, reference="outcome-1")

    assert session.query(Outgoing).count() == 1


def test_an_event_that_is_undone_puts_no_letter(new_borough) -> None:
    """The outbox is in the transaction of what caused it."""
    database: Database = new_borough(people=False).database

    def fail_halfway() -> None:
        with database.session() as session:
            put(session, "text", "07700900123", "did-it-help", "en", {"link": "x"})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_halfway()
    with database.session() as session:
        assert session.query(Outgoing).count() == 0


@pytest.mark.parametrize(
    ("way", "typed", "says"),
    [
        ("text", "07700 900123", ""), ("text", "+44 7700 900 123", ""), ("text", "٠٧٧٠٠ ٩٠٠١٢٣", ""), ("text", "020 8489 1400", "landline"),
        ("phone", "020 8489 1400", ""), ("phone", "12", "UK phone number"), ("email", "a @example.org", ""), ("email", "a@example", "such as"),
    ],
)  # fmt: skip
def test_where_a_letter_can_go(way, typed, says) -> None:
    problem = address_problem(way, typed)

    assert says in problem if says else problem == ""


def test_an_address_is_settled_for_the_post() -> None:
    assert settled("text", "07700 900123") == "+447700900123"
    assert settled("email", "a @example.org") == "a@example.org"
