"""`keepwarm survey`: surveys, and what came of them."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import click

from keepwarm.cli.output import DAY, json_option, print_json, print_table
from keepwarm.cli.user import find_person
from keepwarm.surveys import actions
from keepwarm.surveys.actions import Ask, NewSurvey
from keepwarm.surveys.queries.lists import find_survey, line_of, list_surveys
from keepwarm.surveys.queries.results import results_of

BY = click.option("--by", required=True, metavar="EMAIL", help="Email of the marketer whose decision it is.")


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


@command.command()
@click.argument("title")
@click.option("--question", "questions", multiple=True, required=True, help="A question of the house (its key); in this order.")
@click.option("--intro", default="", help="Words before the questions.")
@click.option("--thanks", default="", help="Words of thanks.")
@click.option("--one-by-one", is_flag=True, help="One question at a time.")
@click.option("--language", default="", help="Such as en or de.")
@click.option("--until", type=DAY, help="Its last day.")
@click.option("--interest", "interests", multiple=True, help="For whom (key of an interest); may be given again.")
@BY
@json_option
def add(*, title: str, questions: tuple[str, ...], until: datetime | None, by: str, as_json: bool, **given: Any) -> None:
    """Write a survey called TITLE, as a draft.

    Example: keepwarm survey add "How do you plan?" --question need --question timing --by max@house.example
    """
    person, asks = find_person(by), tuple(Ask(key) for key in questions)
    new = NewSurvey(title, asks, zone=person.zone, open_until_on=until.date() if until else None, **given)
    _tell(actions.make_survey(new, by=person, now=datetime.now(UTC)).ref, as_json=as_json)


@command.command("open")
@click.argument("survey")
@BY
@json_option
def open_it(*, survey: str, by: str, as_json: bool) -> None:
    """Let SURVEY (a reference) take answers.

    Example: keepwarm survey open Qx3kfP0aLm2c --by max@house.example
    """
    _tell(actions.open_survey(survey, by=find_person(by), now=datetime.now(UTC)).ref, as_json=as_json)


@command.command()
@click.argument("survey")
@BY
@json_option
def close(*, survey: str, by: str, as_json: bool) -> None:
    """Let SURVEY (a reference) take no more answers.

    Example: keepwarm survey close Qx3kfP0aLm2c --by max@house.example
    """
    _tell(actions.close_survey(survey, by=find_person(by), now=datetime.now(UTC)).ref, as_json=as_json)


def _tell(ref: str, *, as_json: bool) -> None:
    line = line_of(find_survey(ref), now=datetime.now(UTC))
    if as_json:
        print_json(asdict(line))
        return
    click.echo(f"{line.ref}: {line.title}, {line.phase_label}\n{line.url}")
