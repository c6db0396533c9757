"""`keepwarm outlay`: what was spent on the conversation and no touch carries."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from keepwarm.cli.output import DAY, json_option, print_json, print_table
from keepwarm.ledger.actions import take_back_outlay, write_down_outlay
from keepwarm.ledger.models import Outlay
from keepwarm.ledger.queries.spent import outlays_between
from keepwarm.lib.days import today_in
from keepwarm.lib.money import money, read_amount
from keepwarm.reports.queries.leads.period import period_of
from keepwarm.selling.queries.rates import house_currency
from keepwarm.staff.queries import house_zone


@click.group()
def command() -> None:
    """List and write down outlays: a stand at a fair, an author. They count on the report of money.

    Example: keepwarm outlay list
    """


@command.command(name="list")
@click.option("--since", type=DAY, help="The first day; a year ago when left out.")
@click.option("--until", type=DAY, help="The last day; today when left out.")
@json_option
def list_outlays(*, since: datetime | None, until: datetime | None, as_json: bool) -> None:
    """Those that stand, the newest first.

    Example: keepwarm outlay list --since 2026-01-01 --json
    """
    asked = {"since": since.date() if since else None, "until": until.date() if until else None}
    period = period_of(for_=None, **asked, now=datetime.now(UTC))
    rows = list(outlays_between(period.since, period.until))
    if as_json:
        print_json([{"ref": one.ref, "on": one.on, "kind": one.kind, "what": one.what, "amount_minor": one.amount_minor} for one in rows])
        return
    told = [(one.ref, str(one.on), one.get_kind_display(), one.what, money(one.amount_minor, house_currency())) for one in rows]
    print_table(["outlay", "when", "kind", "on what", "amount"], told)


@command.command()
@click.argument("what")
@click.argument("amount")
@click.option("--kind", type=click.Choice(Outlay.Kind.values), default=Outlay.Kind.OTHER.value, show_default=True, help="What it was for.")
@click.option("--on", type=DAY, help="The day; today when left out.")
def add(*, what: str, amount: str, kind: str, on: datetime | None) -> None:
    """Write down what was spent, in the currency of the house.

    Example: keepwarm outlay add "Stand at the fair" 1,250.50 --on 2026-11-20
    """
    now = datetime.now(UTC)
    day = on.date() if on else today_in(house_zone(), now)
    row = write_down_outlay(kind, what, read_amount(amount, house_currency()), on=day, by=None, now=now)
    click.echo(f"{row.ref}: {row.what}, {money(row.amount_minor, house_currency())} on {row.on}.")


@command.command(name="take-back")
@click.argument("ref", metavar="OUTLAY")
def take_back(*, ref: str) -> None:
    """It was wrong, and counts no more.

    Example: keepwarm outlay take-back Qm3xTdWlK9pa
    """
    row = take_back_outlay(ref, by=None, now=datetime.now(UTC))
    click.echo(f"Taken back: {row.what}.")
