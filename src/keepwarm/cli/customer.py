"""`keepwarm customer`: how customers are, complaints, and what other systems tell of them."""

from dataclasses import asdict
from datetime import UTC, datetime

import click

from keepwarm.cli.output import DAY, json_option, print_json, print_table
from keepwarm.customers import actions
from keepwarm.customers.models import Loss
from keepwarm.customers.queries.lists import list_cases, list_customers
from keepwarm.customers.queries.one import find_customer
from keepwarm.customers.queries.overselling import oversold
from keepwarm.customers.queries.people import find_seat, find_user
from keepwarm.staff.models import User


@click.group()
def command() -> None:
    """Customers: how they are, what they complain of, and how we keep them.

    Example: keepwarm customer list
    """


@command.command("list")
@click.option("--mood", default="", type=click.Choice(["", "unhappy", "at_risk", "quiet", "unknown", "well"]))
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 400))
@json_option
def list_them(*, mood: str, limit: int, as_json: bool) -> None:
    """List customers: the unhappy first, then the quiet.

    Example: keepwarm customer list --mood quiet
    """
    lines = list_customers(for_=None, mood=mood, now=datetime.now(UTC), limit=limit)
    if as_json:
        print_json([asdict(line) for line in lines])
        return
    rows = [(line.ref, line.name, line.health.label, line.health.reasons[0], line.seller, line.open, line.broken) for line in lines]
    print_table(["customer", "name", "how", "why", "sold by", "open", "broken"], rows)


@command.command()
@click.option("--settled", is_flag=True, help="Those that are settled, the newest first.")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1, 10_000))
@json_option
def cases(*, settled: bool, limit: int, as_json: bool) -> None:
    """List complaints and broken promises that wait, the one due first on top.

    Example: keepwarm customer cases
    """
    lines = list_cases(for_=None, settled=settled, now=datetime.now(UTC), limit=limit)
    if as_json:
        print_json([asdict(line) for line in lines])
        return
    print_table(["case", "customer", "what", "whose", "until"], [(one.ref, one.customer, one.what, one.owner, one.due_at) for one in lines])


@command.command()
@click.argument("customer")
@click.argument("what")
@click.option("--channel", default="phone", show_default=True, type=click.Choice(["phone", "mail", "person"]))
@click.option("--as", "by", default=None, help="Email of the person who heard it.")
def complain(*, customer: str, what: str, channel: str, by: str | None) -> None:
    """Open a case for CUSTOMER (a reference) who complained of WHAT.

    Example: keepwarm customer complain mT0aLm2cQx3k "The invoice is wrong again" --as sven@example.com
    """
    person = person_of(by)
    found = find_customer(customer, for_=person)
    case = actions.open_case(found.pk, what, channel=channel, by=person, now=datetime.now(UTC))
    click.echo(f"Case {case.ref}: {case.owner.name} settles it until {case.due_at:%Y-%m-%d %H:%M} UTC.")


@command.command()
@click.argument("case")
@click.argument("outcome")
@click.option("--as", "by", default=None, help="Email of the person who says so.")
def settle(*, case: str, outcome: str, by: str | None) -> None:
    """Say what came of CASE (a reference): marketing may go on.

    Example: keepwarm customer settle Qx3kfP0aLm2c "New invoice, and a credit note" --as sven@example.com
    """
    actions.settle_case(case, outcome, by=person_of(by), now=datetime.now(UTC))
    click.echo("Settled.")


@command.command()
@click.argument("case")
@click.argument("to")
@click.option("--as", "by", default=None, help="Email of the person who says so.")
def give(*, case: str, to: str, by: str | None) -> None:
    """Give CASE (a reference) to somebody else, by their email address: they settle it.

    Example: keepwarm customer give Qx3kfP0aLm2c carl@example.com --as cara@example.com
    """
    row = actions.give_case(case, find_seat(to), by=person_of(by), now=datetime.now(UTC))
    click.echo(f"{row.owner.name} settles it.")


@command.command()
@click.argument("customer")
@click.argument("who")
@click.option("--aside", is_flag=True, help="They stand beside them no more.")
@click.option("--as", "by", default=None, help="Email of the person who says so.")
def beside(*, customer: str, who: str, aside: bool, by: str | None) -> None:
    """Somebody of service, by their email address, stands beside CUSTOMER (a reference).

    Example: keepwarm customer beside mT0aLm2cQx3k sven@example.com
    """
    person = person_of(by)
    found, act = find_customer(customer, for_=person), actions.step_aside if aside else actions.stand_beside
    act(found.pk, find_user(who), by=person, now=datetime.now(UTC))
    click.echo("They stand beside them no more." if aside else "They stand beside them.")


@command.command()
@click.argument("customer")
@click.argument("kind", type=click.Choice(["use", "payment"]))
@click.argument("value", type=float)
@click.option("--at", default=None, type=DAY, help="The day it is about; today without it.")
def tell(*, customer: str, kind: str, value: float, at: datetime | None) -> None:
    """Tell what another system knows of CUSTOMER: use (how often) or payment (days late).

    Example: keepwarm customer tell mT0aLm2cQx3k use 14 --at 2026-11-01
    """
    now = datetime.now(UTC)
    moment = at.replace(tzinfo=UTC) if at else now
    actions.report_fact(find_customer(customer, for_=None).pk, kind, value, at=moment, by=None, now=now)
    click.echo("Kept.")


@command.command()
@click.argument("customer")
@click.option("--reason", required=True, type=click.Choice(Loss.Reason.values), help="Why they left.")
@click.option("--why", required=True, help="The same in their words.")
@click.option("--again", required=True, type=DAY, help="The day on which we ask again.")
@click.option("--as", "by", default=None, help="Email of the person who says so.")
def left(*, customer: str, reason: str, why: str, again: datetime, by: str | None) -> None:
    """CUSTOMER (a reference) left us; they stay in the conversation, and are asked again on a day.

    Example: keepwarm customer left mT0aLm2cQx3k --reason price --why "Dearer than theirs" --again 2027-05-03 --as sven@example.com
    """
    person = person_of(by)
    found = find_customer(customer, for_=person)
    loss = actions.lose_customer(found.pk, reason, why, wake_on=again.date(), by=person, now=datetime.now(UTC))
    click.echo(f"{found.name} left us; asked again on {loss.wake_on}.")


@command.command("over-selling")
@click.option("--by", "kind", default="offering", show_default=True, type=click.Choice(["offering", "rep", "source"]))
@json_option
def over_selling(*, kind: str, as_json: bool) -> None:
    """How often more was promised than came true, with ranges.

    Example: keepwarm customer over-selling --by rep
    """
    lines = oversold(kind, for_=None)
    if as_json:
        print_json([asdict(line) for line in lines])
        return
    rows = [(one.name, f"{one.broken} of {one.settled}", one.unrecorded, f"{one.low} to {one.high} %", one.lost) for one in lines]
    print_table([kind, "broken", "not written down", "range", "lost"], rows)


def person_of(email: str | None) -> User | None:
    """Whoever this is done for; the house itself without one."""
    if email is None:
        return None
    found = User.objects.filter(email__iexact=email, is_active=True).first()
    if found is None:
        raise click.ClickException(f"Nobody signs in as {email}.")
    return found
