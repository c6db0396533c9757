"""`keepwarm mailing`: which mailings there are, checking and sending one, holding it, and what became of it."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from keepwarm.cli.output import json_option, print_json, print_table
from keepwarm.cli.user import find_person
from keepwarm.mailings.actions.approving import approve_mailing
from keepwarm.mailings.actions.checking import ask_for_check, run_check
from keepwarm.mailings.actions.editing import NewMailing, change_mailing, discard_mailing, mailing_text, make_mailing
from keepwarm.mailings.actions.steering import pause_mailing, resume_mailing, stop_mailing
from keepwarm.mailings.models import Check
from keepwarm.mailings.queries.lists import find_mailing, list_mailings
from keepwarm.mailings.queries.report import as_values
from keepwarm.segments.queries import find_segment

as_person = click.option("--as", "by", required=True, metavar="EMAIL", help="Who does it.")
TEXT_OPTIONS = (
    click.option("--segment", default=None, help="To whom: the name or reference of a segment."),
    click.option("--topic", default=None, help="Key of the interest that it is about."),
    click.option("--subject", default=None, help="The subject."),
    click.option("--body", type=click.File(encoding="utf-8"), default=None, help="The file with its text; - reads standard input."),
    click.option("--subject-b", default=None, help="A second subject, to compare."),
    click.option("--body-b", type=click.File(encoding="utf-8"), default=None, help="The file with a second text, to compare."),
    click.option("--preheader", default=None, help="The line beside the subject."),
    click.option("--language", type=click.Choice(["en", "de"]), default=None, help="Its language."),
    click.option("--list-name", default=None, help="Name of the list, as mailboxes show it."),
    click.option("--archive/--no-archive", "in_archive", default=None, help="Whether everyone may read it on the web."),
)


def text_options(function: Any) -> Any:
    """What a mailing is made of, each left out where nothing is said."""
    for option in reversed(TEXT_OPTIONS):
        function = option(function)
    return function


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


@command.command("write")
@click.argument("name")
@text_options
@as_person
@json_option
def write(name: str, *, by: str, as_json: bool, **said: Any) -> None:
    """Write a mailing NAME: a draft that goes to nobody before it is checked and approved.

    Example: keepwarm mailing write "Pumps news" --segment Pumps --subject "A guide" --body guide.md --as max@house.example
    """
    new = replace(NewMailing(name), **_written(said))
    _say(make_mailing(new, by=find_person(by), now=datetime.now(UTC)).ref, as_json=as_json)


@command.command("change")
@click.argument("mailing")
@click.option("--name", default=None, help="Another name.")
@text_options
@as_person
@json_option
def change(mailing: str, *, by: str, as_json: bool, **said: Any) -> None:
    """Change a MAILING while it is a draft; what is not named stays.

    Example: keepwarm mailing change Qx3kfP0aLm2c --subject "A better guide" --as max@house.example
    """
    found = find_mailing(mailing)
    new = replace(mailing_text(found), **_written(said))
    _say(change_mailing(mailing, new, version=found.version, by=find_person(by)).ref, as_json=as_json)


@command.command("discard")
@click.argument("mailing")
@as_person
def discard(mailing: str, *, by: str) -> None:
    """Throw away a MAILING that is a draft.

    Example: keepwarm mailing discard Qx3kfP0aLm2c --as max@house.example
    """
    name = find_mailing(mailing).name
    discard_mailing(mailing, by=find_person(by))
    click.echo(f"The draft “{name}” is gone.")


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


def _written(said: dict[str, Any]) -> dict[str, Any]:
    """What was said, as the mailing takes it."""
    new = {name: value for name, value in said.items() if value is not None}
    for name in ("body", "body_b"):
        if name in new:
            new[name] = new[name].read()
    if new.get("segment"):
        new["segment"] = find_segment(new["segment"]).ref
    return new


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
