"""`keepwarm opportunity`: what somebody may buy, and how it ends."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import click

from keepwarm.circle.actions.losing import lose
from keepwarm.circle.actions.postponing import postpone, take_up_again
from keepwarm.circle.actions.undoing_a_sale import undo_sale
from keepwarm.cli.handoff import as_option
from keepwarm.cli.opportunity_forecast import forecast
from keepwarm.cli.opportunity_import import import_opportunities as import_command
from keepwarm.cli.opportunity_people import people, person_around
from keepwarm.cli.opportunity_won import proposed, won
from keepwarm.cli.output import DAY, json_option, print_json, print_table
from keepwarm.cli.promised import find_any
from keepwarm.cli.recycle import find_prospect
from keepwarm.cli.user import person_or_house
from keepwarm.lib.money import money, read_amount
from keepwarm.lib.text import fold
from keepwarm.selling import actions
from keepwarm.selling.models import Opportunity
from keepwarm.selling.queries.listing import rows_of
from keepwarm.selling.queries.rates import house_currency
from keepwarm.selling.queries.stages import FIRST_STAGES, list_stages

OUTCOMES = ("open", "won", "lost", "postponed", "ended")


@click.group()
def command() -> None:
    """What prospects may buy: open, move, win, lose and postpone it.

    Example: keepwarm opportunity list --outcome open
    """


command.add_command(import_command, "import")
command.add_command(forecast)
command.add_command(won)
command.add_command(proposed)
command.add_command(people)
command.add_command(person_around, "person")


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
        actions.change_stages(wanted, because=because, by=person_or_house(by), now=datetime.now(UTC))
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
@click.option("--expected", default=None, type=DAY, help="The day on which they mean to decide.")
@click.option("--stage", default="", help="The key of the agreed stage at which it begins; default: the first.")
@click.option("--word", default=None, type=int, help="Your own word, in percent.")
@click.option("--because", default="", help="Why it is proposed although it does not fit.")
@as_option
def open_it(*, prospect: str, offering: str, next_on: datetime, what: str, because: str, by: str | None, **told: Any) -> None:
    """Open what PROSPECT may buy: OFFERING (both references).

    Example: keepwarm opportunity open Qx3kfP0aLm2c oF4kfP0aLm2c --next 2026-12-01 --what "Call about the offer"
    """
    new = actions.NewOpportunity(
        offering=offering,
        next_on=next_on.date(),
        next_what=what,
        amount_minor=read_amount(told["amount"], told["currency"].upper() or house_currency()) if told["amount"] else None,
        currency=told["currency"],
        expected_on=told["expected"].date() if told["expected"] else None,
        stage=told["stage"],
        word_percent=told["word"],
        unfit_because=because,
    )
    row = actions.open_opportunity(find_prospect(prospect).pk, new, by=person_or_house(by), now=datetime.now(UTC))
    click.echo(f"Opportunity {row.ref}")


@command.command()
@click.argument("opportunity")
@click.argument("stage")
@as_option
def move(*, opportunity: str, stage: str, by: str | None) -> None:
    """Move OPPORTUNITY to another of the agreed stages, by its key.

    Example: keepwarm opportunity move oP4kfP0aLm2c offer_made --as cara@example.com
    """
    row = actions.move_stage(opportunity, stage, by=person_or_house(by), now=datetime.now(UTC))
    click.echo(f"{row.prospect.name}: {row.stage.label}")


@command.command()
@click.argument("opportunity")
@click.option("--amount", default=None, help="Such as 1200.")
@click.option("--currency", default="", help="Three letters, beside an amount; default: as it is.")
@click.option("--expected", default=None, type=DAY, help="The day on which they mean to decide.")
@click.option("--word", default=None, type=int, help="Your own word, in percent.")
@click.option("--next", "next_on", default=None, type=DAY, help="The day of the next touch.")
@click.option("--what", default="", help="What comes next.")
@click.option("--because", default="", help="Why it changes.")
@as_option
def change(*, opportunity: str, because: str, by: str | None, **told: Any) -> None:
    """Change what you name of OPPORTUNITY: amount, day of decision, your own word, next touch. What is not named stays.

    Example: keepwarm opportunity change oP4kfP0aLm2c --word 60 --expected 2026-12-20 --as cara@example.com
    """
    row = find_any(opportunity)
    code = told["currency"].upper() or row.currency
    worth = {"amount_minor": read_amount(told["amount"], code), "currency": code} if told["amount"] else {}
    days = {name: told[key].date() for name, key in (("expected_on", "expected"), ("next_on", "next_on")) if told[key]}
    words = {name: told[key] for name, key in (("word_percent", "word"), ("next_what", "what")) if told[key] not in {None, ""}}
    changes = {**worth, **days, **words}
    row = actions.change_opportunity(opportunity, changes, because=because, by=person_or_house(by), now=datetime.now(UTC))
    click.echo(f"{row.prospect.name}: {money(row.amount_minor, row.currency)}, next touch on {row.next_on}")


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
    row = lose(opportunity, reason=why, lost_to=lost_to, wake_on=again.date(), by=person_or_house(by), now=datetime.now(UTC))
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
    row = postpone(opportunity, reason=why, wake_on=again.date(), by=person_or_house(by), now=datetime.now(UTC))
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
    row = take_up_again(opportunity, next_on=next_on.date(), next_what=what, by=person_or_house(by), now=datetime.now(UTC))
    click.echo(f"Open again; next touch on {row.next_on}")


@command.command()
@click.argument("sale")
@click.option("--why", required=True, help="Why it was no sale.")
@as_option
def undo(*, sale: str, why: str, by: str | None) -> None:
    """Undo SALE (a reference): the row stays, the opportunity is open again.

    Example: keepwarm opportunity undo sA4kfP0aLm2c --why "the wrong Anna"
    """
    row = undo_sale(sale, because=why, by=person_or_house(by), now=datetime.now(UTC))
    click.echo(f"Undone: {row.prospect.name}")
