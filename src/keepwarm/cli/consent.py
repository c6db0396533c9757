"""`keepwarm consent`: what somebody permits and wishes, what is suppressed, and the key of links."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

from keepwarm.cli.output import DAY, json_option, print_json, print_table
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Prospect

KINDS = ("express", "double_opt_in", "implied", "existing_customer")


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

    told = tell_consent(_find(prospect), now=datetime.now(UTC))
    if as_json:
        print_json(told)
        return
    print_table(["permits", "how", "since", "until", "last used"], [_permission(one) for one in told["permissions"]])
    print_table(["wishes", "", "said"], [(one["text"], one["source"], _day(one["said_at"])) for one in told["wishes"]])
    print_table(["mail", "may go"], [(kind, why or "yes") for kind, why in told["may_send"].items()])


@command.command()
@click.argument("prospect")
@click.option("--channel", type=click.Choice(["phone", "email", "mailing", "post", "message"]), required=True)
@click.option(
    "--kind", type=click.Choice(["express", "double_opt_in", "implied", "existing_customer"]), default="express", show_default=True
)
@click.option("--proof", default="", help="How we know: their words, and where they said or signed them.")
@click.option("--proof-file", type=click.File("rb"), default=None, help="A file that shows it, 10 MB at most; kept under its hash.")
@json_option
def permit(prospect: str, as_json: bool, **said: Any) -> None:
    """Record that PROSPECT (a reference) permits a channel, with the proof of it.

    Example: keepwarm consent permit Qx3kfP0aLm2c --channel mailing --proof "card at the fair" --proof-file card.pdf
    """
    from keepwarm.circle.actions.permitting import permit_and_settle
    from keepwarm.consent.models import Permission
    from keepwarm.consent.proofs import keep_proof
    from keepwarm.consent.queries.told import tell_permission

    row, now, file = _find(prospect), datetime.now(UTC), said["proof_file"]
    sha256 = keep_proof(iter(lambda: file.read(1 << 16), b"")) if file else ""
    new = Permission(prospect=row, channel=said["channel"], kind=said["kind"], proof=said["proof"], proof_file=sha256, given_at=now)
    new.source = "command line"
    kept = permit_and_settle(new, by=None, now=now)
    if as_json:
        print_json(tell_permission(kept))
        return
    click.echo(f"Kept: {tell_permission(kept)['text']}.")


@command.command()
@click.argument("prospect")
@click.option("--kind", type=click.Choice(["no_channel", "not_before", "stop"]), required=True)
@click.option("--channel", type=click.Choice(["phone", "email", "mailing", "post", "message"]), default=None)
@click.option("--until", type=DAY, default=None, help="For not_before: the day.")
@click.option("--words", default="", help="In their words.")
def wish(prospect: str, kind: str, channel: str | None, until: datetime | None, words: str) -> None:
    """Record what PROSPECT (a reference) asked for; the next step is decided with it.

    Example: keepwarm consent wish Qx3kfP0aLm2c --kind no_channel --channel phone --words "please write"
    """
    from keepwarm.circle.actions.permitting import wish_and_settle
    from keepwarm.decisions.batch import NewWish

    row = _find(prospect)
    until_at = until.replace(tzinfo=ZoneInfo(row.zone or "UTC")).astimezone(UTC) if until else None
    wish_and_settle(row, NewWish(kind, channel or "", until_at, words), by=None, now=datetime.now(UTC))
    click.echo("It holds from now on.")


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


def _find(ref: str) -> Prospect:
    row = Prospect.objects.filter(ref=ref).first()
    if row is None:
        raise NotFound(f"There is no prospect {ref}. See: keepwarm find NAME")
    return row


def _permission(one: dict[str, Any]) -> tuple[str, ...]:
    return (one["channel"], one["text"], _day(one["given_at"]), _day(one["expires_at"]), _day(one["last_used_at"]))


def _day(at: datetime | None) -> str:
    return f"{at:%d %b %Y}" if at else ""
