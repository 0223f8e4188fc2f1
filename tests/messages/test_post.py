"""Letters by a make-believe GOV.UK Notify on loopback: sent once whatever it answers, and nothing of the person kept afterwards."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from navigator.database import Database, utc_now
from navigator.messages.address import address_problem, settled
from navigator.messages.notify import Notify
from navigator.messages.outbox import WAITS, Outgoing, put, send_due

KEY = "key-11111111-1111-4111-8111-111111111111-22222222-2222-4222-8222-222222222222"


class FakeNotify:
    """Answers as told, and remembers what it was sent."""

    def __init__(self) -> None:
        self.sent, self.answers, self.lose_answer = [], [], False
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                status = fake.answers.pop(0) if fake.answers else 201
                if status == 201 or fake.lose_answer:
                    fake.sent.append(body)
                if fake.lose_answer:
                    fake.lose_answer = False
                    self.connection.close()
                    return
                self.reply(
                    status,
                    {"id": "1", "reference": body.get("reference")}
                    if status == 201
                    else {"status_code": status, "errors": [{"error": "X", "message": "x"}]},
                )

            def do_GET(self) -> None:
                reference = self.path.partition("reference=")[2].split("&")[0]
                self.reply(200, {"notifications": [b for b in fake.sent if b["reference"] == reference], "links": {}})

            def reply(self, status: int, body: object) -> None:
                out = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(out)))
                self.end_headers()
                self.wfile.write(out)

            def log_message(self, *_words: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def fake():
    made = FakeNotify()
    yield made
    made.server.shutdown()
    made.server.server_close()


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
