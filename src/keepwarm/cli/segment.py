"""`keepwarm segment`: groups of people by a condition, from the command line."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import click

from keepwarm.cli.output import json_option, print_json, print_table
from keepwarm.cli.user import person_or_house
from keepwarm.engine.conditions.text import to_text
from keepwarm.engine.conditions.tree import Condition
from keepwarm.lib.refusal import Refusal
from keepwarm.segments.actions import change_segment, read_condition, retire_segment, save_segment
from keepwarm.segments.models import Segment
from keepwarm.segments.queries import condition_of, count_of, find_segment, list_segments, page_of, portray, say_condition, say_count
from keepwarm.segments.queries import suggest as suggest_segments


@click.group()
def command() -> None:
    """Segments: who belongs together, in words, counted as things stand now.

    Example: keepwarm segment list
    """


@command.command("list")
@click.option("--retired", is_flag=True, help="Those that are retired instead.")
@json_option
def list_all(*, retired: bool, as_json: bool) -> None:
    """Every segment with its condition and how many are in it.

    Example: keepwarm segment list --json
    """
    found = [_line(one) for one in list_segments(retired=retired)]
    if as_json:
        print_json(found)
        return
    print_table(["ref", "name", "people", "who is meant"], [(one["ref"], one["name"], one["people"], one["words"]) for one in found])


@command.command()
@click.argument("named")
@click.option("--alike", is_flag=True, help="Also how alike they are, and what sets them apart from all others.")
@json_option
def show(*, named: str, alike: bool, as_json: bool) -> None:
    """The segment NAMED (its name or reference): in words, how many, and the first of its people.

    Example: keepwarm segment show "Waits for a roof" --alike
    """
    segment, now = find_segment(named), datetime.now(UTC)
    people = page_of(segment, now=now, size=20).rows
    portrait = portray(condition_of(segment), now=now) if alike else None
    if as_json:
        names = [{"ref": one.ref, "name": one.name} for one in people]
        print_json(_line(segment) | {"first": names} | ({"portrait": asdict(portrait)} if portrait else {}))
        return
    line = _line(segment)
    click.echo(f"{line['name']} ({line['ref']}, version {line['version']}): {line['people']} people\n{line['words']}\n{line['condition']}")
    print_table(["ref", "name"], [(one.ref, one.name) for one in people])
    if portrait:
        parts = [f"- {one.name}: {one.percent} % ({one.low} to {one.high} %)" for one in portrait.parts]
        click.echo("\n".join([portrait.words, *(f"- {one.words}" for one in portrait.told), *parts]))


@command.command()
@click.argument("condition")
@json_option
def count(*, condition: str, as_json: bool) -> None:
    """How many a CONDITION means, exact to 10,000; or the name or reference of a segment. Nothing is saved.

    Example: keepwarm segment count 'stage = "conversing" and not touch.any.out >= 60 days ago'
    """
    asked = _asked(condition)
    found = count_of(asked, now=datetime.now(UTC))
    if as_json:
        print_json({"count": found.number, "is_more": found.is_more, "condition": to_text(asked), "words": say_condition(asked)})
        return
    click.echo(f"{say_count(found)} people: {say_condition(asked)}")


@command.command()
@click.argument("name")
@click.argument("condition")
@click.option("--as", "by", default=None, metavar="EMAIL", help="Who does it; default: the house itself.")
@json_option
def add(*, name: str, condition: str, by: str | None, as_json: bool) -> None:
    """Save a segment NAME with this CONDITION.

    Example: keepwarm segment add "Quiet for a quarter" 'not touch.any.in >= 90 days ago'
    """
    person = person_or_house(by)
    _say(save_segment(name, condition, by=person, now=datetime.now(UTC)), "Saved", as_json=as_json)


@command.command()
@click.argument("named")
@click.option("--name", default=None, help="Another name.")
@click.option("--condition", default=None, help="Another condition.")
@click.option("--as", "by", default=None, metavar="EMAIL", help="Who does it; default: the house itself.")
@json_option
def change(*, named: str, name: str | None, condition: str | None, by: str | None, as_json: bool) -> None:
    """Give the segment NAMED (its name or reference) another name or another condition.

    Example: keepwarm segment change "Quiet for a quarter" --condition 'not touch.any.in >= 100 days ago'
    """
    segment, person = find_segment(named), person_or_house(by)
    meant = segment.text if condition is None else condition
    new_name = segment.name if name is None else name
    _say(
        change_segment(segment.ref, new_name, meant, version=segment.version, by=person, now=datetime.now(UTC)), "Changed", as_json=as_json
    )


@command.command()
@click.argument("named")
@click.option("--as", "by", default=None, metavar="EMAIL", help="Who does it; default: the house itself.")
@json_option
def retire(*, named: str, by: str | None, as_json: bool) -> None:
    """Offer the segment NAMED no more; it can still be read.

    Example: keepwarm segment retire "Quiet for a quarter"
    """
    segment, person = find_segment(named), person_or_house(by)
    _say(retire_segment(segment.ref, version=segment.version, by=person, now=datetime.now(UTC)), "Retired", as_json=as_json)


@command.command()
@json_option
def suggest(*, as_json: bool) -> None:
    """Segments that the answers and the behaviour suggest.

    Example: keepwarm segment suggest
    """
    found = suggest_segments(now=datetime.now(UTC))
    if as_json:
        print_json([asdict(one) for one in found])
        return
    print_table(["of all", "who", "why", "condition"], [(f"{one.percent} %", one.words, one.because, one.condition) for one in found])


def _asked(text: str) -> Condition:
    known = Segment.objects.filter(ref=text).first() or Segment.objects.filter(name__iexact=text, retired_at__isnull=True).first()
    return condition_of(known) if known else read_condition(text)


def _say(segment: Segment, done: str, *, as_json: bool) -> None:
    line = _line(segment)
    if as_json:
        print_json(line)
        return
    click.echo(f"{done} {line['name']} ({line['ref']}): {line['people']} people now. {line['words']}")


def _line(segment: Segment) -> dict[str, Any]:
    condition = condition_of(segment)
    try:
        people = say_count(count_of(condition, now=datetime.now(UTC)))
    except Refusal as refusal:
        people = refusal.sentence
    return {
        "ref": segment.ref,
        "name": segment.name,
        "version": segment.version,
        "condition": segment.text,
        "words": say_condition(condition),
        "people": people,
    }
