"""Cases, consent and plans at the desk, and everything that can go wrong with them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import text

from navigator import clock
from navigator.actions.do_rounds import do_rounds
from navigator.actions.erase import erase_overdue, overdue
from navigator.actions.keep_copies import back_up, move, restore
from navigator.actions.keep_database import differences, downgrade, revision, upgrade
from navigator.actions.make_referral import usual_days
from navigator.casework.audit import AuditRow, broken_links
from navigator.casework.case import Case, nhs_number_problem
from navigator.casework.referral import Outcome, Referral
from navigator.casework.working_days import after_working_days, working_days_between
from navigator.database import Database
from navigator.insight.tally import Tally
from navigator.messages.outbox import Outgoing
from tests.records import SERVER, Borough, Navigator, database_url

PERSON = {
    "called": "Samira",
    "language": "ar",
    "reach_way": "text",
    "reach_at": "07700 900555",
    "messages_ok": "y",
    "needs": ["debt"],
    "manner": "spoken",
}


def case_of(borough: Borough, called: str = "Samira") -> Case:
    with borough.session() as session:
        found = next(case for case in session.query(Case) if case.called.startswith(called))
        session.refresh(found, ["consents", "notes"])
        return found


@pytest.fixture
def desk(new_borough):
    return new_borough()


@pytest.fixture
def ana(desk):
    return desk.staff("ana")


def open_case(ana, **more: object) -> str:
    """Keep a record through the form; return its number."""
    answer = ana.post("/desk/cases/new", follow=False, **{**PERSON, **more})
    assert answer.status_code == 303, re.findall(r"error-message.*?</p>", answer.get_data(as_text=True), re.S)
    return answer.location.rsplit("/", 1)[-1]


def test_a_record_needs_a_yes(ana) -> None:
    """Without it nothing is kept."""
    page = ana.post("/desk/cases/new", 400, **{**PERSON, "manner": ""})

    assert "Without a yes nothing is kept" in page.main
    assert not any(case.called == "Samira" for case in all_cases(ana.borough))


def all_cases(borough: Borough) -> list[Case]:
    with borough.session() as session:
        return list(session.query(Case))


def test_the_words_of_consent_are_in_the_residents_language(ana) -> None:
    page = ana.get("/desk/cases/new?language=tr")

    assert "Kayıt tutabilir miyim?" in page.main


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"nhs_number": "943 476 5918"}, "One of the figures is wrong"), ({"nhs_number": "12345"}, "10 figures"),
        ({"postcode": "🦄🦄🦄"}, "could not read that as a postcode"), ({"reach_at": "020 8489 1400"}, "landline"),
        ({"reach_at": ""}, "Type the number or address"), ({"reach_way": "email", "reach_at": "not an address"}, "such as name@example.org"),
        ({"called": ""}, "what they want to be called"), ({"called": "x" * 90}, "80 letters or fewer"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_said_by_its_field(ana, typed, says) -> None:
    page = ana.post("/desk/cases/new", 400, **{**PERSON, **typed})

    assert says in page.main
    assert PERSON["needs"][0] in page.html


def test_a_possible_duplicate_is_offered_and_never_merged(ana) -> None:
    open_case(ana)
    page = ana.post("/desk/cases/new", **{**PERSON, "called": "Sam"})

    assert "Perhaps you know this person already: Samira" in page.main
    assert len([case for case in all_cases(ana.borough) if case.called in ("Sam", "Samira")]) == 1
    open_case(ana, called="Sam", not_the_same="1")
    assert len([case for case in all_cases(ana.borough) if case.called in ("Sam", "Samira")]) == 2


def test_two_people_editing_one_case_lose_nothing(desk, ana) -> None:
    case_id = open_case(ana)
    bilal = desk.staff("bilal")
    changed = {**PERSON, "version": "1"}
    ana.post(f"/desk/cases/{case_id}/change", **{**changed, "called": "Samira A"})
    page = bilal.post(f"/desk/cases/{case_id}/change", 409, **{**changed, "cares_for": "her mother"})

    assert "Samira A" in page.main
    assert "her mother" in page.html
    assert case_of(desk).cares_for is None


def test_sharing_needs_its_own_yes(ana) -> None:
    case_id = open_case(ana)
    page = ana.get(f"/desk/cases/{case_id}/refer/{email_service(ana.borough)}")

    assert page.heading.startswith("Share with")


def email_service(borough: Borough) -> str:
    from navigator.actions.imagine import three_services

    return three_services(borough.shelf.current())[1].id


def refer(ana, case_id: str, service_id: str, **more: object):
    """Note the yes, and send the referral."""
    ana.post(f"/desk/cases/{case_id}/consent/share?for={service_id}&need=debt", manner="spoken")
    return ana.post(
        f"/desk/cases/{case_id}/refer/{service_id}",
        need="debt",
        reason="Letters unopened",
        priority="routine",
        **{"route": "email", **more},
    )


def test_a_yes_taken_back_while_the_form_is_open_stops_the_referral(desk, ana) -> None:
    case_id, service_id = open_case(ana), email_service(desk)
    ana.post(f"/desk/cases/{case_id}/consent/share?for={service_id}", manner="spoken")
    consent = next(c for c in case_of(desk).consents if c.purpose == "share")
    ana.post(f"/desk/cases/{case_id}/consents/{consent.public_id}/take-back")
    page = ana.post(
        f"/desk/cases/{case_id}/refer/{service_id}", need="debt", reason="x", priority="routine", route="email"
    )

    assert page.status == 409
    assert "Nothing was sent" in page.main


def test_taking_back_sharing_withdraws_the_referral_and_ends_its_link(desk, ana) -> None:
    case_id, service_id = open_case(ana), email_service(desk)
    refer(ana, case_id, service_id)
    link = letters(desk)[-1]
    consent = next(c for c in case_of(desk).consents if c.purpose == "share")
    ana.post(f"/desk/cases/{case_id}/consents/{consent.public_id}/take-back")

    assert desk.app.test_client().get(link).status_code == 410


def test_taking_back_the_record_erases_it(desk, ana) -> None:
    case_id = open_case(ana)
    consent = case_of(desk).consents[0]
    page = ana.get(f"/desk/cases/{case_id}/consents/{consent.public_id}/take-back")
    assert "Your record is erased now" in page.main
    ana.post(f"/desk/cases/{case_id}/consents/{consent.public_id}/take-back")

    assert ana.client.get(f"/desk/cases/{case_id}").status_code == 404


def letters(desk: Borough) -> list[str]:
    """Do the rounds and return the addresses in the letters written, oldest first."""
    do_rounds(desk.database, desk.shelf, desk.settings)
    found = sorted((desk.settings.data / "letters").glob("*.txt"), key=lambda p: p.stat().st_mtime_ns)
    return [re.search(r"http://[^/]+(/\S+)", path.read_text())[1] for path in found]


def test_a_service_answers_by_its_link(desk, ana) -> None:
    case_id, service_id = open_case(ana), email_service(desk)
    refer(ana, case_id, service_id)
    link = letters(desk)[-1]
    service = desk.app.test_client()
    assert "Letters unopened" in service.get(link).get_data(as_text=True)
    assert service.post(link, data={"state": "declined"}).status_code == 400

    assert service.post(link, data={"state": "declined", "declined_for": "full"}).status_code == 200
    assert service.get(link).status_code == 410
    assert "They have no room now" in ana.get(f"/desk/cases/{case_id}").main.replace("they have", "They have")


@pytest.mark.parametrize("path", ["/en/answer/made-up", "/ar/plan/made-up", "/tr/did-it-help/made-up"])
def test_a_link_that_is_not_ours_is_said_to_be_over(desk, path) -> None:
    assert desk.app.test_client().get(path).status_code == 410


def test_guessing_links_is_stopped(desk) -> None:
    client = desk.app.test_client()
    answers = [client.get(f"/en/answer/guess-{n}").status_code for n in range(8)]

    assert answers[-1] == 429


def test_silence_is_chased_after_6_and_9_working_days_and_ends_after_30(desk, ana) -> None:
    case_id = open_case(ana)
    refer(ana, case_id, email_service(desk))
    ours = case_of(desk).id
    letters(desk)
    start = clock.today()
    story = []
    for day in range(1, 32):
        with clock.moved(timedelta(days=day, hours=1)):
            do_rounds(desk.database, desk.shelf, desk.settings)
            do_rounds(desk.database, desk.shelf, desk.settings)
            with desk.session() as session:
                referral = session.query(Referral).filter_by(case_id=ours).one()
                story.append((working_days_between(start, clock.today()), referral.chased, referral.state))

    assert {chased for worked, chased, state in story if worked < 6} == {0}
    assert {chased for worked, chased, state in story if 6 <= worked < 9} == {1}
    assert {chased for worked, chased, state in story if worked >= 9} == {2}
    assert story[28][2] == "sent"
    assert story[-1][2] == "expired"
    with desk.session() as session:
        chases = [
            o
            for o in session.query(Outgoing)
            if o.reference.startswith("chase")
            and o.reference.split("-")[1] == session.query(Referral).filter_by(case_id=ours).one().public_id
        ]
    assert len(chases) == 2


def test_christmas_is_no_working_day() -> None:
    from datetime import date

    assert after_working_days(date(2026, 12, 24), 1) == date(2026, 12, 29)


def test_a_service_closed_this_morning_is_not_asked(desk, ana) -> None:
    closed = next(s for s in desk.shelf.current().directory.services.values() if not s.is_offered)
    case_id = open_case(ana)

    assert "cannot be asked" in ana.get(f"/desk/cases/{case_id}/refer/{closed.id}", 409).heading


def test_the_same_service_is_not_asked_twice(desk, ana) -> None:
    case_id, service_id = open_case(ana), email_service(desk)
    refer(ana, case_id, service_id)
    page = ana.post(
        f"/desk/cases/{case_id}/refer/{service_id}", need="debt", reason="again", priority="routine", route="email"
    )

    assert "asked already" in page.main


def test_usually_answers_is_said_only_with_enough_answers(desk) -> None:
    service_id = desk.shelf.current().place.front_doors[0]
    with desk.session() as session:
        few = usual_days(session, service_id)
        for referral in session.query(Referral).filter_by(service_id=service_id):
            referral.answered_at = referral.sent_at + timedelta(days=7)
        for referral in session.query(Referral).filter(Referral.service_id != service_id).limit(3):
            referral.service_id, referral.answered_at = service_id, referral.sent_at + timedelta(days=7)
        enough = usual_days(session, service_id)

    assert few is None
    assert 4 <= enough <= 5


def test_the_directory_shows_what_a_desk_says_of_itself(desk) -> None:
    service_id = desk.shelf.current().place.front_doors[0]
    dev = desk.staff("dev")
    dev.post(f"/desk/capacity/{service_id}", capacity="busy", wait_days="12")

    assert "About 12 days' wait" in Navigator(desk).get(f"/en/services/{service_id}").main
    assert dev.post(f"/desk/capacity/{service_id}", 400, capacity="busy", wait_days="soon").status == 400


def test_a_message_is_sent_only_where_it_is_safe(desk, ana) -> None:
    case_id = open_case(ana, messages_ok="")
    ana.post(f"/desk/cases/{case_id}/goal", words="Peace", need="debt", score="2")
    before = len(letters(desk))
    page = ana.post(f"/desk/cases/{case_id}/share", word="jasmine")

    assert "Show it to them" in page.main
    assert len(letters(desk)) == before


def test_the_plan_opens_with_the_word_and_ends_when_they_say(desk, ana) -> None:
    case_id = open_case(ana)
    ana.post(f"/desk/cases/{case_id}/goal", words="أريد أن أنام بسلام", need="debt", score="2")
    ana.post(f"/desk/cases/{case_id}/share", word="Yasmin")
    link = next(address for address in reversed(letters(desk)) if "/plan/" in address)
    phone = desk.app.test_client()
    assert "أريد" not in phone.get(link).get_data(as_text=True)
    assert phone.post(link, data={"word": "rose"}).status_code == 400
    opened = phone.post(link, data={"word": " YASMIN "}).get_data(as_text=True)
    assert "أريد أن أنام بسلام" in opened
    assert link.startswith("/ar/")
    phone.post(link, data={"word": "yasmin", "end": "1"})

    assert phone.get(link).status_code == 410


def test_the_link_of_a_plan_is_not_guessed_word_by_word(desk, ana) -> None:
    case_id = open_case(ana)
    ana.post(f"/desk/cases/{case_id}/goal", words="x", need="debt", score="")
    ana.post(f"/desk/cases/{case_id}/share", word="yasmin")
    link = next(address for address in reversed(letters(desk)) if "/plan/" in address)
    phone = desk.app.test_client()
    for word in ("one1", "two2", "three", "four", "five"):
        phone.post(link, data={"word": word})

    assert phone.post(link, data={"word": "yasmin"}).status_code == 429


def test_a_code_carries_a_list_once(desk, ana) -> None:
    phone = desk.app.test_client()
    service_id = next(iter(desk.shelf.current().directory.services))
    phone.post("/tr/list", data={"keep": service_id})
    code = re.search(r'class="code"><bdi dir="ltr">([^<]+)', phone.post("/tr/list/code").get_data(as_text=True))[1]
    page = ana.post("/desk/together", code=code.lower())
    assert "Nothing about who they are came with it" in page.main
    assert service_id in page.html

    assert "does not fit" in desk.staff("bilal").post("/desk/together", 400, code=code).main


def test_a_code_ends_after_a_quarter_of_an_hour(desk, ana) -> None:
    phone = desk.app.test_client()
    phone.post("/en/list", data={"keep": next(iter(desk.shelf.current().directory.services))})
    code = re.search(r'class="code"><bdi dir="ltr">([^<]+)', phone.post("/en/list/code").get_data(as_text=True))[1]
    with clock.moved(timedelta(minutes=16)):
        assert "does not fit" in ana.post("/desk/together", 400, code=code).main


def test_handing_over_to_another_agency_needs_a_yes(desk, ana) -> None:
    case_id = open_case(ana)
    page = ana.get(f"/desk/cases/{case_id}/hand-over")
    nora = re.search(r'<option value="([^"]+)"[^>]*>\s*Nora', page.html)[1]
    assert ana.post(f"/desk/cases/{case_id}/hand-over", to=nora, words="She speaks Polish").status == 409
    ana.post(f"/desk/cases/{case_id}/consent/share?for=agency:imagined-other", manner="spoken")
    ana.post(f"/desk/cases/{case_id}/hand-over", to=nora, words="She speaks Polish")

    assert ana.client.get(f"/desk/cases/{case_id}").status_code == 404
    assert "She speaks Polish" in desk.staff("nora").get(f"/desk/cases/{case_id}").main


def test_breaking_the_glass_asks_why_and_is_reported(desk, ana) -> None:
    case_id = open_case(ana)
    nora = desk.staff("nora")
    assert nora.post("/desk/break-glass", 400, case_id=case_id, reason="").status == 400
    page = nora.post("/desk/break-glass", case_id=case_id, reason="She said she would not be here tomorrow")
    assert page.heading == "Samira"
    with clock.moved(timedelta(minutes=20)):
        assert nora.client.get(f"/desk/glass/{case_id}").status_code == 200
    assert "would not be here tomorrow" in desk.staff("carol").get("/desk/").main


def test_the_database_holds_no_plain_words(desk, ana) -> None:
    """Names, phones and notes are looked for in the database, its log and a backup as plain text."""
    case_id = open_case(ana)
    ana.post(f"/desk/cases/{case_id}/note", words="Cries at night, a private note")
    refer(ana, case_id, email_service(desk))
    backup = back_up(desk.database, desk.settings.data / "copy.tar.gz")
    import tarfile

    with tarfile.open(backup) as archive:
        held = b"".join(archive.extractfile(name).read() for name in archive.getnames())
    for path in desk.settings.data.glob("navigator.sqlite*"):
        held += path.read_bytes()

    for secret in (
        "Samira",
        "07700 900555",
        "private note",
        "Letters unopened",
        "Yusuf",
        "Fatma",
        "900123",
        "wash himself",
    ):
        assert secret.encode() not in held, secret
        assert secret.encode("utf-16-le") not in held, secret


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        ("UPDATE audit SET detail = 'nothing' WHERE id = 5", "Row 5 was changed"),
        ("DELETE FROM audit WHERE id = 5", "does not follow"),
        ("UPDATE audit SET id = CASE id WHEN 5 THEN 100005 WHEN 6 THEN 100006 END WHERE id IN (5, 6)", "does not follow"),
    ],
)  # fmt: skip
def test_the_trail_tells_when_it_was_changed(desk, harm, says) -> None:
    with desk.session() as session:
        assert broken_links(session) == []
        session.execute(text(harm))
        session.commit()

        assert says in " ".join(broken_links(session))


def test_two_rows_of_the_trail_swapped_are_found(desk) -> None:
    with desk.session() as session:
        for before, after in ((5, -5), (6, 5), (-5, 6)):
            session.execute(text(f"UPDATE audit SET id = {after} WHERE id = {before}"))
        session.commit()

        assert broken_links(session)


def test_reading_a_case_is_in_the_trail(desk, ana) -> None:
    case_id = open_case(ana)
    ana.get(f"/desk/cases/{case_id}")
    with desk.session() as session:
        deeds = [row.deed for row in session.query(AuditRow).filter_by(subject=f"case:{case_id}")]

    assert deeds == ["open case", "consent given", "read", "read"] or deeds == ["open case", "consent given", "read"]


def test_retention_leaves_counts_and_no_person(desk, ana) -> None:
    case_id = open_case(ana)
    ana.post(f"/desk/cases/{case_id}/close")
    with desk.session() as session:
        assert overdue(session)["closed-case"] == 0
    with clock.moved(timedelta(days=731)), desk.session() as session:
        assert overdue(session)["closed-case"] == 1
        erase_overdue(session, lambda _: None)
    with desk.session() as session:
        assert not any(case.called == "Samira" for case in session.query(Case))
        assert session.query(Tally).filter_by(what="case", which="debt").one().number == 1
        assert broken_links(session) == []


def test_erasing_leaves_nothing_of_the_person(desk, ana) -> None:
    case_id = open_case(ana)
    refer(ana, case_id, email_service(desk))
    ana.post(f"/desk/cases/{case_id}/erase", why="asked for it")
    with desk.session() as session:
        assert session.query(Referral).filter(Referral.case_id.is_not(None)).count() == 15
        assert not any(case.public_id == case_id for case in session.query(Case))


def test_everything_kept_can_be_handed_out(desk, ana) -> None:
    case_id = open_case(ana)
    ana.post(f"/desk/cases/{case_id}/note", words="A note to hand out")
    read = ana.get(f"/desk/cases/{case_id}/export").main
    file = ana.client.get(f"/desk/cases/{case_id}/export?as=json").get_json()

    assert "A note to hand out" in read
    assert file["about"]["What they want to be called"] == "Samira"
    assert file["consents"][0]["purpose"] == "keep"


def test_a_follow_up_is_answered_once_by_link(desk, ana) -> None:
    case_id = open_case(ana)
    ana.post(f"/desk/cases/{case_id}/consent/follow-up", manner="spoken")
    ana.post(f"/desk/cases/{case_id}/goal", words="Sleep", need="debt", score="2")
    with clock.moved(timedelta(days=29)):
        link = next(address for address in reversed(letters(desk)) if "did-it-help" in address)
        phone = desk.app.test_client()
        with desk.session() as session:
            goal = re.search(r'name="(goal_\d+)"', phone.get(link).get_data(as_text=True))[1]
            assert session.query(Outcome).count()
        assert phone.post(link, data={"helped": "some"}).status_code == 400
        assert phone.post(link, data={"got_there": "yes", "helped": "a-lot", goal: "7"}).status_code == 200
        assert phone.get(link).status_code == 410
        ana = desk.staff("ana")
        assert "helped: a lot" in ana.get(f"/desk/cases/{case_id}").main


def test_the_database_away_loses_no_typed_words_and_residents_go_on(desk, ana) -> None:
    case_id = open_case(ana)
    ana.get(f"/desk/cases/{case_id}")
    token = ana.token()
    desk.database.close()
    engine = desk.database.engine
    away = Database(f"sqlite:///{desk.settings.data}/no-such-folder/x.sqlite", desk_ring())
    desk.database.engine = away.engine
    desk.database.sessions.configure(bind=away.engine)
    try:
        answer = ana.client.post(
            f"/desk/cases/{case_id}/note", data={"csrf_token": token, "words": "words that must not be lost " * 3}
        )
        public = desk.app.test_client()

        assert answer.status_code == 503
        assert b"words that must not be lost" in answer.data
        assert public.get("/en/").status_code == 200
        assert public.get("/en/help-now").status_code == 200
        assert public.get("/en/plan/x").status_code == 503
    finally:
        desk.database.engine = engine
        desk.database.sessions.remove()
        desk.database.sessions.configure(bind=engine)


def desk_ring():
    from navigator.database import ring

    return ring()


@pytest.mark.parametrize(
    ("number", "problem"), [("943 476 5919", None), ("9434765918", "digit"), ("1234", "length"), ("401-023-2137", None)]
)
def test_an_nhs_number_is_checked(number, problem) -> None:
    assert nhs_number_problem(number) == problem


def test_the_tables_walk_down_and_up(desk) -> None:
    assert differences(desk.database) == []
    downgrade(desk.database, "base")
    upgrade(desk.database)

    assert revision(desk.database)[0] == revision(desk.database)[1]
    assert differences(desk.database) == []


def test_a_backup_comes_back_whole(desk, ana, tmp_path) -> None:
    open_case(ana)
    backup = back_up(desk.database, tmp_path / "copy.tar.gz")
    with desk.session() as session:
        trail = session.query(AuditRow).count()
        session.query(Case).filter_by(public_id=case_of(desk).public_id).one().called = "Changed"
    restore(desk.database, backup, True, lambda _: None)

    with desk.session() as session:
        assert case_of(desk).called == "Samira"
        assert session.query(AuditRow).count() == trail
        assert broken_links(session) == []
    assert open_case(desk.staff("bilal"), called="After", reach_at="07700 900777")


def test_a_backup_is_whole_while_others_write(desk, tmp_path) -> None:
    import threading

    stop, errors = threading.Event(), []

    def write() -> None:
        from navigator.casework.audit import note

        while not stop.is_set():
            try:
                with desk.session() as session:
                    note(session, "clock", "tick", "clock")
            except Exception as error:
                errors.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        backups = [back_up(desk.database, tmp_path / f"{n}.tar.gz") for n in range(3)]
    finally:
        stop.set()
        writer.join()
    assert errors == []
    for backup in backups:
        restore(desk.database, backup, True, lambda _: None)
        with desk.session() as session:
            assert broken_links(session) == []


def test_a_restore_over_records_asks_first(desk, tmp_path) -> None:
    from navigator.errors import CannotDo

    backup = back_up(desk.database, tmp_path / "copy.tar.gz")

    with pytest.raises(CannotDo, match="--force"):
        restore(desk.database, backup, False, lambda _: None)


@pytest.mark.skipif(not SERVER, reason="there is no PostgreSQL beside these tests; `make test` starts one")
def test_everything_moves_from_sqlite_to_postgresql(tmp_path, settings, desk) -> None:
    url = f"sqlite:///{tmp_path / 'small.sqlite'}"
    small = Database(url, desk_ring())
    upgrade(small)
    move(desk.database, url, lambda _: None)
    rows = move(small, target := database_url(tmp_path), lambda _: None)
    there = Database(target, desk_ring())

    with there.session() as session:
        assert rows > 100
        assert sorted(case.called for case in session.query(Case))[0].startswith("Fatma")
        assert broken_links(session) == []
        session.add(Tally(month="2026-01", what="case", which="food", number=1))
    there.close()
    small.close()
