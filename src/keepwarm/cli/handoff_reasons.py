"""`keepwarm handoff reasons`: the agreed reasons to give a lead back, read and changed."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from keepwarm.cli.output import json_option, print_json, print_table
from keepwarm.cli.user import person_or_house
from keepwarm.handoff.actions.agreed_list import add_reason, change_reason, restore_reason, retire_reason
from keepwarm.handoff.models import ReturnReason
from keepwarm.handoff.queries.page_one import all_reasons

GOES = click.Choice(ReturnReason.Goes.values)
goes_help = "Where they go: back to whoever offered them, or to another closing rep."
as_option = click.option("--as", "by", default=None, metavar="EMAIL", help="The manager or admin; default: the house itself.")


@click.group("reasons")
def reasons() -> None:
    """The agreed reasons to give a lead back. What was used is retired, never deleted.

    Example: keepwarm handoff reasons list
    """


@reasons.command("list")
@json_option
def list_them(*, as_json: bool) -> None:
    """List them, those in use first.

    Example: keepwarm handoff reasons list --json
    """
    rows = [_row(one) for one in all_reasons()]
    if as_json:
        print_json(rows)
        return
    lines = [(row["key"], row["label"], row["goes"], "retired" if row["retired_at"] else "") for row in rows]
    print_table(["key", "reason", "where they go", ""], lines)


@reasons.command()
@click.argument("words")
@click.option("--goes", type=GOES, default=ReturnReason.Goes.BACK.value, show_default=True, help=goes_help)
@as_option
@json_option
def add(words: str, *, goes: str, by: str | None, as_json: bool) -> None:
    """Add a reason in WORDS at the end of the list.

    Example: keepwarm handoff reasons add "Bought elsewhere" --as mona@example.com
    """
    _show(add_reason(words, goes, by=person_or_house(by), now=datetime.now(UTC)), as_json=as_json)


@reasons.command()
@click.argument("key")
@click.argument("words")
@click.option("--goes", type=GOES, required=True, help=goes_help)
@as_option
@json_option
def change(key: str, words: str, *, goes: str, by: str | None, as_json: bool) -> None:
    """Put the reason KEY into other WORDS, or send it another way. Past returns show the new words.

    Example: keepwarm handoff reasons change no_budget "No money this year" --goes back --as mona@example.com
    """
    _show(change_reason(key, words, goes, by=person_or_house(by), now=datetime.now(UTC)), as_json=as_json)


@reasons.command()
@click.argument("key")
@as_option
@json_option
def retire(key: str, *, by: str | None, as_json: bool) -> None:
    """Offer the reason KEY no more. The last one in use stays.

    Example: keepwarm handoff reasons retire no_room --as mona@example.com
    """
    _show(retire_reason(key, by=person_or_house(by), now=datetime.now(UTC)), as_json=as_json)


@reasons.command()
@click.argument("key")
@as_option
@json_option
def restore(key: str, *, by: str | None, as_json: bool) -> None:
    """Offer the reason KEY again.

    Example: keepwarm handoff reasons restore no_room --as mona@example.com
    """
    _show(restore_reason(key, by=person_or_house(by), now=datetime.now(UTC)), as_json=as_json)


def _row(one: ReturnReason) -> dict[str, str | None]:
    """With the keys of the API."""
    return {"key": one.key, "label": one.label, "goes": one.goes, "retired_at": one.retired_at.isoformat() if one.retired_at else None}


def _show(one: ReturnReason, *, as_json: bool) -> None:
    if as_json:
        print_json(_row(one))
    else:
        click.echo(f"{one.key}: {one.label} ({one.get_goes_display()}){', retired' if one.retired_at else ''}")
