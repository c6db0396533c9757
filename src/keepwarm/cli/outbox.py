"""`keepwarm outbox`: accounts, what waits, what is uncertain, and what a person says of it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TextIO

import click

from keepwarm.cli.output import json_option, print_json, print_table
from keepwarm.cli.user import person_or_house
from keepwarm.lib.refusal import Refusal
from keepwarm.outbox.actions import rule
from keepwarm.outbox.actions.accounts import add_account, make_dkim_key
from keepwarm.outbox.actions.sending_house import confirm_the_house
from keepwarm.outbox.models import Account, Message, Security
from keepwarm.outbox.queries.accounts import accounts_in_use
from keepwarm.outbox.queries.lists import TABS, lines_of, tab_filter
from keepwarm.outbox.sending.testing import try_account


class UnknownMail(Refusal):
    """No account or message has this reference."""


@click.group()
def command() -> None:
    """Mail: through which accounts it leaves, what waits, what nobody can be sure of, what failed.

    Example: keepwarm outbox list --state uncertain
    """


@command.command("list")
@click.option("--state", "tab", type=click.Choice(TABS), default="waiting", show_default=True)
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 1000))
@json_option
def list_them(*, tab: str, limit: int, as_json: bool) -> None:
    """List messages, the newest first.

    Example: keepwarm outbox list --state failed --json
    """
    lines = lines_of(Message.objects.filter(tab_filter(tab)), limit=limit)
    if as_json:
        print_json([asdict(line) for line in lines])
        return
    rows = [(one.ref, one.state_label, one.to_email, one.subject[:40], one.tries, one.because or one.last_reply) for one in lines]
    print_table(["message", "state", "to", "subject", "tries", "why"], rows)


@command.command("rule")
@click.argument("message")
@click.argument("what", type=click.Choice(["arrived", "again", "leave"]))
@click.option("--because", required=True, help="How you know.")
@click.option("--as", "by", default=None, metavar="EMAIL", help="Who says so; default: the house itself.")
def rule_on(message: str, what: str, *, because: str, by: str | None) -> None:
    """Say of an uncertain MESSAGE that it arrived, is to be sent again, or is left.

    Example: keepwarm outbox rule Qx3kfP0aLm2c arrived --because "They answered it"
    """
    row = Message.objects.filter(ref=message).first()
    if row is None:
        raise UnknownMail(f"There is no message {message}.")
    done = rule(row, what, because=because, by=person_or_house(by), now=datetime.now(UTC))
    click.echo(f"{done.ref} is now: {done.get_state_display()}.")


@command.command()
@json_option
def accounts(*, as_json: bool) -> None:
    """List the accounts through which mail leaves.

    Example: keepwarm outbox accounts
    """
    rows = [
        (one.ref, one.name, one.seat.name if one.seat else "the house", one.host, one.paused_because or "in use")
        for one in accounts_in_use()
    ]
    if as_json:
        print_json([dict(zip(("ref", "name", "whose", "host", "state"), row, strict=True)) for row in rows])
    else:
        print_table(["account", "name", "whose", "server", "state"], rows)


@command.command("add")
@click.argument("name")
@click.option("--from", "from_email", required=True, metavar="EMAIL", help="The address that mail comes from.")
@click.option("--host", required=True)
@click.option("--port", default=465, show_default=True, type=click.IntRange(1, 65535))
@click.option("--security", default=Security.TLS.value, show_default=True, type=click.Choice(Security.values))
@click.option("--user", default="")
@click.option("--password-file", type=click.File(), default=None, help="The first line is the password; - reads it from standard input.")
@click.option(
    "--tags",
    default=Account.Tags.NONE.value,
    show_default=True,
    type=click.Choice(Account.Tags.values),
    help="How our own address is written, so that replies, bounces and blind copies are known by it.",
)
@click.option("--tag-domain", default="", help="The domain that takes them, for --tags domain.")
def add(
    name: str, *, from_email: str, host: str, port: int, security: str, user: str, password_file: TextIO | None, tags: str, tag_domain: str
) -> None:
    """Add an account of the house, called NAME, and try it.

    Example: keepwarm outbox add House --from hello@example.com --host mail.example.com --user hello --password-file -
    """
    secret = password_file.readline().strip() if password_file else ""
    values = {"name": name, "from_email": from_email, "host": host, "port": port, "security": security, "user": user, "secret": secret}
    values |= {"tags": tags, "tag_domain": tag_domain}
    made = add_account(values, seat_id=None, by=None, now=datetime.now(UTC))
    click.echo(f"{made.ref} {try_account(made).said}")


@command.command("dkim")
@click.argument("account")
@click.option("--selector", required=True, help="A word of your choice, another for each key, such as kw2026.")
def dkim_key(account: str, selector: str) -> None:
    """Make a DKIM key for ACCOUNT, sign with it from now on, and show the DNS record to publish.

    Example: keepwarm outbox dkim Qx3kfP0aLm2c --selector kw2026
    """
    row = Account.objects.filter(ref=account, retired_at__isnull=True).first()
    if row is None:
        raise UnknownMail(f"There is no account {account}.")
    name, text = make_dkim_key(row, selector, by=None, now=datetime.now(UTC))
    click.echo(f"Publish this TXT record:\n{name}\n{text}")


@command.command()
@click.option("--send", "send_what_waits", is_flag=True, help="What waits is sent; without it, it is listed as uncertain.")
def confirm(*, send_what_waits: bool) -> None:
    """Say that this machine is the one that sends, after a backup was put back or the house moved.

    Example: keepwarm outbox confirm --send
    """
    confirm_the_house(send_what_waits=send_what_waits, by=None, now=datetime.now(UTC))
    click.echo("This house sends again.")
