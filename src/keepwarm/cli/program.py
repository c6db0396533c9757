"""`keepwarm program`: which programs run, what tomorrow brings, and stopping it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime

import click

from keepwarm.cli.output import json_option, print_json, print_table
from keepwarm.cli.program_writing import add_to
from keepwarm.cli.user import find_person
from keepwarm.programs.actions.choosing import choose_turns
from keepwarm.programs.actions.programs import stop_program
from keepwarm.programs.actions.stopping import stop_turn
from keepwarm.programs.queries.pages import list_programs, read_program
from keepwarm.programs.queries.tomorrow import Wanted, read_day
from keepwarm.programs.refusals import UnknownProgram


@click.group()
def command() -> None:
    """Programs that keep people warm: what they hold, whom they reach, what tomorrow brings.

    Example: keepwarm program tomorrow
    """


@command.command("list")
@json_option
def list_them(*, as_json: bool) -> None:
    """List all programs.

    Example: keepwarm program list --json
    """
    lines = list_programs()
    if as_json:
        print_json([asdict(line) for line in lines])
        return
    rows = [(one.ref, one.name, one.topic or "everyone", one.state, one.people, one.items, one.run_out, one.owner) for one in lines]
    print_table(["program", "name", "interest", "state", "people", "items", "run out in 30 days", "looked after by"], rows)


@command.command("show")
@click.argument("program")
@json_option
def show(program: str, *, as_json: bool) -> None:
    """Show one PROGRAM with its items, the best first.

    Example: keepwarm program show Qx3kfP0aLm2c
    """
    page = read_program(program, now=datetime.now(UTC))
    if page is None:
        raise UnknownProgram(f"There is no program {program}. See: keepwarm program list")
    if as_json:
        print_json(
            {"program": asdict(page.line), "items": [asdict(item) for item in page.items], "planned": page.planned, "sent": page.sent}
        )
        return
    print_table(
        ["item", "kind", "worth", "had by"], [(one.title, one.kind, one.worth, one.reached) for one in page.items], title=page.line.name
    )


@command.command("choose")
def choose() -> None:
    """Choose now what comes next for all whose date comes within two days; the background does so by itself.

    Example: keepwarm program choose
    """
    done = choose_turns(now=datetime.now(UTC))
    click.echo(f"{done.planned} planned, {done.moved} moved to a later date, {done.ended} ended after their last question.")


@command.command("tomorrow")
@click.option("--day", type=click.Choice(["today", "tomorrow"]), default="tomorrow", show_default=True)
@click.option("--as", "by", required=True, metavar="EMAIL", help="Whose day: their zone, and whom they may see.")
@json_option
def tomorrow(*, day: str, by: str, as_json: bool) -> None:
    """What a day brings, by channel and program.

    Example: keepwarm program tomorrow --as max@house.example --json
    """
    found = read_day(Wanted(day=day), for_=find_person(by), now=datetime.now(UTC))
    if as_json:
        print_json(asdict(found))
        return
    rows = [(one.way, one.program or "-", one.what, one.count) for one in found.groups]
    more = "more than " if found.is_more else ""
    print_table(["way", "program", "what", "people"], rows, title=f"{found.on:%A, %d %B}: {more}{found.count} people")


@command.command("stop")
@click.argument("what")
@click.option("--because", required=True, help="Why.")
@click.option("--as", "by", required=True, metavar="EMAIL", help="Who stops it.")
def stop(what: str, *, because: str, by: str) -> None:
    """Stop a program, or one turn that is planned: WHAT is the reference of either.

    Example: keepwarm program stop Qx3kfP0aLm2c --because "the guide is wrong" --as max@house.example
    """
    person, now = find_person(by), datetime.now(UTC)
    if read_program(what, now=now) is not None:
        stop_program(what, because=because, by=person, now=now)
        click.echo("It is stopped. Its people get something else; nobody is forgotten.")
        return
    stop_turn(what, because=because, by=person, now=now)
    click.echo("Stopped. They get something else later.")


add_to(command)
