"""Try, train and judge the understanding of messages."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from navigator.cli import main
from navigator.errors import DirectoryBroken
from navigator.flows.read import read_flows
from navigator.settings import ROOT, read_settings
from navigator.understanding import semantic
from navigator.understanding.examples import check_examples
from navigator.understanding.understand import Understood, understand


class _Group(click.Group):
    """`navigator understand --text …` and `navigator understand evaluate` both read naturally."""


@main.group("understand", cls=_Group, invoke_without_command=True)
@click.option(
    "--from",
    "source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='A file of JSON lines {"id", "text"}.',
)
@click.option("--text", help="One message, to see what is understood and why.")
@click.option("--lang", default="en", show_default=True, help="The language of the page it is typed in.")
@click.option("--core", is_flag=True, help="Leave the optional meaning model out.")
@click.pass_context
def understand_(ctx: click.Context, source: Path | None, text: str | None, lang: str, core: bool) -> None:
    """Read messages: the language, needs, danger and circumstances of each."""
    if ctx.invoked_subcommand:
        return
    if text is not None:
        for line in explain(understand(text, lang, not core)):
            click.echo(line)
        return
    if source is None:
        raise click.UsageError("Give --text with a message, --from with a file, or a command such as evaluate.")
    failed = False
    for number, line in enumerate(source.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        if not line.strip():
            continue
        try:
            given = json.loads(line)
            if not isinstance(given, dict) or not isinstance(given.get("text"), str):
                raise ValueError('should be an object with "id" and "text".')
            page = given.get("lang") if isinstance(given.get("lang"), str) else ""
            click.echo(
                json.dumps(answer(given.get("id"), understand(given["text"], page, not core)), ensure_ascii=False)
            )
        except ValueError as error:
            failed = True
            click.echo(f"line {number}: {error}", err=True)
    if failed:
        sys.exit(1)


def answer(message_id: Any, told: Understood) -> dict[str, Any]:
    """Return what was understood as plain values."""
    urgent = list(told.danger.urgent)
    return {
        "id": message_id,
        "lang": told.language,
        "needs": [] if told.out else list(told.ranked),
        "sure": list(told.needs),
        "crisis": "none" if not urgent else urgent[0] if len(urgent) == 1 else urgent,
        "check": list(told.danger.check),
        "said": told.said,
        "kinds": list(told.kinds),
        "intent": told.intent,
        "out": told.out,
    }


def explain(told: Understood) -> list[str]:
    """Return what was understood and why, for a person."""
    best = sorted(told.scores.items(), key=lambda pair: -pair[1])[:5]
    return [
        f"language   {told.language} ({told.sure:.2f})",
        f"urgent     {', '.join(told.danger.urgent) or 'no'}",
        f"check      {', '.join(told.danger.check) or 'no'}",
        *(f"           {layer}: {kind} by {words}" for layer, kind, words in told.danger.why),
        f"needs      {', '.join(told.needs) or 'not sure'}{' (out of scope)' if told.out else ''}",
        f"guesses    {', '.join(f'{need} {score:.2f}' for need, score in best)}",
        f"kinds      {', '.join(told.kinds) or 'none named'}",
        f"said       {', '.join(f'{key}: {value}' for key, value in told.said.items()) or 'nothing more'}",
        f"to us      {told.intent or 'nothing'}",
        f"layers     core{' and meaning' if semantic.available() else ''}",
    ]


main.add_command(understand_, "understanding")


@understand_.command()
def train() -> None:
    """Train the core (and, where the extra is installed, its heads) from the example tables. Needs scikit-learn."""
    from navigator.actions.train_understanding import train_core, train_meaning
    from navigator.understanding.model import save_core

    translations = read_settings().translations
    save_core(train_core(translations, click.echo))
    meaning = train_meaning(translations, click.echo)
    if meaning is None:
        click.echo("The meaning model is not installed, so its heads were left as they are.")
    else:
        save_core(meaning, semantic.FILE)


@understand_.command()
def check() -> None:
    """Check the example tables: labels, duplicates, scripts."""
    flows, _, _ = read_flows()
    problems = check_examples(flows.needs, flows.kinds)
    if problems:
        raise DirectoryBroken(problems)
    click.echo("The example tables: nothing wrong.")


@understand_.command()
@click.option(
    "--cases",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=ROOT / "tests" / "understanding",
    help="A folder of test tables.",
)
@click.option("--lang", "languages", multiple=True, help="Only these languages.")
def evaluate(cases: Path, languages: tuple[str, ...]) -> None:
    """Judge the understanding on messages nobody trained on, with and without the meaning model."""
    from navigator.understanding.evaluate import evaluate, read_cases, table

    read = [case for case in read_cases(cases) if not languages or case.language in languages]
    click.echo(f"The core alone, {len(read)} messages (per cent; p50 and p95 in milliseconds):")
    for line in table(evaluate(read, use_meaning=False)):
        click.echo(line)
    if semantic.available():
        click.echo("\nWith the meaning model:")
        for line in table(evaluate(read, use_meaning=True)):
            click.echo(line)
    else:
        click.echo("\nThe meaning model is not installed here, so only the core was judged.")
