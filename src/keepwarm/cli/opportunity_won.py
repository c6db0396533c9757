"""`keepwarm opportunity won` and `proposed`: a sale with its promises, and what may have been one."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import click

from keepwarm.circle.actions.winning import win
from keepwarm.circle.forms_winning import moment_of
from keepwarm.circle.queries.selling import propose_promises
from keepwarm.cli.handoff import as_option
from keepwarm.cli.output import DAY, json_option, print_json, print_table
from keepwarm.cli.promised import PROMISED, SOURCES, find_any, new_promise
from keepwarm.cli.user import person_or_house
from keepwarm.lib.money import money, read_amount


@click.command()
@click.argument("opportunity")
@click.option("--promise", "promises", multiple=True, metavar=PROMISED, help="What was promised, by which day, and to whom (a reference).")
@click.option("--quoted", multiple=True, metavar=PROMISED, help="The same, of a line of the quote.")
@click.option("--noted", multiple=True, metavar=PROMISED, help="The same, of a note of a call.")
@click.option("--written", multiple=True, metavar=PROMISED, help="The same, of a letter of ours.")
@click.option("--nothing-beyond", is_flag=True, help="Nothing was promised beyond the quote.")
@click.option("--amount", default=None, help="Such as 1200; default: that of the opportunity.")
@click.option("--currency", default="", help="Three letters, beside an amount; default: that of the opportunity.")
@click.option("--sold-on", default=None, type=DAY, help="The day of the sale; default: today.")
@click.option("--until", "runs_until", default=None, type=DAY, help="The day until which it runs; it is renewed before.")
@click.option("--because", default="", help="Why it is sold although it does not fit.")
@as_option
def won(*, opportunity: str, by: str | None, nothing_beyond: bool, because: str, **told: Any) -> None:
    """Close OPPORTUNITY as won, with its promises or with nothing beyond the quote.

    Example: keepwarm opportunity won oP4kfP0aLm2c --promise "works on Sundays=2026-12-06" --as cara@example.com
    """
    row, now = find_any(opportunity), datetime.now(UTC)
    sale = win(
        opportunity,
        promises=[new_promise(one, source, row) for source, name in SOURCES.items() for one in told[name]] or None,
        nothing_beyond=nothing_beyond,
        amount_minor=read_amount(told["amount"], told["currency"].upper() or row.currency) if told["amount"] else None,
        currency=told["currency"],
        sold_at=moment_of(told["sold_on"].date(), row.prospect, now=now) if told["sold_on"] else None,
        runs_until_on=told["runs_until"].date() if told["runs_until"] else None,
        unfit_because=because,
        by=person_or_house(by),
        now=now,
    )
    click.echo(f"Sale {sale.ref}: {money(sale.amount_minor, sale.currency)}")


@click.command()
@click.argument("opportunity")
@json_option
def proposed(*, opportunity: str, as_json: bool) -> None:
    """Say what notes and letters of ours said about OPPORTUNITY that sounds like a promise. Nothing of it is written down.

    Example: keepwarm opportunity proposed oP4kfP0aLm2c
    """
    rows = propose_promises(find_any(opportunity), for_=None)
    if as_json:
        print_json([asdict(row) for row in rows])
        return
    print_table(["what", "by", "from", "to", "said"], [(one.what, one.due_on or "", one.source, one.to, one.said_at) for one in rows])
