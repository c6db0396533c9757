"""`keepwarm consent`: what somebody permits and wishes, what is suppressed, and the key of links."""

from datetime import UTC, datetime
from typing import Any

import click

from keepwarm.cli.output import json_option, print_json, print_table
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Prospect


class NotFound(Refusal):
    """Nobody of that reference."""


@click.group(name="consent")
def command() -> None:
    """Show what may be sent to whom; suppress an address; renew the key of links.

    Example: keepwarm consent show Qx3kfP0aLm2c
    """


@command.command()
@click.argument("prospect")
@json_option
def show(prospect: str, as_json: bool) -> None:
    """Show what PROSPECT (a reference) permits and wishes, and whether mail may go to them now.

    Example: keepwarm consent show Qx3kfP0aLm2c --json
    """
    from keepwarm.consent.queries.told import tell_consent

    row = Prospect.objects.filter(ref=prospect).first()
    if row is None:
        raise NotFound(f"There is no prospect {prospect}. See: keepwarm find NAME")
    told = tell_consent(row, now=datetime.now(UTC))
    if as_json:
        print_json(told)
        return
    print_table(["permits", "how", "since", "until", "last used"], [_permission(one) for one in told["permissions"]])
    print_table(["wishes", "", "said"], [(one["text"], one["source"], _day(one["said_at"])) for one in told["wishes"]])
    print_table(["mail", "may go"], [(kind, why or "yes") for kind, why in told["may_send"].items()])


@command.command()
@click.argument("kind", type=click.Choice(["email", "phone", "domain"]))
@click.argument("value")
@click.option("--scope", type=click.Choice(["all", "mailing"]), default="all", show_default=True)
@click.option("--reason", type=click.Choice(["asked", "unsubscribed", "complaint", "house"]), default="asked", show_default=True)
@json_option
def suppress(kind: str, value: str, scope: str, reason: str, as_json: bool) -> None:
    """Nobody is to use the address or domain VALUE any more, whoever has it. Only the person themselves can lift it.

    Example: keepwarm consent suppress domain competitor.example --reason house
    """
    from keepwarm.circle.actions.suppressing import suppress_address

    count = suppress_address(kind, value, scope=scope, reason=reason, source="command line", by=None, now=datetime.now(UTC))
    if as_json:
        print_json({"kind": kind, "scope": scope, "reason": reason, "prospects": count})
        return
    click.echo(f"Suppressed. {count} prospects had it; their next step was decided anew.")


@command.command()
@json_option
def suppressions(as_json: bool) -> None:
    """Count what is suppressed, by reason.

    Example: keepwarm consent suppressions
    """
    from keepwarm.consent.queries.lists import count_suppressions

    rows = count_suppressions()
    if as_json:
        print_json([{"reason": one.reason, "kind": one.kind, "scope": one.scope, "count": one.count} for one in rows])
        return
    print_table(["reason", "kind", "closed for", "how many"], [(one.words, one.kind, one.scope, one.count) for one in rows])


@command.command(name="new-link-key")
@json_option
def new_link_key(as_json: bool) -> None:
    """From now on a new key signs the links in mails; the links sent before work as ever.

    Example: keepwarm consent new-link-key
    """
    from keepwarm.consent.actions import renew_link_key

    count = renew_link_key(by=None, now=datetime.now(UTC))
    if as_json:
        print_json({"keys": count})
        return
    click.echo(f"A new key signs links from now on; {count} keys open them. Back up the file link_keys.")


def _permission(one: dict[str, Any]) -> tuple[str, ...]:
    return (one["channel"], one["text"], _day(one["given_at"]), _day(one["expires_at"]), _day(one["last_used_at"]))


def _day(at: datetime | None) -> str:
    return f"{at:%d %b %Y}" if at else ""
