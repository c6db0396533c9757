"""`keepwarm quota`: what closing reps are to sell in a month or quarter, and how far they are."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from django.conf import settings

from keepwarm.cli.goal import seat_named
from keepwarm.cli.output import DAY, json_option, print_json
from keepwarm.cli.weekly import show_quotas
from keepwarm.goals.actions import set_quota, take_back_quota
from keepwarm.goals.actions.quotas import NewQuota
from keepwarm.goals.models import Period
from keepwarm.goals.periods import start_of
from keepwarm.lib.days import today_in
from keepwarm.lib.money import read_amount
from keepwarm.reports.queries.aims.quotas import quotas_page
from keepwarm.reports.queries.telling import quotas_as_data
from keepwarm.staff.queries import house_zone

period_option = click.option(
    "--period", type=click.Choice(Period.values), default=Period.MONTH.value, show_default=True, help="Month or quarter."
)
on_option = click.option("--on", type=DAY, help="A day of it; today when left out.")


@click.group()
def command() -> None:
    """Show and set quotas. They change nobody's timing.

    Example: keepwarm quota list
    """


@command.command(name="list")
@period_option
@on_option
@json_option
def list_quotas(*, period: str, on: datetime | None, as_json: bool) -> None:
    """So far, expected, and what is still needed.

    Example: keepwarm quota list --period quarter --json
    """
    page = quotas_page(for_=None, period=period, on=on.date() if on else None, now=datetime.now(UTC))
    if as_json:
        print_json(quotas_as_data(page))
        return
    show_quotas(page)


@command.command(name="set")
@click.argument("who", metavar="EMAIL")
@period_option
@on_option
@click.option("--amount", help="In money, such as 50,000.")
@click.option("--currency", default="", help="The house's own when left out.")
@click.option("--sales", type=click.IntRange(1, 100_000), help="In sales instead.")
@click.option("--take-back", is_flag=True, help="There is none any more.")
@click.option("--because", default="", help="Why.")
def set_one(
    *, who: str, period: str, on: datetime | None, amount: str | None, currency: str, sales: int | None, take_back: bool, because: str
) -> None:
    """Set or take back the quota of a closing rep.

    Example: keepwarm quota set cara@example.com --amount 50,000 --period month
    """
    now, seat = datetime.now(UTC), seat_named(who)
    starts_on = start_of(period, on.date() if on else today_in(house_zone(), now))
    if take_back:
        take_back_quota(seat, period, starts_on, because=because, by=None, now=now)
        click.echo(f"{seat.name} has no quota from {starts_on} any more.")
        return
    code = (currency or settings.CURRENCY).strip().upper()
    new = NewQuota(period, starts_on, read_amount(amount, code) if amount else None, code if amount else "", sales)
    set_quota(seat, new, because=because, by=None, now=now)
    click.echo(f"The quota of {seat.name} from {starts_on} is set.")
