"""`keepwarm opportunity`: what somebody may buy, and how it ends."""

from dataclasses import asdict
from datetime import UTC, datetime

import click

from keepwarm.circle.actions.losing import lose
from keepwarm.circle.actions.postponing import postpone, take_up_again
from keepwarm.circle.actions.undoing_a_sale import undo_sale
from keepwarm.circle.actions.winning import win
from keepwarm.cli.handoff import as_option
from keepwarm.cli.offering import person
from keepwarm.cli.opportunity_forecast import forecast
from keepwarm.cli.opportunity_import import import_opportunities as import_command
from keepwarm.cli.output import json_option, print_json, print_table
from keepwarm.cli.recycle import find_prospect
from keepwarm.customers.actions import NewPromise
from keepwarm.lib.money import money, read_amount
from keepwarm.lib.text import fold
from keepwarm.selling import actions
from keepwarm.selling.models import Opportunity
from keepwarm.selling.queries.listing import rows_of
from keepwarm.selling.queries.rates import house_currency
from keepwarm.selling.queries.stages import FIRST_STAGES, list_stages

OUTCOMES = ("open", "won", "lost", "postponed", "ended")
DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def command() -> None:
    """What prospects may buy: open, move, win, lose and postpone it.

    Example: keepwarm opportunity list --outcome open
    """


command.add_command(import_command, "import")
command.add_command(forecast)


@command.command()
@click.option("--put", "labels", multiple=True, metavar="NAME", help="A stage, in its order; all that are not named are used no more.")
@click.option("--because", default="", help="Why they change.")
@as_option
@json_option
def stages(*, labels: tuple[str, ...], because: str, by: str | None, as_json: bool) -> None:
    """Show the stages of selling, or change them.

    Example: keepwarm opportunity stages --put "Need is clear" --put "Offer is made" --because "two are enough"
    """
    if labels:
        keys = {fold(row.label): row.key for row in list_stages()} or {fold(label): key for key, label in FIRST_STAGES}
        wanted = [actions.Wanted(label, keys.get(fold(label), "")) for label in labels]
        actions.change_stages(wanted, because=because, by=person(by), now=datetime.now(UTC))
    rows = list_stages()
    if as_json:
        print_json([asdict(row) for row in rows])
        return
    print_table(["stage", "name", "open there", "out of use since"], [(one.key, one.label, one.open, one.retired_at or "") for one in rows])


@command.command("list")
@click.option("--outcome", type=click.Choice(OUTCOMES), default=None, help="Only these.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 1000))
@json_option
def list_them(*, outcome: str | None, limit: int, as_json: bool) -> None:
    """List opportunities, the newest first.

    Example: keepwarm opportunity list --outcome open --json
    """
    found = Opportunity.objects.all()
    if outcome is not None:
        found = found.filter(outcome="" if outcome == "open" else outcome)
    rows = rows_of(found, limit=limit)
    if as_json:
        print_json([asdict(row) for row in rows])
        return
    lines = [
        (one.ref, one.name, one.offering, money(one.amount_minor, one.currency), one.stage, one.outcome, one.next_on or one.wake_on or "")
        for one in rows
    ]
    print_table(["opportunity", "who", "what", "amount", "stage", "outcome", "next"], lines)


@command.command("open")
@click.argument("prospect")
@click.argument("offering")
@click.option("--next", "next_on", required=True, type=DAY, help="The day of the next touch.")
@click.option("--what", required=True, help="What comes next.")
@click.option("--amount", default=None, help="Such as 1200; default: the price of the offering.")
@click.option("--currency", default="", help="Three letters; default: the house's own.")
@click.option("--because", default="", help="Why it is proposed although it does not fit.")
@as_option
def open_it(
    *, prospect: str, offering: str, next_on: datetime, what: str, amount: str | None, currency: str, because: str, by: str | None
) -> None:
    """Open what PROSPECT may buy: OFFERING (both references).

    Example: keepwarm opportunity open Qx3kfP0aLm2c oF4kfP0aLm2c --next 2026-12-01 --what "Call about the offer"
    """
    new = actions.NewOpportunity(
        offering=offering,
        next_on=next_on.date(),
        next_what=what,
        amount_minor=read_amount(amount, currency.upper() or house_currency()) if amount else None,
        currency=currency,
        unfit_because=because,
    )
    row = actions.open_opportunity(find_prospect(prospect).pk, new, by=person(by), now=datetime.now(UTC))
    click.echo(f"Opportunity {row.ref}")


@command.command()
@click.argument("opportunity")
@click.argument("stage")
@as_option
def move(*, opportunity: str, stage: str, by: str | None) -> None:
    """Move OPPORTUNITY to another of the agreed stages, by its key.

    Example: keepwarm opportunity move oP4kfP0aLm2c offer_made --as cara@example.com
    """
    row = actions.move_stage(opportunity, stage, by=person(by), now=datetime.now(UTC))
    click.echo(f"{row.prospect.name}: {row.stage.label}")


@command.command()
@click.argument("opportunity")
@click.option("--promise", "promises", multiple=True, metavar="WORDS=DAY", help="What was promised, and by which day: 2026-12-01.")
@click.option("--nothing-beyond", is_flag=True, help="Nothing was promised beyond the quote.")
@as_option
def won(*, opportunity: str, promises: tuple[str, ...], nothing_beyond: bool, by: str | None) -> None:
    """Close OPPORTUNITY as won, with its promises or with nothing beyond the quote.

    Example: keepwarm opportunity won oP4kfP0aLm2c --promise "works on Sundays=2026-12-06" --as cara@example.com
    """
    told = [_promise(one) for one in promises]
    sale = win(opportunity, promises=told or None, nothing_beyond=nothing_beyond, by=person(by), now=datetime.now(UTC))
    click.echo(f"Sale {sale.ref}: {money(sale.amount_minor, sale.currency)}")


@command.command()
@click.argument("opportunity")
@click.option("--why", required=True, help="Why it was lost.")
@click.option("--to", "lost_to", default="", help="Who has the business now.")
@click.option("--again", required=True, type=DAY, help="The day on which they hear from us again.")
@as_option
def lost(*, opportunity: str, why: str, lost_to: str, again: datetime, by: str | None) -> None:
    """Close OPPORTUNITY as lost; they hear from us again on a day.

    Example: keepwarm opportunity lost oP4kfP0aLm2c --why "too dear" --to "Frost & Co" --again 2027-06-01
    """
    row = lose(opportunity, reason=why, lost_to=lost_to, wake_on=again.date(), by=person(by), now=datetime.now(UTC))
    click.echo(f"Lost; comes back on {row.wake_on}")


@command.command()
@click.argument("opportunity")
@click.option("--why", required=True, help="Why not now.")
@click.option("--again", required=True, type=DAY, help="The day on which they hear from us again.")
@as_option
def postponed(*, opportunity: str, why: str, again: datetime, by: str | None) -> None:
    """Put OPPORTUNITY off to a day.

    Example: keepwarm opportunity postponed oP4kfP0aLm2c --why "budget in spring" --again 2027-03-01
    """
    row = postpone(opportunity, reason=why, wake_on=again.date(), by=person(by), now=datetime.now(UTC))
    click.echo(f"Postponed; comes back on {row.wake_on}")


@command.command()
@click.argument("opportunity")
@click.option("--next", "next_on", required=True, type=DAY, help="The day of the next touch.")
@click.option("--what", required=True, help="What comes next.")
@as_option
def again(*, opportunity: str, next_on: datetime, what: str, by: str | None) -> None:
    """Take a lost or postponed OPPORTUNITY up again.

    Example: keepwarm opportunity again oP4kfP0aLm2c --next 2026-12-01 --what "Call"
    """
    row = take_up_again(opportunity, next_on=next_on.date(), next_what=what, by=person(by), now=datetime.now(UTC))
    click.echo(f"Open again; next touch on {row.next_on}")


@command.command()
@click.argument("sale")
@click.option("--why", required=True, help="Why it was no sale.")
@as_option
def undo(*, sale: str, why: str, by: str | None) -> None:
    """Undo SALE (a reference): the row stays, the opportunity is open again.

    Example: keepwarm opportunity undo sA4kfP0aLm2c --why "the wrong Anna"
    """
    row = undo_sale(sale, because=why, by=person(by), now=datetime.now(UTC))
    click.echo(f"Undone: {row.prospect.name}")


def _promise(text: str) -> NewPromise:
    what, _mark, day = text.rpartition("=")
    try:
        return NewPromise(what, datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=UTC).date())
    except ValueError:
        raise click.ClickException(f"“{text}” is no promise with its day, such as: works on Sundays=2026-12-06") from None
