"""The commands for records, as an administrator types them."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from navigator.cli import main
from navigator.settings import ROOT


@pytest.fixture
def run(tmp_path, settings, monkeypatch):
    """Run a command on an installation of its own."""
    (tmp_path / "baked").symlink_to(settings.baked)
    monkeypatch.setenv("NAVIGATOR_DATA", str(tmp_path))
    monkeypatch.setenv("NAVIGATOR_DIRECTORY_DATA", str(ROOT / "directory_data"))

    def command(*words: str, code: int = 0) -> str:
        result = CliRunner().invoke(main, list(words))
        assert result.exit_code == code, result.output
        return result.output

    return command


def test_the_first_administrator_is_invited(run) -> None:
    assert "/desk/invitation/" in run("staff", "invite", "ann@example.org", "--name", "Ann")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nobody", "--name", "Ann"], "such as name@example.org"), (["ann@example.org", "--name", "Ann", "--role", "king"], "one or more of these roles"),
        (["ann@example.org", "--name", "Ann", "--role", "navigator"], "belong to an agency"),
        (["ann@example.org", "--name", "Ann", "--role", "navigator", "--agency", "none"], "no such agency"),
    ],
)  # fmt: skip
def test_an_invitation_that_cannot_be_made_is_said(run, words, says) -> None:
    assert says in run("staff", "invite", *words, code=2)


def test_an_agency_and_its_navigator(run) -> None:
    run("staff", "agency", "help", "--name", "Help", "--service", "citizens-advice")

    assert "/desk/invitation/" in run(
        "staff", "invite", "bo@example.org", "--name", "Bo", "--role", "navigator", "--agency", "help"
    )


def test_the_trail_verifies(run) -> None:
    run("staff", "invite", "ann@example.org", "--name", "Ann")

    assert run("audit", "verify") == "1 rows, every link holds.\n"


def test_a_broken_trail_fails_and_says_where(run, tmp_path) -> None:
    import sqlite3

    run("staff", "invite", "ann@example.org", "--name", "Ann")
    with sqlite3.connect(tmp_path / "navigator.sqlite") as database:
        database.execute("UPDATE audit SET actor = 'nobody'")
    database.close()

    assert "Row 1 was changed" in run("audit", "verify", code=2)


def test_retention_says_before_it_does(run) -> None:
    assert "Nothing was erased" in run("retention")
    assert "0 records erased" in run("retention", "--do")


def test_a_backup_is_restored(run, tmp_path) -> None:
    run("staff", "invite", "ann@example.org", "--name", "Ann")
    file = run("backup", str(tmp_path / "copy.tar.gz")).strip()
    assert "--force" in run("restore", file, code=2)

    assert "rows are back" in run("restore", file, "--force")
    assert "every link holds" in run("audit", "verify")


def test_a_restore_of_something_else_is_refused(run, tmp_path) -> None:
    (tmp_path / "x").write_text("not a backup")

    assert "is not a backup" in run("restore", str(tmp_path / "x"), code=2)


def test_a_backup_with_another_key_ring_is_refused_before_anything_is_lost(run, tmp_path) -> None:
    run("demo")
    file = run("backup", str(tmp_path / "copy.tar.gz")).strip()
    (tmp_path / "key-ring").unlink()

    assert "key ring does not open" in run("restore", file, "--force", code=2)


def test_the_database_moves(run, tmp_path) -> None:
    run("staff", "invite", "ann@example.org", "--name", "Ann")

    assert "rows carried" in run("database", "move", f"sqlite:///{tmp_path / 'other.sqlite'}")
    assert "holds records already" in run("database", "move", f"sqlite:///{tmp_path / 'other.sqlite'}", code=2)


def test_the_imagined_borough_needs_an_empty_database(run) -> None:
    assert "imagined" in run("demo")
    assert "needs an empty database" in run("demo", code=2)


def test_the_rounds(run) -> None:
    assert run("rounds") == "chased 0, expired 0, asked 0, forgotten 0, providers 0, sent 0, baked 0\n"
