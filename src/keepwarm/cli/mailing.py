"""`keepwarm mailing`: which mailings there are, checking and sending one, holding it, and what became of it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from keepwarm.cli.output import json_option, print_json, print_table
from keepwarm.cli.user import find_person
from keepwarm.mailings.actions.approving import approve_mailing
from keepwarm.mailings.actions.checking import ask_for_check, run_check
from keepwarm.mailings.actions.steering import pause_mailing, resume_mailing, stop_mailing
from keepwarm.mailings.models import Check
from keepwarm.mailings.queries.lists import find_mailing, list_mailings
from keepwarm.mailings.queries.report import as_values

as_person = click.option("--as", "by", required=True, metavar="EMAIL", help="Who does it.")
why_it_is = click.option("--because", required=True, help="Why.")


@click.group()
def command() -> None:
    """Mailings: one text to a small group with a shared interest.

    Example: keepwarm mailing list
    """


@command.command("list")
@json_option
def list_them(*, as_json: bool) -> None:
    """List the mailings, the newest first.

    Example: keepwarm mailing list --json
    """
    rows = [(one.ref, one.name, one.state, one.segment.name if one.segment else "") for one in list_mailings()]
    if as_json:
        print_json([dict(zip(("ref", "name", "state", "segment"), row, strict=True)) for row in rows])
        return
    print_table(["mailing", "name", "state", "to whom"], rows)


@command.command("show")
@click.argument("mailing")
@json_option
def show(mailing: str, *, as_json: bool) -> None:
    """Show one MAILING: what its check found, and what became of it.

    Example: keepwarm mailing show Qx3kfP0aLm2c
    """
    _say(mailing, as_json=as_json)


@command.command("check")
@click.argument("mailing")
@as_person
@json_option
def check(mailing: str, *, by: str, as_json: bool) -> None:
    """Look at the people and the text of a MAILING before it goes.

    Example: keepwarm mailing check Qx3kfP0aLm2c --as max@house.example
    """
    asked = ask_for_check(mailing, by=find_person(by), now=datetime.now(UTC))
    done = _count(asked)
    _say(mailing, as_json=as_json)
    if done.problem:
        raise click.ClickException(done.problem)


@command.command("approve")
@click.argument("mailing")
@as_person
@click.option("--because", default="", help="Why a refusal of the check is overruled; only a manager may.")
@json_option
def approve(mailing: str, *, by: str, because: str, as_json: bool) -> None:
    """Send a MAILING that was checked.

    Example: keepwarm mailing approve Qx3kfP0aLm2c --as max@house.example
    """
    found = find_mailing(mailing)
    approve_mailing(mailing, version=found.version, because=because, by=find_person(by), now=datetime.now(UTC))
    _say(mailing, as_json=as_json)


@command.command("pause")
@click.argument("mailing")
@why_it_is
@as_person
@json_option
def pause(mailing: str, *, because: str, by: str, as_json: bool) -> None:
    """Hold a MAILING: who has not got it waits.

    Example: keepwarm mailing pause Qx3kfP0aLm2c --because "the link is wrong" --as max@house.example
    """
    pause_mailing(mailing, because=because, by=find_person(by), now=datetime.now(UTC))
    _say(mailing, as_json=as_json)


@command.command("resume")
@click.argument("mailing")
@why_it_is
@as_person
@json_option
def resume(mailing: str, *, because: str, by: str, as_json: bool) -> None:
    """Let a MAILING that was held go on.

    Example: keepwarm mailing resume Qx3kfP0aLm2c --because "the link is right now" --as max@house.example
    """
    resume_mailing(mailing, because=because, by=find_person(by), now=datetime.now(UTC))
    _say(mailing, as_json=as_json)


@command.command("stop")
@click.argument("mailing")
@why_it_is
@as_person
@json_option
def stop(mailing: str, *, because: str, by: str, as_json: bool) -> None:
    """Stop a MAILING for good.

    Example: keepwarm mailing stop Qx3kfP0aLm2c --because "the seminar was called off" --as max@house.example
    """
    stop_mailing(mailing, because=because, by=find_person(by), now=datetime.now(UTC))
    _say(mailing, as_json=as_json)


def _count(asked: Check) -> Check:
    """On a terminal with a bar; it writes to stderr, so that what is printed stays clean."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as bar:
        task = bar.add_task("Looking at people", total=None)
        return run_check(
            asked.ref, clock=lambda: datetime.now(UTC), progress=lambda row: bar.update(task, completed=row.done, total=row.total)
        )


def _say(ref: str, *, as_json: bool) -> None:
    found: dict[str, Any] = as_values(find_mailing(ref), now=datetime.now(UTC))
    if as_json:
        print_json(found)
        return
    print_table(["what", "people"], list(found["counts"].items()), title=f"{found['name']}: {found['state']}")
    two = found["two"]["words"] if found["two"] else ""
    for line in (*found["reasons"], found["stopped_because"], found["overruled_because"], two):
        if line:
            click.echo(line)
