"""`keepwarm question`: what the house wants to know, and what to ask somebody next."""

from __future__ import annotations

from typing import Any

import click
from django.db import transaction

from keepwarm.answers.actions import QuestionText, add_question, change_question
from keepwarm.answers.models import Question, Way
from keepwarm.answers.queries import next_question, questionnaire
from keepwarm.cli.output import json_option, print_json, print_table
from keepwarm.cli.user import find_person
from keepwarm.prospects.queries.visibility import find_visible
from keepwarm.staff.models import EDITORS
from keepwarm.staff.queries import require_role

GROUPS = ("", "topic", "fit", "need", "authority", "timing", "budget")


@click.group()
def command() -> None:
    """The questions of the house: which there are, one more, and which to ask somebody next.

    Example: keepwarm question list
    """


@command.command("list")
@json_option
def list_them(*, as_json: bool) -> None:
    """Every question in the order of the house, and the criteria of a lead that it serves.

    Example: keepwarm question list --json
    """
    lines = [
        {
            "key": one.question.key,
            "label": one.question.label,
            "kind": one.question.kind,
            "group": one.question.group,
            "serves": list(one.serves),
        }
        for one in questionnaire()
    ]
    if as_json:
        print_json(lines)
        return
    print_table(["key", "question", "kind", "group", "serves"], [(*list(one.values())[:4], ", ".join(one["serves"])) for one in lines])


@command.command()
@click.argument("label")
@click.option("--kind", default=Question.Kind.TEXT.value, show_default=True, type=click.Choice(Question.Kind.values))
@click.option("--choice", "choices", multiple=True, help="An answer to choose; may be given again.")
@click.option("--group", default="", type=click.Choice(GROUPS), help="What it is about; topic for an interest.")
@click.option("--ask", default="", help="The words to ask it on the phone.")
@click.option("--words", multiple=True, metavar="WAY=WORDS", help="The words of another way: form, survey, mail, seminar.")
@click.option("--as", "by", required=True, metavar="EMAIL", help="Who adds it.")
def add(*, label: str, words: tuple[str, ...], by: str, **given: Any) -> None:
    """Add a question called LABEL.

    Example: keepwarm question add "Shifts a day" --kind choice --choice one --choice two --as max@house.example
    """
    person, said = find_person(by), dict(pair.split("=", 1) for pair in words if "=" in pair)
    if wrong := [pair for pair in words if pair.partition("=")[0] not in Way.values or "=" not in pair]:
        raise click.BadParameter(f"{wrong[0]}: write WAY=WORDS, with a way of {', '.join(Way.values)}.", param_hint="--words")
    require_role(person, *EDITORS)
    with transaction.atomic():
        row = add_question(label, kind=given["kind"], choices=given["choices"], group=given["group"])
        change_question(row.key, QuestionText(label, words=said, **given), by=person)
    click.echo(f"{row.key}: {row.label}")


@command.command("next")
@click.argument("prospect")
@click.option("--way", default=Way.PHONE.value, show_default=True, type=click.Choice(Way.values), help="How it would be asked.")
@click.option("--as", "by", required=True, metavar="EMAIL", help="Who wants to know.")
@json_option
def show_next(*, prospect: str, way: str, by: str, as_json: bool) -> None:
    """What to ask PROSPECT (a reference) next: what is worth most, and nothing twice.

    Example: keepwarm question next Qx3kfP0aLm2c --way mail --as max@house.example
    """
    found = next_question(find_visible(prospect, for_=find_person(by)).pk, way=way)
    if as_json:
        print_json({"key": found.key, "words": found.words, "kind": found.kind, "choices": list(found.choices)} if found else None)
        return
    click.echo(f"{found.key}: {found.words}" if found else "Nothing is open in this way.")
