"""What is written by `keepwarm program`: a program is made, changed, started again, its items weighed, and what is planned changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

import click

from keepwarm.cli.output import json_option, print_json
from keepwarm.cli.user import find_person
from keepwarm.programs.actions.programs import NewProgram, change_program, make_program, set_worth, start_program
from keepwarm.programs.actions.stopping import change_turn
from keepwarm.programs.models import Program
from keepwarm.programs.queries.pages import read_program
from keepwarm.programs.refusals import ProgramRefused, UnknownProgram

AS = click.option("--as", "by", required=True, metavar="EMAIL", help="Who decides it.")
Command = Callable[..., Any]


def add_to(group: click.Group) -> None:
    """Beside the commands that read."""
    for one in (add, change, start, weigh, instead):
        group.add_command(one)


def _about(command: Command) -> Command:
    """What a program says of itself."""
    for option in (
        click.option(
            "--position", type=click.IntRange(1, 1000), help="Between programs that serve somebody equally well the least comes first."
        ),
        click.option("--language", help="Such as en or de; without it any."),
        click.option("--stage", "stages", multiple=True, type=click.IntRange(1, 5), help="For which stage, 1 to 5; may be given again."),
        click.option("--interest", "topic", help="The interest it serves (its key); without it, it is for everyone else."),
        click.option("--owner", metavar="EMAIL", help="Who looks after it; without it, whoever decides."),
    ):
        command = option(command)
    return command


@click.command()
@click.argument("name")
@_about
@AS
@json_option
def add(*, name: str, owner: str | None, by: str, as_json: bool, **more: Any) -> None:
    """Start a program called NAME.

    Example: keepwarm program add "Fewer stops" --interest condition-monitoring --as max@house.example
    """
    given = {key: value for key, value in more.items() if value}
    new = NewProgram(name, _seat(owner or by), **given)
    _tell(make_program(new, by=find_person(by), now=datetime.now(UTC)), as_json=as_json)


@click.command()
@click.argument("program")
@click.option("--name", help="What it is called from now on.")
@_about
@AS
@json_option
def change(*, program: str, owner: str | None, by: str, as_json: bool, **more: Any) -> None:
    """Change PROGRAM (a reference); what is not named stays.

    Example: keepwarm program change Qx3kfP0aLm2c --position 10 --as max@house.example
    """
    row = _find(program)
    stands = NewProgram(row.name, row.owner_id, row.topic, tuple(row.stages), row.language, row.position)
    given: dict[str, Any] = {key: value for key, value in more.items() if value}
    given |= {"owner_id": _seat(owner)} if owner else {}
    done = change_program(program, replace(stands, **given), version=row.version, by=find_person(by), now=datetime.now(UTC))
    _tell(done, as_json=as_json)


@click.command()
@click.argument("program")
@AS
@json_option
def start(*, program: str, by: str, as_json: bool) -> None:
    """Let PROGRAM (a reference) go on after it was stopped.

    Example: keepwarm program start Qx3kfP0aLm2c --as max@house.example
    """
    _tell(start_program(program, by=find_person(by), now=datetime.now(UTC)), as_json=as_json)


@click.command()
@click.argument("program")
@click.argument("item")
@click.argument("worth", type=click.IntRange(0, 100), required=False)
@AS
def weigh(*, program: str, item: str, worth: int | None, by: str) -> None:
    """Say what ITEM is worth in PROGRAM (references): 0 leaves it out; without WORTH it is as in general.

    Example: keepwarm program weigh Qx3kfP0aLm2c Hx0aLm2cQx3k 80 --as max@house.example
    """
    set_worth(program, item, worth, by=find_person(by), now=datetime.now(UTC))
    click.echo("Noted. The next choice goes by it.")


@click.command()
@click.argument("turn")
@click.argument("item")
@click.option("--because", required=True, help="Why.")
@AS
def instead(*, turn: str, item: str, because: str, by: str) -> None:
    """Send ITEM instead of what is planned as TURN (references).

    Example: keepwarm program instead Qx3kfP0aLm2c Hx0aLm2cQx3k --because "they asked for it" --as max@house.example
    """
    change_turn(turn, item, because=because, by=find_person(by), now=datetime.now(UTC))
    click.echo("Changed.")


def _seat(email: str) -> int:
    seat = getattr(find_person(email), "seat", None)
    if seat is None:
        raise ProgramRefused(f"{email} has no seat. Name somebody who has: --owner EMAIL")
    return int(seat.pk)


def _find(ref: str) -> Program:
    found = Program.objects.filter(ref=ref).first()
    if found is None:
        raise UnknownProgram(f"There is no program {ref}. See: keepwarm program list")
    return found


def _tell(program: Program, *, as_json: bool) -> None:
    page = read_program(program.ref, now=datetime.now(UTC))
    assert page is not None
    if as_json:
        print_json(asdict(page.line) | {"version": program.version})
    else:
        click.echo(f"{program.ref}: {program.name} ({program.get_state_display()}), looked after by {page.line.owner}")
