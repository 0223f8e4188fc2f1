"""The workshop door: what each command prints, and how it fails."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from navigator.cli import main
from navigator.settings import ROOT
from tests.town import make_place_folder


@pytest.fixture
def run(settings, monkeypatch):
    """Run a command on the baked directory of the tests."""
    monkeypatch.setenv("NAVIGATOR_DATA", str(settings.data))

    def go(*arguments: str, **environment: str):
        return CliRunner().invoke(main, list(arguments), env=environment)

    return go


def every_command(group, path=()):
    for name, command in group.commands.items():
        yield (*path, name), command
        if hasattr(command, "commands"):
            yield from every_command(command, (*path, name))


def test_every_command_says_what_it_does() -> None:
    """A sentence of help for each command and each option."""
    for path, command in every_command(main):
        assert command.help, path
        for option in command.params:
            if option.param_type_name == "option":
                assert option.help or option.name in ("version", "limit"), (path, option.name)


@pytest.mark.parametrize("command", ["check", "directory check", "flows check"])
def test_the_data_is_clean(run, command) -> None:
    """Directory, needs, words and front-end files have nothing wrong."""
    result = run(*command.split())

    assert result.exit_code == 0, result.output
    assert "nothing wrong" in result.output


def test_stats_count_what_residents_need(run) -> None:
    """At least three hundred services, and how many have what."""
    output = run("directory", "stats").output

    assert int(output.split()[0]) >= 300
    for words in ("phone", "address", "hours", "last seen true"):
        assert words in output


def test_a_picture_of_the_needs_can_be_drawn(run) -> None:
    """In Graphviz's language, dangers in red."""
    output = run("flows", "draw").output

    assert output.startswith("digraph")
    assert "color=red" in output


SITUATIONS = [
    {"id": "a", "say": "I have no food and live in N17 9HD", "lang": "en"},
    {"id": "b", "say": "", "needs": ["debt"], "postcode": "N6 6QD", "age": 45},
    {"id": "c", "say": "I want to end my life"},
]


def signpost(run, tmp_path, lines):
    file = tmp_path / "in.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    return run("signpost", "--from", str(file))


def test_situations_are_answered_line_by_line(run, tmp_path) -> None:
    """Ids of needs and services, ranked, with a reason for each service."""
    result = signpost(run, tmp_path, [json.dumps(s) for s in SITUATIONS])
    answers = {a["id"]: a for a in map(json.loads, result.stdout.splitlines())}

    assert result.exit_code == 0
    assert answers["a"]["needs"][0] == "food"
    assert answers["c"]["crisis"] == "suicide"
    assert answers["c"]["services"][0] == "emergency-999"
    assert "haringey-support-fund" not in answers["b"]["services"]
    for answer in answers.values():
        assert len(answer["services"]) <= 10
        assert set(answer["reasons"]) == set(answer["services"])


BAD_LINES = ["{", "[]", "7", '{"id": "x"}', '{"id": "x", "say": "", "needs": ["joy"]}', '{"id": "x", "say": "food", "age": -1}',
             '{"id": "x", "say": 7}', '{"id": "x", "say": "food", "age": "old"}', '{"id": "x", "say": "food", "speaks": "tr"}']  # fmt: skip


@pytest.mark.parametrize("line", BAD_LINES)
def test_a_bad_line_is_named_and_the_rest_answered(run, tmp_path, line) -> None:
    """Its number on stderr; the lines around it are answered; the exit code tells."""
    result = signpost(run, tmp_path, [json.dumps(SITUATIONS[0]), line, json.dumps(SITUATIONS[1])])

    assert "line 2:" in result.stderr
    assert len(result.stdout.splitlines()) == 2
    assert result.exit_code == 1


WRONG_SETTINGS = [
    ({"NAVIGATOR_PLACE": "atlantis"}, "There is no folder"),
    ({"NAVIGATOR_PLACE": "../etc"}, "NAVIGATOR_PLACE"),
    ({"NAVIGATOR_SECRET_KEY": "short"}, "shorter than 32"),
    ({"NAVIGATOR_DATABASE_URL": "mysql://x"}, "NAVIGATOR_DATABASE_URL"),
    ({"NAVIGATOR_VISIT_MINUTES": "soon"}, "whole number"),
    ({"NAVIGATOR_SECURE_COOKIES": "perhaps"}, "yes or no"),
    ({"NAVIGATOR_LANGUAGES": "EN;"}, "language codes"),
    ({"NAVIGATOR_DATA": "/proc/nowhere"}, "cannot be made"),
    ({"NAVIGATOR_COLOUR": "red"}, "is not a setting"),
]


@pytest.mark.parametrize(("environment", "says"), WRONG_SETTINGS)
def test_a_wrong_setting_stops_the_start_with_a_sentence(run, environment, says) -> None:
    """It names the setting and the remedy; exit code 2."""
    result = run("directory", "check", **environment)

    assert says in result.stderr
    assert result.exit_code == 2


def test_searching_before_a_bake_says_to_bake(run, tmp_path) -> None:
    """Nothing baked is no traceback."""
    result = run("directory", "search", "food", NAVIGATOR_DATA=str(tmp_path))

    assert "navigator directory bake" in result.stderr


def test_a_port_in_use_is_said(run) -> None:
    """With another to try; exit code 3."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = run("serve", "--port", str(taken.getsockname()[1]))

    assert "cannot be used" in result.stderr
    assert result.exit_code == 3


def test_serving_answers_while_a_new_bake_swaps_in(tmp_path) -> None:
    """A real server: a page, a bake beside it, and the page shows the new directory without a restart."""
    place = make_place_folder(tmp_path / "data")
    environment = {**os.environ, "NAVIGATOR_DATA": str(tmp_path / "var"), "NAVIGATOR_PLACE": "millbrook"}
    environment["NAVIGATOR_DIRECTORY_DATA"] = str(place.parent)
    navigator = [sys.executable, "-c", "from navigator.cli import main; main()"]
    server = subprocess.Popen(
        [*navigator, "serve", "--port", "0", "--workers", "1"],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        address = server.stdout.readline().split()[4]
        assert "Helping Hand" in fetch(address + "en/services/helping-hand")

        service = place / "services" / "helping-hand.yaml"
        service.write_text(service.read_text().replace("name: Helping Hand", "name: Open Door"))
        subprocess.run([*navigator, "directory", "bake"], env=environment, cwd=ROOT, check=True, capture_output=True)
        wait_until(lambda: "Open Door" in fetch(address + "en/services/helping-hand"))
    finally:
        server.terminate()
        server.wait(10)
        server.stdout.close()


def fetch(address: str) -> str:
    for _ in range(50):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return answer.read().decode()
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} did not answer")


def wait_until(true) -> None:
    for _ in range(100):
        if true():
            return
        time.sleep(0.1)
    raise AssertionError("it did not come to be so")


def test_the_settings_of_the_readme_are_the_settings() -> None:
    """Each is named there."""
    from navigator.settings import SETTINGS

    readme = (Path(ROOT) / "README.md").read_text(encoding="utf-8")
    assert [name for name in SETTINGS if name not in readme] == []
