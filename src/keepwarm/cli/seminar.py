"""`keepwarm seminar`: seminars, and who comes."""

from dataclasses import asdict
from datetime import UTC, datetime

import click

from keepwarm.cli.output import json_option, print_json, print_table
from keepwarm.seminars.queries.lists import find_seminar, line_of, list_guests, list_seminars


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
