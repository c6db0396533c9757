"""`keepwarm inbox`: what came in, and the mailboxes that are read."""

from dataclasses import asdict
from datetime import UTC, datetime

import click
from django.utils.translation import gettext as _

from keepwarm.cli.output import json_option, print_json, print_table
from keepwarm.cli.user import find_person
from keepwarm.inbox.actions import connect_mailbox, fetch_mailbox, read_waiting
from keepwarm.inbox.models import Mailbox
from keepwarm.inbox.queries.copies import copy_address
from keepwarm.inbox.queries.lists import TABS, Tab, lines_of
from keepwarm.lib.refusal import Refusal
from keepwarm.outbox.models import Security
from keepwarm.staff.models import Seat


@click.group()
def command() -> None:
    """Replies, bounces and complaints: list them, read the mailboxes, connect one.

    Example: keepwarm inbox list --tab waiting
    """


@command.command("list")
@click.option("--tab", type=click.Choice([str(tab) for tab in TABS]), default=str(Tab.WAITING), show_default=True, help="Which list.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 1000))
@json_option
def list_them(*, tab: str, limit: int, as_json: bool) -> None:
    """List what came in, the newest first.

    Example: keepwarm inbox list --tab quarantine --json
    """
    lines = lines_of(tab, size=limit)
    if as_json:
        print_json([asdict(line) for line in lines])
        return
    rows = [(line.ref, line.received_at.strftime("%Y-%m-%d %H:%M"), line.from_name, line.subject, line.said, line.name) for line in lines]
    print_table(["mail", "came", "from", "subject", "kind", "who"], rows)


@command.command()
@json_option
def fetch(*, as_json: bool) -> None:
    """Read all mailboxes now, and what was kept and not read.

    Example: keepwarm inbox fetch
    """
    now = datetime.now(UTC)
    read_waiting(now=now)
    told = [_fetch(mailbox, now) for mailbox in Mailbox.objects.filter(retired_at__isnull=True).order_by("pk")]
    if as_json:
        print_json(told)
    else:
        print_table(["mailbox", "kind", "new", "problem"], [tuple(one.values()) for one in told])


def _fetch(mailbox: Mailbox, now: datetime) -> dict[str, object]:
    try:
        count, problem = fetch_mailbox(mailbox, now=now), ""
    except Refusal as refusal:
        count, problem = 0, refusal.sentence
    return {"mailbox": mailbox.user, "kind": mailbox.kind, "new": count, "problem": problem}


@command.command()
@click.argument("kind", type=click.Choice(Mailbox.Kind.values))
@click.option("--host", required=True)
@click.option("--port", default=993, show_default=True, type=click.IntRange(1, 65535))
@click.option("--security", type=click.Choice(Security.values), default=str(Security.TLS), show_default=True)
@click.option("--user", required=True)
@click.option("--password", required=True, envvar="KEEPWARM_MAILBOX_PASSWORD", prompt=True, hide_input=True)
@click.option("--folder", default="", help="Default: INBOX, or the Sent folder that the server names.")
@click.option("--of", "holder", default=None, metavar="EMAIL", help="Whose own mailbox it is; not for the house's.")
def connect(*, kind: str, host: str, port: int, security: str, user: str, password: str, folder: str, holder: str | None) -> None:
    """Read a mailbox from now on. What lies in it already is not read; of a Sent folder the last days are.

    Example: keepwarm inbox connect house --host imap.house.example --user hello@house.example
    """
    seat = Seat.objects.filter(user=find_person(holder), kind=Seat.Kind.PERSON).first() if holder else None
    made = connect_mailbox(
        kind,
        host=host,
        port=port,
        security=security,
        user=user,
        password=password,
        folder=folder,
        seat=seat,
        by=None,
        now=datetime.now(UTC),
    )
    click.echo(made.ref)


@command.command()
@click.argument("email")
def copies(*, email: str) -> None:
    """Say to which address a rep sends blind copies (BCC) of what they write elsewhere. Only the rep should know it.

    Example: keepwarm inbox copies ines@house.example
    """
    seat = Seat.objects.filter(user=find_person(email), kind=Seat.Kind.PERSON).first()
    address = copy_address(seat) if seat is not None else ""
    if not address:
        raise Refusal(_("There is none: the rep needs a seat, and the house a mail account whose address takes tags."))
    click.echo(address)
