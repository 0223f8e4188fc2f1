"""Benchmarks: ratios against something run side by side on the same machine, turn and turn about. Never a gate on milliseconds."""

from __future__ import annotations

import sqlite3
import statistics
import time
from collections.abc import Callable

import click
from flask import Flask

from navigator import create_app
from navigator.actions.find_signposts import find_signposts
from navigator.cli import main
from navigator.clock import now
from navigator.directory.index import document, index_words
from navigator.directory.match import Wanted
from navigator.settings import read_settings
from navigator.shelf import Baked, Shelf

QUERIES = (
    "food bank", "mental health", "housing advice", "young carers", "english classes", "debt", "falls", "carer break",
    "domestic abuse help tonight", "someone to talk to", "reablment", "hous", "dementia memory clinic", "gp", "universal credit",
)  # fmt: skip


@main.command()
@click.option("--rounds", default=40, show_default=True, type=click.IntRange(3, 1000), help="Times each thing is run.")
def bench(rounds: int) -> None:
    """Compare search with SQLite's FTS5, and pages with the smallest possible page."""
    settings = read_settings()
    baked = Shelf(settings).current()
    for line in (*bench_search(baked, rounds), *bench_pages(settings, baked, rounds)):
        click.echo(line)


def bench_search(baked: Baked, rounds: int) -> list[str]:
    """Return how our search compares with FTS5 over the same words."""
    fts = fts_of(baked)

    def ours() -> None:
        for query in QUERIES:
            baked.search.search(query, 10)

    def theirs() -> None:
        for query in QUERIES:
            words = " OR ".join(f'"{word}"' for word in index_words(query))
            fts.execute("SELECT id FROM s WHERE s MATCH ? ORDER BY rank LIMIT 10", (words,)).fetchall()

    a, b = side_by_side(ours, theirs, rounds)
    fts.close()
    return [
        f"search: {a * 1000 / len(QUERIES):.3f} ms a query, {a / b:.2f} of SQLite FTS5 ({len(baked.search.ids)} services)"
    ]


def fts_of(baked: Baked) -> sqlite3.Connection:
    """Return the same documents in SQLite's own full-text search."""
    db = sqlite3.connect(":memory:")
    db.execute(
        "CREATE VIRTUAL TABLE s USING fts5(id UNINDEXED, name, other, organisation, needs, summary, details, words)"
    )
    sayings = baked.flows.kinds | {need.id: f"{need.name} {need.say}" for need in baked.flows.needs.values()}
    for service in baked.directory.services.values():
        parts = document(service, baked.directory, sayings, "")
        db.execute(
            "INSERT INTO s VALUES (?,?,?,?,?,?,?,?)",
            [parts["id"], *(" ".join(index_words(v)) for k, v in parts.items() if k != "id")],
        )
    return db


def bench_pages(settings: object, baked: Baked, rounds: int) -> list[str]:
    """Return how our pages compare with Flask saying hello."""
    hello_app = Flask("hello")
    hello_app.add_url_rule("/", "hello", lambda: "hello")
    hello, client = hello_app.test_client(), create_app(settings).test_client()  # type: ignore[arg-type]
    wanted = Wanted(("loneliness", "debt"), (), ages=(70, 70), home=baked.place.id, languages=("en",))
    where = baked.table.find(baked.place.neighbourhoods[0].id)
    lines = []
    signposts = best_of(lambda: find_signposts(baked, wanted, where, (), now()), rounds)
    lines.append(f"signposts for two needs: {signposts * 1000:.2f} ms")
    client.post("/en/ask/needs", data={"need": ["loneliness"]})
    for _ in range(3):
        client.post("/en/ask/3", data={"answer": "groups"})
    for name, path in (
        ("first page", "/en/"),
        ("one need's services", "/en/needs/debt"),
        ("one service", f"/en/services/{baked.place.front_doors[0]}"),
    ):
        ours, theirs = side_by_side(lambda path=path: client.get(path), lambda: hello.get("/"), rounds)
        lines.append(f"{name}: {ours * 1000:.2f} ms, {ours / theirs:.0f} times Flask's hello")
    return lines


def side_by_side(one: Callable[[], object], other: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Return the median seconds of each, run turn and turn about after a warm-up."""
    one(), other()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for kept, run in zip(times, (one, other), strict=True):
            start = time.perf_counter()
            run()
            kept.append(time.perf_counter() - start)
    return statistics.median(times[0]), statistics.median(times[1])


def best_of(run: Callable[[], object], rounds: int) -> float:
    """Return the median seconds of *run*."""
    return side_by_side(run, lambda: None, rounds)[0]
