"""The open door: every answer held against the published schemas, exact paging, nothing secret, and back in again the same."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
import sqlite3
import zipfile
from pathlib import Path

import pytest

from navigator.actions.bake import bake_everything
from navigator.actions.take_in import do_import, plan_import, record_of
from navigator.directory.published import simple_hours
from navigator.directory.read import read_directory
from navigator.directory.records import Directory, Service
from navigator.directory.write import service_text
from navigator.oruk.feed import Feed
from navigator.settings import ROOT
from tests.conftest import make_settings
from tests.town import make_service

SCHEMAS = "https://openreferraluk.org/specifications/3.0/schema/"


@pytest.fixture(scope="session")
def get(app):
    """Ask the open door."""
    client = app.test_client()

    def ask(path: str, status: int = 200):
        answer = client.get(f"/oruk{path}")
        assert answer.status_code == status, f"{path}: {answer.status_code} {answer.get_data(as_text=True)[:200]}"
        assert answer.headers["Access-Control-Allow-Origin"] == "*", path
        return answer.get_json() if answer.is_json else answer

    return ask


@pytest.fixture(scope="session")
def valid(shared):
    """Return what is wrong with a body by one of the published schemas."""
    from jsonschema import Draft202012Validator, FormatChecker
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT202012

    folder = shared / "standards/schemas/oruk-3.0/schema"
    registry = Registry().with_resources(
        (SCHEMAS + path.name, Resource.from_contents(json.loads(path.read_text()), DRAFT202012))
        for path in folder.glob("*.json")
    )
    checker = FormatChecker()
    assert {"uri", "email", "uuid"} <= set(checker.checkers)

    def wrong(body: object, schema: str) -> list[str]:
        validator = Draft202012Validator(
            json.loads((folder / schema).read_text()), registry=registry, format_checker=checker
        )
        return [f"{'/'.join(map(str, e.path))}: {e.message[:160]}" for e in validator.iter_errors(body)][:5]

    return wrong


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        ("", "api_details.json"), ("/services", "service_list.json"), ("/services?full=true&per_page=100", "service_list.json"), ("/taxonomies", "taxonomy_list.json"),
        ("/taxonomy_terms?per_page=100", "taxonomy_term_list.json"), ("/organizations", "organization_list.json"), ("/service_at_locations", "service_at_location_list.json"),
    ],
)  # fmt: skip
def test_every_list_is_as_the_standard_says(get, valid, path, schema) -> None:
    body = get(path)

    assert valid(body, schema) == []
    pages = body.get("total_pages", 1)
    for page in range(2, pages + 1):
        assert valid(get(f"{path}{'&' if '?' in path else '?'}page={page}"), schema) == []


@pytest.mark.parametrize(
    ("path", "schema"),
    [("services", "service.json"), ("taxonomies", "taxonomy.json"), ("taxonomy_terms", "taxonomy_term.json"), ("organizations", "organization.json"), ("service_at_locations", "service_at_location.json")],
)  # fmt: skip
def test_every_record_is_as_the_standard_says(get, valid, path, schema) -> None:
    for line in get(f"/{path}?format=ndjson").get_data(as_text=True).splitlines():
        found = get(f"/{path}/{json.loads(line)['id']}")

        assert valid(found, schema) == []


def test_nothing_is_empty(get) -> None:
    """By our own copy of the rules: no null, no empty text, list or object anywhere; every id a UUID."""

    def wrong(value, path="") -> list[str]:
        if value in (None, "", [], {}):
            return [path]
        if isinstance(value, dict):
            return [w for key, inner in value.items() for w in wrong(inner, f"{path}/{key}")]
        return (
            [w for n, inner in enumerate(value) for w in wrong(inner, f"{path}/{n}")] if isinstance(value, list) else []
        )

    for service in get("/download/services.json")["services"]:
        assert wrong(service) == []
        assert len(service["id"]) == 36
        assert service["organization"]["description"]


@pytest.mark.parametrize("total", [0, 1, 19, 20, 21, 2000])
def test_paging_is_exact(baked, total, app, monkeypatch) -> None:
    services = {f"s{n}": make_service(f"s{n}", name=f"Service {n:04}") for n in range(total)}
    monkeypatch.setattr(
        "navigator.oruk.routes.feed",
        lambda: Feed(dataclasses.replace(baked, directory=Directory(services, {})), "https://x.example"),
    )
    client, seen = app.test_client(), []
    first = client.get("/oruk/services").get_json()
    for page in range(1, first["total_pages"] + 1):
        body = client.get(f"/oruk/services?page={page}").get_json()
        assert body["size"] == len(body["contents"]) == (20 if page < first["total_pages"] else total - 20 * (page - 1))
        assert (body["first_page"], body["last_page"], body["empty"]) == (
            page == 1,
            page == first["total_pages"],
            False,
        )
        seen += [row["id"] for row in body["contents"]]
    beyond = client.get(f"/oruk/services?page={first['total_pages'] + 1}").get_json()

    assert (first["total_items"], first["total_pages"]) == (total, -(-total // 20))
    assert len(set(seen)) == total
    assert beyond["empty"]
    assert beyond["contents"] == []
    assert client.get("/oruk/services?perPage=7").get_json()["size"] == min(7, total)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("page=0", "page"), ("page=abc", "page"), ("per_page=101", "per_page"), ("organization_id=x", "UUID"), ("modified_after=yesterday", "modified_after"), ("postcode=here", "postcode"), ("full=perhaps", "true or false"), ("format=xml", "ndjson"), ("day=XX", "day"), ("start_time=25:00", "start_time"),
        ("minimum_age=old", "number"),
    ],
)  # fmt: skip
def test_a_parameter_that_cannot_be_read_is_said(get, query, says) -> None:
    body = get(f"/services?{query}", 400)

    assert body["error"] == "bad_parameter"
    assert says in body["message"]


def test_filters_filter(get) -> None:
    assert 0 < get("/services?search=food")["total_items"] < 100
    assert 0 < get("/services?taxonomy_term_id=food")["total_items"] < 100
    near, nearer = (
        get("/services?postcode=N17 9HD&proximity=2000")["total_items"],
        get("/services?postcode=n179hd&proximity=500")["total_items"],
    )
    assert near > nearer
    assert get("/services?modified_after=2999-01-01")["total_items"] == 0
    assert get("/services?modified_after=2000-01-01T00:00:00 01:00")["total_items"] == get("/services")["total_items"]
    assert get("/services?unknown=1")["total_items"] == get("/services")["total_items"]
    assert get("/taxonomy_terms?top_only=1")["total_items"] == 46
    assert get("/services?day=SU&start_time=10:00")["total_items"] < get("/services?day=SU")["total_items"]


@pytest.mark.parametrize(
    "path", ["/services/xyz", "/services/00000000-0000-0000-0000-000000000000", "/nowhere", "/organizations/1"]
)
def test_what_is_not_there_is_said_in_json(get, path) -> None:
    assert get(path, 404)["error"] == "not_found"


def test_this_door_is_for_reading(app) -> None:
    answer = app.test_client().post("/oruk/services", json={})

    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert answer.get_json()["error"] == "method_not_allowed"


def test_an_answer_may_be_asked_for_only_when_changed(app) -> None:
    first = app.test_client().get("/oruk/services")

    assert app.test_client().get("/oruk/services", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_no_answer_leaks_what_is_kept_back(get, baked) -> None:
    """Unverified numbers, notes for staff, secret addresses: looked for in every whole download."""
    whole = json.dumps(get("/download/services.json"), ensure_ascii=False)
    zipped = zipfile.ZipFile(io.BytesIO(get("/download/tabular.zip").data))
    whole += "".join(zipped.read(name).decode() for name in zipped.namelist()) + get(
        "/download/directory.sqlite"
    ).data.decode("latin-1")
    shown = {phone.number for service in baked.directory.services.values() for phone in service.shown_phones}
    for service in baked.directory.services.values():
        for phone in service.phones:
            alone = re.search(rf"(?<![\w.-]){re.escape(phone.number)}(?![\w.-])", whole)
            assert phone.verified or phone.number in shown or not alone, service.id
        assert not service.staff_note or service.staff_note[:60] not in whole, service.id
        if service.confidential_address:
            assert not any(place.address and place.address in whole for place in service.locations), service.id


def test_the_described_api_is_the_api(app) -> None:
    """Schemathesis asks every address what the served document says, with parameters right and wrong."""
    import schemathesis

    schema = schemathesis.openapi.from_wsgi("/oruk/openapi.json", app)
    tried = 0
    for operation in schema.get_all_operations():
        strategy = operation.ok().as_strategy()
        from hypothesis import HealthCheck, Phase, given, settings

        @settings(
            max_examples=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
            derandomize=True,
            database=None,
        )
        @given(case=strategy)
        def ask(case) -> None:
            nonlocal tried
            tried += 1
            case.call_and_validate(base_url="http://localhost/oruk", headers={"Accept-Encoding": "identity"})

        ask()
    assert tried > 100


# ---- and in again


def public(service: Service) -> Service:
    """Return a service as its feed may tell it: without what is kept back."""
    return dataclasses.replace(service, phones=service.shown_phones, locations=service.shown_locations, staff_note="")


@pytest.fixture
def empty_place(tmp_path, settings):
    """A copy of the place without a service or organisation."""
    import shutil

    shutil.copytree(
        ROOT / "directory_data" / "haringey",
        tmp_path / "data" / "haringey",
        ignore=shutil.ignore_patterns("services", "words"),
    )
    (tmp_path / "data" / "haringey" / "services").mkdir()
    (tmp_path / "data" / "haringey" / "organisations.yaml").write_text("# Who runs the services.\n[]\n")
    (tmp_path / "var").mkdir()
    return make_settings(tmp_path / "var", directory_data=tmp_path / "data")


@pytest.mark.parametrize(
    ("path", "name"), [("services.json", "feed.json"), ("tabular.zip", "feed.zip"), ("directory.sqlite", "feed.sqlite")]
)
def test_out_and_in_again_is_the_same_directory(get, baked, empty_place, tmp_path, path, name) -> None:
    """As JSON, as the tabular package and as SQLite: the same directory, field by field."""
    answer = get(f"/download/{path}")
    (tmp_path / name).write_bytes(json.dumps(answer).encode() if isinstance(answer, dict) else answer.data)
    plan = plan_import(empty_place, str(tmp_path / name), set(baked.flows.needs), print)
    assert {change.kind for change in plan.changes} <= {"new", "perhaps-same"}
    do_import(empty_place, plan, {change.id for change in plan.changes}, False)
    back, _, problems = read_directory(empty_place.directory_data / "haringey")
    ours = baked.directory  # with the points found for its addresses, as its feed tells them

    assert problems == []
    assert back.services.keys() == ours.services.keys()
    for service_id, service in ours.services.items():
        assert back.services[service_id] == public(service)


def test_the_tabular_package_and_sqlite_hold_every_service(get, baked) -> None:
    zipped = zipfile.ZipFile(io.BytesIO(get("/download/tabular.zip").data))
    rows = list(csv.DictReader(io.StringIO(zipped.read("service.csv").decode())))
    file = sqlite3.connect(":memory:")
    file.deserialize(get("/download/directory.sqlite").data)
    wanted = {service.name for service in baked.directory.services.values()}

    assert {row["name"] for row in rows} == {name for (name,) in file.execute("SELECT name FROM service")} == wanted
    described = {resource["path"] for resource in json.loads(zipped.read("datapackage.json"))["resources"]}
    assert described == set(zipped.namelist()) - {"datapackage.json"}
    for table, key, other in (
        ("service", "organization_id", "organization"),
        ("phone", "service_id", "service"),
        ("attribute", "taxonomy_term_id", "taxonomy_term"),
    ):
        assert file.execute(
            f"SELECT count(*) FROM {table} WHERE {key} IS NOT NULL AND {key} NOT IN (SELECT id FROM {other})"
        ).fetchone() == (0,)
    file.close()


def test_the_tabular_services_come_back_field_by_field(get, baked) -> None:
    zipped = zipfile.ZipFile(io.BytesIO(get("/download/tabular.zip").data))
    rows = csv.DictReader(io.StringIO(zipped.read("service.csv").decode()))
    by_id = {json.loads(row["navigator_record"])["id"]: row for row in rows}

    for service in baked.directory.services.values():
        own = json.loads(by_id[service.id]["navigator_record"])
        assert tuple(own["main_needs"]) == service.main_needs
        assert by_id[service.id]["description"] == service.summary


@pytest.mark.parametrize("folder", ["oruk-3.0/examples", "oruk-validator-mocks/V3.0-UK-Default", "hsds-3.0/examples"])
def test_published_sample_feeds_come_in(shared, empty_place, baked, folder) -> None:
    plan = plan_import(empty_place, str(shared / "standards/schemas" / folder), set(baked.flows.needs), print)

    assert len(plan.of("new")) + len(plan.of("perhaps-same")) >= 1
    assert do_import(empty_place, plan, set(), False) >= 1


OLD = {
    "id": "1", "name": "Caf&eacute; Together", "description": "<p>Lunch for <b>older people</b> every Tuesday.</p><script>x()</script>", "status": "active", "url": "https://cafe.example",
    "organization": {"id": "2", "name": "Cafe Trust", "url": "https://cafe.example"},
    "regular_schedules": [{"id": "3", "opens_at": "12:00", "closes_at": "14:00", "byday": "TU", "freq": "WEEKLY"}],
    "eligibilitys": [{"id": "4", "minimum_age": "55", "maximum_age": None}], "cost_options": [{"id": "5", "amount": 0}],
    "contacts": [{"id": "6", "phones": [{"id": "7", "number": "020 8489 140"}, {"id": "8", "number": "020 8489 1400"}]}],
    "service_at_locations": [{"id": "9", "location": {"id": "10", "name": "Hall", "latitude": 51.59, "longitude": -0.1, "physical_addresses": [{"address_1": "1 High Road", "city": "London", "postal_code": "n17 9hd"}]}}],
    "service_taxonomys": [{"taxonomy": {"id": "esdServiceType:1", "name": "Lunch clubs"}}], "reviews": [{"id": "11"}],
}  # fmt: skip


def test_a_record_of_the_old_standard(baked) -> None:
    found = record_of("1.0", OLD, "https://old.example", set(baked.flows.needs))

    service = found.service
    assert service.name == "Café Together"
    assert service.summary == "Lunch for older people every Tuesday."
    assert service.schedule.opening == "Tu 12:00-14:00"
    assert (service.eligibility.minimum_age, service.cost) == (55, "free")
    assert service.locations[0].postcode == "N17 9HD"
    assert service.shown_phones == ()
    assert "reviews" in found.lost
    assert service.sources == ("https://old.example",)


def test_broken_records_lose_themselves_and_not_the_run(tmp_path, empty_place, baked) -> None:
    rows = [
        OLD,
        {"name": "", "status": "active"},
        OLD | {"name": "Bad ages", "minimum_age": "old"},
        OLD,
        "not a record",
    ]
    (tmp_path / "feed.json").write_text(json.dumps({"content": rows, "totalPages": 1}))
    plan = plan_import(empty_place, str(tmp_path / "feed.json"), set(baked.flows.needs), print)

    assert [change.kind for change in plan.changes] == ["new", "broken", "broken", "broken"]
    assert "stands twice" in plan.changes[3].says


def test_the_same_service_under_another_name_is_offered_not_merged(tmp_path, baked, settings) -> None:
    known = next(s for s in baked.directory.services.values() if s.id == "citizens-advice-haringey")
    (tmp_path / "feed.json").write_text(json.dumps([OLD | {"name": known.name + " Bureau"}]))
    plan = plan_import(
        dataclasses.replace(settings, data=tmp_path), str(tmp_path / "feed.json"), set(baked.flows.needs), print
    )

    assert plan.changes[0].kind == "perhaps-same"
    assert "citizens-advice-haringey" in plan.changes[0].says


def test_what_was_edited_here_is_not_written_over(tmp_path, empty_place, baked) -> None:
    needs = set(baked.flows.needs)
    (tmp_path / "feed.json").write_text(json.dumps([OLD]))
    do_import(empty_place, plan_import(empty_place, str(tmp_path / "feed.json"), needs, print), set(), False)
    assert plan_import(empty_place, str(tmp_path / "feed.json"), needs, print).changes[0].kind == "same"
    (tmp_path / "feed.json").write_text(json.dumps([OLD | {"description": "Lunch and company for older people."}]))
    assert plan_import(empty_place, str(tmp_path / "feed.json"), needs, print).changes[0].kind == "changed"
    file = empty_place.directory_data / "haringey" / "services" / "cafe-together.yaml"
    file.write_text(file.read_text().replace("Lunch for older", "Hot lunch for older"))

    assert plan_import(empty_place, str(tmp_path / "feed.json"), needs, print).changes[0].kind == "edited-here"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_spreadsheet_from_excel(tmp_path, empty_place, baked, encoding, separator) -> None:
    """Another encoding, another separator, columns shuffled: the same service."""
    lines = [
        ["Postcode", "Name", "SUMMARY", "needs", "Phone", "minimum_age"],
        ["N17 9HD", "Café Together", "Lunch for older people", "loneliness", "020 8489 1400", "55"],
    ]
    (tmp_path / "sheet.csv").write_bytes("\r\n".join(separator.join(line) for line in lines).encode(encoding))
    change = plan_import(empty_place, str(tmp_path / "sheet.csv"), set(baked.flows.needs), print).changes[0]

    assert change.kind == "new"
    assert (change.service.name, change.service.main_needs, change.service.eligibility.minimum_age) == (
        "Café Together",
        ("loneliness",),
        55,
    )


def test_a_feed_whose_paging_loops_is_stopped(monkeypatch, empty_place, baked) -> None:
    said: list[str] = []
    monkeypatch.setattr(
        "navigator.actions.take_in._get",
        lambda address, quiet=False: (
            {"version": "HSDS-UK-1.0"} if "page" not in address else {"content": [OLD], "totalPages": 9999}
        ),
    )
    plan = plan_import(empty_place, "https://loop.example", set(baked.flows.needs), said.append)

    assert len(plan.changes) == 1
    assert "circle" in said[-1]


def test_a_file_too_large_is_refused(tmp_path, empty_place, baked, monkeypatch) -> None:
    from navigator.errors import CannotDo

    monkeypatch.setattr("navigator.actions.take_in.MOST_BYTES", 10)
    (tmp_path / "big.json").write_text("[" + " " * 50 + "]")

    with pytest.raises(CannotDo, match="larger than"):
        plan_import(empty_place, str(tmp_path / "big.json"), set(baked.flows.needs), print)


@pytest.mark.parametrize(
    ("opening", "rows"),
    [("Mo-Fr 09:00-17:00", [(["MO", "TU", "WE", "TH", "FR"], "09:00", "17:00")]), ("24/7", [(["MO", "TU", "WE", "TH", "FR", "SA", "SU"], "00:00", "23:59")]),
     ("Mo 09:00-12:00; We,Sa 10:00-24:00", [(["MO"], "09:00", "12:00"), (["WE", "SA"], "10:00", "23:59")]), ("Th[4] 11:00-16:00", []), ("", [])],
)  # fmt: skip
def test_opening_rules_as_rows(opening, rows) -> None:
    assert simple_hours(opening) == rows


def test_a_changed_service_moves_its_time_and_no_other(tmp_path, settings) -> None:
    import shutil

    shutil.copytree(ROOT / "directory_data" / "haringey", tmp_path / "data" / "haringey")
    own = make_settings(tmp_path / "var", directory_data=tmp_path / "data")
    first = json.loads((bake_everything(own) / "modified.json").read_text())
    file = tmp_path / "data" / "haringey" / "services" / "library-st-anns.yaml"
    file.write_text(file.read_text().replace("Walk in.", "Just walk in."))
    second = json.loads((bake_everything(own) / "modified.json").read_text())

    assert [name for name in first if first[name] != second[name]] == ["library-st-anns"]


def test_every_service_file_is_written_as_it_was_read() -> None:
    """Read, written and read again: the same record."""
    import tempfile

    from navigator.directory.read import read_service
    from navigator.yaml_files import YamlFile

    services, _, _ = read_directory(ROOT / "directory_data" / "haringey")
    with tempfile.TemporaryDirectory() as folder:
        for service in services.services.values():
            path = Path(folder) / f"{service.id}.yaml"
            path.write_text(service_text(service), encoding="utf-8")
            file = YamlFile(path)

            assert read_service(file) == service
            assert file.problems == []
