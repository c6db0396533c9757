"""`keepwarm promise`: what was promised at sales, and how it went."""

from dataclasses import asdict
from datetime import UTC, datetime

import click

from keepwarm.cli.customer import person_of
from keepwarm.cli.output import DAY, json_option, print_json, print_table
from keepwarm.customers import actions
from keepwarm.customers.queries.lists import TABS, list_promises
from keepwarm.customers.queries.people import find_person
from keepwarm.selling.models import Sale


@click.group()
def command() -> None:
    """Promises: written down at the sale, kept or broken with proof.

    Example: keepwarm promise list
    """


@command.command("list")
@click.option("--tab", default="due", show_default=True, type=click.Choice(TABS))
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1, 10_000))
@json_option
def list_them(*, tab: str, limit: int, as_json: bool) -> None:
    """List promises by how they stand.

    Example: keepwarm promise list --tab broken
    """
    lines = list_promises(for_=None, tab=tab, now=datetime.now(UTC), limit=limit)
    if as_json:
        print_json([asdict(line) for line in lines])
        return
    rows = [(one.ref, one.what, one.due_on, one.customer, one.seller, one.state_label) for one in lines]
    print_table(["promise", "what", "by", "to", "sold by", "state"], rows)


@command.command()
@click.argument("sale")
@click.argument("what")
@click.argument("due_on", type=DAY)
@click.option("--to", default="", help="To whom (a reference of the people around the sale); without it, whoever bought.")
@click.option(
    "--source", default="rep", show_default=True, type=click.Choice(["rep", "quote", "note", "letter"]), help="From where we know."
)
@click.option("--as", "by", default=None, help="Email of the person who writes it down.")
def add(*, sale: str, what: str, due_on: datetime, to: str, source: str, by: str | None) -> None:
    """Write down WHAT was promised at SALE (a reference) for the day DUE_ON.

    Example: keepwarm promise add sT0aLm2cQx3k "Delivered in two weeks" 2026-12-01 --as cara@example.com
    """
    row = Sale.objects.select_related("prospect", "opportunity").filter(ref=sale).first()
    if row is None:
        raise click.ClickException("There is no such sale.")
    new = actions.NewPromise(what, due_on.date(), find_person(to, row.prospect, row.opportunity), source)
    made = actions.record_promises(row, [new], by=person_of(by), now=datetime.now(UTC))
    click.echo(f"Promise {made[0].ref}" if made else "It was written down before.")


@command.command()
@click.argument("promise")
@click.argument("proof")
@click.option("--as", "by", default=None, help="Email of the person who says so.")
def kept(*, promise: str, proof: str, by: str | None) -> None:
    """PROMISE (a reference) was kept; PROOF shows it.

    Example: keepwarm promise kept Qx3kfP0aLm2c "Delivery note of 30 November" --as sven@example.com
    """
    actions.keep_promise(promise, proof, by=person_of(by), now=datetime.now(UTC))
    click.echo("Noted: kept.")


@command.command()
@click.argument("promise")
@click.argument("proof")
@click.option("--as", "by", default=None, help="Email of the person who says so.")
def broken(*, promise: str, proof: str, by: str | None) -> None:
    """PROMISE (a reference) was broken; PROOF shows it. Who sold calls first on the next working morning.

    Example: keepwarm promise broken Qx3kfP0aLm2c "Delivered after five weeks" --as sven@example.com
    """
    actions.break_promise(promise, proof, by=person_of(by), now=datetime.now(UTC))
    click.echo("Noted: broken. Who sold calls first on the next working morning.")


@command.command()
@click.argument("promise")
@click.argument("what")
@click.argument("due_on", type=DAY)
@click.argument("because")
@click.option("--as", "by", default=None, help="Email of the person who asks.")
def change(*, promise: str, what: str, due_on: datetime, because: str, by: str | None) -> None:
    """Ask the customer whether PROMISE may become WHAT by DUE_ON; BECAUSE is the reason they read.

    Example: keepwarm promise change Qx3kfP0aLm2c "Delivered" 2026-12-20 "The maker is late" --as cara@example.com
    """
    actions.propose_change(promise, what, due_on.date(), because, by=person_of(by), now=datetime.now(UTC))
    click.echo("The customer is asked. Until they say yes it stands as it was.")
