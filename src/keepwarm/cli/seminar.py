"""`keepwarm seminar`: seminars, and who comes."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import click

from keepwarm.cli.output import json_option, print_json, print_table
from keepwarm.cli.user import find_person
from keepwarm.seminars import actions
from keepwarm.seminars.queries.lists import find_seminar, line_of, list_guests, list_seminars

BY = click.option("--by", required=True, metavar="EMAIL", help="Email of the marketer whose decision it is.")


@click.group()
def command() -> None:
    """Seminars: what is coming, how full it is, and who comes.

    Example: keepwarm seminar list
    """


@command.command("list")
@click.option("--over", is_flag=True, help="Those that were, instead of those to come.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 1000))
@json_option
def list_them(*, over: bool, limit: int, as_json: bool) -> None:
    """List seminars: the next first, or with --over the newest first.

    Example: keepwarm seminar list --over --json
    """
    lines = list_seminars(for_=None, now=datetime.now(UTC), over=over, limit=limit)
    if as_json:
        print_json([asdict(line) for line in lines])
        return
    seats = [f"{line.seated}/{line.seats}" for line in lines]
    rows = [
        (one.ref, one.title, one.when, one.phase_label, taken, one.waiting, one.attended) for one, taken in zip(lines, seats, strict=True)
    ]
    print_table(["seminar", "title", "when", "state", "seats", "waiting", "came"], rows)


@command.command()
@click.argument("seminar")
@json_option
def show(*, seminar: str, as_json: bool) -> None:
    """Show SEMINAR (a reference): when, where, how full, and where people sign up.

    Example: keepwarm seminar show Qx3kfP0aLm2c
    """
    line = line_of(find_seminar(seminar), now=datetime.now(UTC))
    if as_json:
        print_json(asdict(line))
        return
    counts = f"{line.seated} of {line.seats} seats, {line.waiting} waiting, {line.attended} came"
    click.echo("\n".join([line.title, line.when, line.where, f"{line.phase_label}: {counts}", line.url]))


@command.command()
@click.argument("seminar")
@json_option
def guests(*, seminar: str, as_json: bool) -> None:
    """List the guests of SEMINAR (a reference): those with a seat, then the waiting list in its order.

    Example: keepwarm seminar guests Qx3kfP0aLm2c --json
    """
    lines = list_guests(find_seminar(seminar), for_=None)
    if as_json:
        print_json([asdict(line) for line in lines])
        return
    rows = [(line.name, line.firm, line.email, line.standing_label, "yes" if line.attended_at else "") for line in lines]
    print_table(["guest", "firm", "email", "stands", "came"], rows)


@command.command()
@click.argument("title")
@click.option("--at", "local_at", required=True, type=click.DateTime(["%Y-%m-%dT%H:%M"]), help="Day and time by the clocks of its place.")
@click.option("--zone", required=True, help="Such as Europe/Berlin.")
@click.option("--which", default="", type=click.Choice(["", "first", "second"]), help="Of an hour that comes twice.")
@click.option("--seats", required=True, type=click.IntRange(1, 100_000))
@click.option("--minutes", default=60, show_default=True, type=click.IntRange(1, 10_080))
@click.option("--place", default="", help="Where it is.")
@click.option("--link", default="", help="Where it is on the web; only guests see it.")
@click.option("--teaser", default="", help="A line below the title.")
@click.option("--text", default="", help="What it is about.")
@click.option("--after", "after_text", default="", help="What those who do not come shall read.")
@click.option("--language", default="", help="Such as en or de.")
@click.option("--question", default="", help="One question of the house at sign-up (its key).")
@click.option("--interest", "interests", multiple=True, help="For whom (key of an interest); may be given again.")
@BY
@json_option
def add(*, by: str, as_json: bool, **given: Any) -> None:
    """Plan a seminar called TITLE, as a draft.

    Example: keepwarm seminar add "Fewer stops" --at 2027-03-10T10:00 --zone Europe/Berlin --seats 20 --by max@house.example
    """
    made = actions.make_seminar(actions.NewSeminar(**given), by=find_person(by), now=datetime.now(UTC))
    _tell(made.ref, as_json=as_json)


@command.command("open")
@click.argument("seminar")
@BY
@json_option
def open_it(*, seminar: str, by: str, as_json: bool) -> None:
    """Open the sign-up of SEMINAR (a reference).

    Example: keepwarm seminar open Qx3kfP0aLm2c --by max@house.example
    """
    actions.open_seminar(seminar, by=find_person(by), now=datetime.now(UTC))
    _tell(seminar, as_json=as_json)


@command.command("call-off")
@click.argument("seminar")
@BY
@json_option
def call_off(*, seminar: str, by: str, as_json: bool) -> None:
    """Call SEMINAR (a reference) off; each guest is told.

    Example: keepwarm seminar call-off Qx3kfP0aLm2c --by max@house.example
    """
    actions.call_off(seminar, by=find_person(by), now=datetime.now(UTC))
    _tell(seminar, as_json=as_json)


@command.command()
@click.argument("seminar")
@click.argument("guest", nargs=-1, required=True)
@BY
def came(*, seminar: str, guest: tuple[str, ...], by: str) -> None:
    """Say that each GUEST was at SEMINAR (references; see: keepwarm seminar guests --json).

    Example: keepwarm seminar came Qx3kfP0aLm2c Hx0aLm2cQx3k --by max@house.example
    """
    count = actions.mark_attended(seminar, list(guest), by=find_person(by), now=datetime.now(UTC))
    click.echo(f"{count} noted.")


@command.command()
@click.argument("seminar")
@BY
def missed(*, seminar: str, by: str) -> None:
    """Write to those who had a seat at SEMINAR (a reference) and did not come.

    Example: keepwarm seminar missed Qx3kfP0aLm2c --by max@house.example
    """
    count = actions.follow_up(seminar, by=find_person(by), now=datetime.now(UTC))
    click.echo(f"{count} are written to, each when they may be.")


def _tell(ref: str, *, as_json: bool) -> None:
    line = line_of(find_seminar(ref), now=datetime.now(UTC))
    if as_json:
        print_json(asdict(line))
        return
    click.echo(f"{line.ref}: {line.title}, {line.when}, {line.phase_label}\n{line.url}")
