"""`keepwarm webhook`: other software that hears of events."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime

import click

from keepwarm.cli.output import json_option, print_json, print_table
from keepwarm.cli.user import person_or_house
from keepwarm.courier.actions import retire_endpoint
from keepwarm.courier.new import NewEndpoint
from keepwarm.events.actions import add_subscription, collect, send_due
from keepwarm.events.models import Kind
from keepwarm.events.queries import list_subscriptions

BY = click.option("--by", "by_email", default="", help="Email of the admin whose decision it is; without it, the house's.")


@click.group()
def command() -> None:
    """Other software that hears what happens here: list, add and remove its addresses, and send what waits.

    Example: keepwarm webhook list
    """


@command.command("list")
@json_option
def list_them(*, as_json: bool) -> None:
    """Show the addresses, what each hears of, and what waits.

    Example: keepwarm webhook list --json
    """
    lines = list_subscriptions()
    if as_json:
        print_json([asdict(line.told) | {"events": line.events} for line in lines])
        return
    rows = [(line.told.ref, line.told.name, ", ".join(line.events), line.told.waiting, line.told.paused_because) for line in lines]
    print_table(["webhook", "name", "events", "wait", "rests because"], rows)


@command.command()
@click.argument("name")
@click.argument("url")
@click.option("--event", "events", multiple=True, required=True, type=click.Choice(Kind.values), help="May be given again.")
@click.option("--inside", is_flag=True, help="It lies inside our own network.")
@BY
@json_option
def add(*, name: str, url: str, events: tuple[str, ...], inside: bool, by_email: str, as_json: bool) -> None:
    """Tell URL, called NAME, of these events from now on. Its secret is shown this once.

    Example: keepwarm webhook add Ledger https://ledger.example/keepwarm --event sale.made
    """
    by = person_or_house(by_email)
    one, secret = add_subscription(NewEndpoint(name, url, inside, is_idempotent=True), events, by=by, now=datetime.now(UTC))
    if as_json:
        print_json({"ref": one.endpoint.ref, "secret": secret})
        return
    click.echo(f"{one.endpoint.ref}\nSecret: {secret}")


@command.command()
@click.argument("webhook")
@BY
def remove(*, webhook: str, by_email: str) -> None:
    """Tell WEBHOOK (a reference) nothing more.

    Example: keepwarm webhook remove Qx3kfP0aLm2c
    """
    waited = retire_endpoint(webhook, by=person_or_house(by_email), now=datetime.now(UTC))
    click.echo(f"Removed; {waited} that waited are not sent.")


@command.command()
@json_option
def send(*, as_json: bool) -> None:
    """Read what happened, and hand over what is due. The background does it each minute.

    Example: keepwarm webhook send
    """
    now = datetime.now(UTC)
    made = collect(now=now)
    handed = send_due(now=now)
    if as_json:
        print_json({"events": made, "handed_over": handed})
        return
    click.echo(f"{made} new events, {handed} handed over")
