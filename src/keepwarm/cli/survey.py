"""`keepwarm survey`: surveys, and what came of them."""

from dataclasses import asdict
from datetime import UTC, datetime

import click

from keepwarm.cli.output import json_option, print_json, print_table
from keepwarm.surveys.queries.lists import find_survey, list_surveys
from keepwarm.surveys.queries.results import results_of


@click.group()
def command() -> None:
    """Surveys: which there are, and what people answered.

    Example: keepwarm survey list
    """


@command.command("list")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 1000))
@json_option
def list_them(*, limit: int, as_json: bool) -> None:
    """List surveys, the newest first.

    Example: keepwarm survey list --json
    """
    lines = list_surveys(for_=None, now=datetime.now(UTC), limit=limit)
    if as_json:
        print_json([asdict(line) for line in lines])
        return
    rows = [(line.ref, line.title, line.phase_label, line.questions, line.begun, line.finished) for line in lines]
    print_table(["survey", "title", "state", "questions", "began", "finished"], rows)


@command.command()
@click.argument("survey")
@click.option("--way", default="", help="Only those who came this way; shown from five people on.")
@json_option
def results(*, survey: str, way: str, as_json: bool) -> None:
    """Show what came of SURVEY (a reference): each question with how many said what.

    Example: keepwarm survey results Qx3kfP0aLm2c --json
    """
    found = results_of(find_survey(survey), way=way)
    if as_json:
        print_json(asdict(found))
        return
    click.echo(f"{found.begun} began, {found.finished} came to the end")
    for one in found.questions:
        click.echo(f"\n{one.label} ({one.answered})")
        print_table(["answer", "how many", "percent"], [(bar.label, bar.count, bar.percent) for bar in one.bars])
        for text in one.texts:
            click.echo(f"- {text}")
