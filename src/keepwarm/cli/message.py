"""`keepwarm message`: short messages."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime

import click

from keepwarm.cli.output import json_option, print_json, print_table
from keepwarm.cli.user import find_person, person_or_house
from keepwarm.courier.actions import add_endpoint, change_endpoint, renew_secret, try_endpoint
from keepwarm.courier.actions.endpoints import say_answer
from keepwarm.courier.models import Attempt, Endpoint, State
from keepwarm.courier.new import NewEndpoint
from keepwarm.courier.queries import gateway, tell
from keepwarm.lib.refusal import Refusal
from keepwarm.messaging import actions
from keepwarm.messaging.queries import lists
from keepwarm.prospects.queries import find_visible

BY = click.option("--by", "by_email", required=True, help="Email of the person whose decision it is.")


class NoGateway(Refusal):
    """The house has none."""


@click.group()
def command() -> None:
    """Short messages to phones and messengers: what goes out, what came in, the gateway.

    Example: keepwarm message list
    """


@command.command("list")
@click.option("--state", default="", type=click.Choice(["", *State.values]), help="Only those that stand so.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 1000))
@json_option
def list_them(*, state: str, limit: int, as_json: bool) -> None:
    """Show the newest messages, how each stands, and what to do.

    Example: keepwarm message list --state uncertain --json
    """
    lines = lists.list_messages(for_=None, state=state, limit=limit)
    if as_json:
        print_json([asdict(one) for one in lines])
        return
    rows = [(one.ref, one.name, one.state_label, one.because, one.to_do) for one in lines]
    print_table(["message", "to", "state", "why", "what to do"], rows)


@command.command()
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 1000))
@json_option
def received(*, limit: int, as_json: bool) -> None:
    """Show what people sent us.

    Example: keepwarm message received
    """
    lines = lists.list_heard(for_=None, limit=limit)
    if as_json:
        print_json([asdict(one) for one in lines])
        return
    print_table(["from", "text", "when"], [(one.name or one.sender, one.text, one.heard_at) for one in lines])


@command.command()
@click.argument("prospect")
@click.argument("text")
@BY
@json_option
def write(*, prospect: str, text: str, by_email: str, as_json: bool) -> None:
    """Write TEXT to PROSPECT (a reference).

    Example: keepwarm message write Qx3kfP0aLm2c "The slides of Tuesday: https://house.example/slides" --by max@house.example
    """
    by, now = find_person(by_email), datetime.now(UTC)
    done = actions.write_messages([find_visible(prospect, for_=by).pk], text=text, by=by, now=now)
    if as_json:
        print_json({"waiting": done.waiting, "held": dict(done.held), "refs": done.refs})
        return
    held = "".join(f", {count} held ({why})" for why, count in done.held.items())
    click.echo(f"{done.waiting} on the way{held}")


@command.command()
@click.argument("message")
@click.argument("what", type=click.Choice(["arrived", "again", "leave", "cancel"]))
@BY
@json_option
def decide(*, message: str, what: str, by_email: str, as_json: bool) -> None:
    """Say what becomes of MESSAGE: one that perhaps arrived (arrived, again, leave), or one that waits (cancel).

    Example: keepwarm message decide Qx3kfP0aLm2c arrived --by max@house.example
    """
    line = lists.line_of(actions.decide(message, what, by=find_person(by_email), now=datetime.now(UTC)))
    if as_json:
        print_json(asdict(line))
        return
    click.echo(f"{line.name}: {line.state_label}")


@command.command()
@json_option
def send(*, as_json: bool) -> None:
    """Take up what programs queued, hand over what is due, and settle what came of it. The background does it each minute.

    Example: keepwarm message send
    """
    now = datetime.now(UTC)
    taken = actions.take_up(now=now)
    handed = actions.send_due(now=now)
    if as_json:
        print_json({"taken_up": taken, "handed_over": handed})
        return
    click.echo(f"{taken} taken up, {handed} handed over")


@command.command("gateway")
@click.option("--set", "url", default="", metavar="URL", help="Use this address from now on.")
@click.option("--name", default="gateway", show_default=True, help="What it is called.")
@click.option("--inside", is_flag=True, help="It lies inside our own network.")
@click.option("--knows-keys", is_flag=True, help="It sends nothing twice under one key.")
@click.option("--new-secret", is_flag=True, help="Make another secret.")
@click.option("--test", "is_test", is_flag=True, help="Really post a test.")
@click.option("--by", "by_email", default="", help="Email of the admin whose decision it is; without it, the house's.")
@json_option
def show_gateway(
    *, url: str, name: str, inside: bool, knows_keys: bool, new_secret: bool, is_test: bool, by_email: str, as_json: bool
) -> None:
    """Show the gateway, set it, make another secret, or try it.

    Example: keepwarm message gateway --set https://gateway.example/messages --knows-keys
    """
    by, now, row, secret = person_or_house(by_email), datetime.now(UTC), gateway(), ""
    if url and row is None:
        row, secret = add_endpoint(Endpoint.Kind.MESSAGES, NewEndpoint(name, url, inside, knows_keys), by=by, now=now)
    elif url and row is not None:
        row = change_endpoint(row.ref, NewEndpoint(name, url, inside, knows_keys), by=by, now=now)
    if row is None:
        raise NoGateway("No gateway is set. Set one by --set URL.")
    if new_secret and not secret:
        secret = renew_secret(row.ref, by=by, now=now)
    if is_test:
        answer = try_endpoint(row.ref, by=by, now=now)
        click.echo(say_answer(answer), err=True)
        if answer.outcome != Attempt.Outcome.ACCEPTED:
            raise SystemExit(1)
    told = asdict(tell(row)) | ({"secret": secret} if secret else {})
    if as_json:
        print_json(told)
        return
    print_table(["what", "how"], [(key, value) for key, value in told.items()])
