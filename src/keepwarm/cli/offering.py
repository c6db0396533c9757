"""`keepwarm offering`: what the house sells, and what currencies are worth."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import click

from keepwarm.cli.handoff import as_option
from keepwarm.cli.output import DAY, json_option, print_json, print_table
from keepwarm.cli.recycle import find_prospect
from keepwarm.cli.user import person_or_house
from keepwarm.lib.money import money, read_amount
from keepwarm.selling import actions
from keepwarm.selling.models import Offering
from keepwarm.selling.queries.fit import fits_of
from keepwarm.selling.queries.listing import offering_row
from keepwarm.selling.queries.rates import house_currency


@click.group()
def command() -> None:
    """What is sold: its price, the needs it serves, what it requires.

    Example: keepwarm offering list
    """


@command.command("list")
@json_option
def list_them(*, as_json: bool) -> None:
    """List the offerings, those out of use too.

    Example: keepwarm offering list --json
    """
    rows = [offering_row(row) for row in Offering.objects.order_by("name")]
    if as_json:
        print_json([asdict(row) for row in rows])
        return
    lines = [
        (row.ref, row.name, money(row.price_minor, row.currency) if row.price_minor is not None else "", row.requires, row.retired_at or "")
        for row in rows
    ]
    print_table(["offering", "name", "price", "requires", "out of use since"], lines)


@command.command()
@click.argument("name")
@click.option("--price", default=None, help="Such as 1200 or 1,200.50; without it, it is agreed each time.")
@click.option("--currency", default="", help="Three letters; default: the house's own.")
@click.option("--code", default="", help="A short code of yours.")
@click.option("--need", "needs", multiple=True, metavar="QUESTION=A,B", help="A need it serves; without answers any but a plain no.")
@click.option("--requires", default="", help="A condition, such as: answer.rooms >= 10")
@click.option("--words", default="", help="What it requires, in words.")
@as_option
def add(
    *, name: str, price: str | None, currency: str, code: str, needs: tuple[str, ...], requires: str, words: str, by: str | None
) -> None:
    """Offer NAME from now on.

    Example: keepwarm offering add "Heat pump" --price 12000 --need need=heating,warmth --requires "answer.rooms >= 3"
    """
    row = actions.add_offering(
        name=name,
        price_minor=read_amount(price, currency.upper() or house_currency()) if price else None,
        currency=currency,
        code=code,
        needs=read_needs(needs),
        requires=requires,
        requires_words=words,
        by=person_or_house(by),
        now=datetime.now(UTC),
    )
    click.echo(f"Offering {row.ref}")


@command.command()
@click.argument("offering")
@click.option("--name", default=None)
@click.option("--price", default=None, help="Such as 1200; “none”: it is agreed each time.")
@click.option("--currency", default=None, help="Three letters.")
@click.option("--need", "needs", multiple=True, metavar="QUESTION=A,B", help="The needs it serves from now on, all of them.")
@click.option("--requires", default=None, help="A condition, such as: answer.rooms >= 10")
@click.option("--words", default=None, help="What it requires, in words.")
@as_option
def change(*, offering: str, price: str | None, needs: tuple[str, ...], words: str | None, by: str | None, **told: str | None) -> None:
    """Change what you name of OFFERING (a reference). What was sold of it keeps how it fitted on its day.

    Example: keepwarm offering change oF4kfP0aLm2c --price 12500
    """
    row = Offering.objects.filter(ref=offering).first()
    code = (told["currency"] or (row.currency if row else "") or house_currency()).upper()
    named: dict[str, Any] = {name: value for name, value in told.items() if value is not None}
    if price is not None:
        named["price_minor"] = None if price == "none" else read_amount(price, code)
    named |= ({"needs": read_needs(needs)} if needs else {}) | ({"requires_words": words} if words is not None else {})
    changed = actions.change_offering(offering, by=person_or_house(by), now=datetime.now(UTC), **named)
    click.echo(f"Changed: {changed.name}")


@command.command()
@click.argument("offering")
@click.option("--again", is_flag=True, help="It is sold again.")
@as_option
def retire(*, offering: str, again: bool, by: str | None) -> None:
    """Propose OFFERING (a reference) to nobody new, or sell it again. What runs and what was sold of it stays.

    Example: keepwarm offering retire oF4kfP0aLm2c
    """
    act = actions.restore_offering if again else actions.retire_offering
    row = act(offering, by=person_or_house(by), now=datetime.now(UTC))
    click.echo(f"{row.name} can be proposed again." if again else f"{row.name} is proposed to nobody new.")


@command.command("fit")
@click.argument("prospect")
@json_option
def fit(*, prospect: str, as_json: bool) -> None:
    """Say how each offering fits what PROSPECT (a reference) said, and what to ask where it is not known.

    Example: keepwarm offering fit Qx3kfP0aLm2c
    """
    who = find_prospect(prospect)
    rows = list(Offering.objects.filter(retired_at__isnull=True))
    fits = fits_of(rows, who, now=datetime.now(UTC))
    if as_json:
        print_json([{"offering": row.ref, "name": row.name, **fits[row.pk].as_json()} for row in rows])
        return
    print_table(
        ["offering", "name", "how it fits", "ask"], [(one.ref, one.name, fits[one.pk].words, " ".join(fits[one.pk].ask)) for one in rows]
    )


@command.command()
@click.argument("currency")
@click.argument("rate")
@click.option("--on", required=True, type=DAY, help="Since when.")
@click.option("--source", required=True, help="Who says so.")
@as_option
def rate(*, currency: str, rate: str, on: datetime, source: str, by: str | None) -> None:
    """Say what one unit of CURRENCY is worth in the house's own.

    Example: keepwarm offering rate USD 0.92 --on 2026-11-01 --source "European Central Bank"
    """
    try:
        worth = Decimal(rate)
    except InvalidOperation:
        raise click.ClickException(f"“{rate}” is not a rate, such as 0.92.") from None
    row = actions.set_rate(currency, on.date(), worth, source=source, by=person_or_house(by), now=datetime.now(UTC))
    click.echo(f"1 {row.currency} = {row.rate.normalize():f} {house_currency()} since {row.on}")


def read_needs(needs: Sequence[str]) -> list[dict[str, Any]]:
    """Each as QUESTION=A,B."""
    pairs = [one.partition("=") for one in needs]
    return [{"question": key, "values": [text for text in values.split(",") if text]} for key, _mark, values in pairs]
