"""`keepwarm desk`: a rep's queue of today, in the order to do it."""

from dataclasses import asdict
from datetime import UTC, datetime

import click

from keepwarm.cli.output import json_option, print_json, print_table
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.models import Role, User


class NoSuchRep(Refusal):
    """Nobody with a seat has this email address."""


@click.command()
@click.option("--rep", default=None, metavar="EMAIL", help="Whose queue; default: everybody's, one after the other.")
@json_option
def command(rep: str | None, *, as_json: bool) -> None:
    """Show whom to call now, later today, and to write to, with the reason for each.

    Example: keepwarm desk --rep ines@house.example --json
    """
    from keepwarm.desk.queries.queue import show_queue

    now = datetime.now(UTC)
    queues = [(user, show_queue(for_=user, now=now)) for user in find_reps(rep)]
    if as_json:
        print_json({"desks": [_as_json(user, queue) for user, queue in queues]})
        return
    for user, queue in queues:
        lines = [
            (heading, line.name, line.firm, line.due or line.clock, line.small) for _n, heading, part in queue.sections for line in part
        ]
        if lines:
            print_table(["", "who", "firm", "when", "why"], lines, title=f"{user.name}: {len(lines)} on the list")
        else:
            click.echo(f"{user.name}: nobody is to be called or written to.")


def find_reps(email: str | None) -> list[User]:
    """The person of that address, or all who call or write; raises `NoSuchRep`."""
    reps = User.objects.filter(is_active=True, seat__left_at__isnull=True, grants__role__in=[Role.INSIDE_REP, Role.CLOSING_REP])
    if email is None:
        return list(reps.distinct().order_by("name"))
    found = User.objects.filter(email__iexact=email, is_active=True, seat__isnull=False).first()
    if found is None:
        raise NoSuchRep(f"Nobody with a seat has the address {email}. See: keepwarm user list")
    return [found]


def _as_json(user: User, queue: object) -> dict[str, object]:
    parts = {name: [asdict(line) for line in getattr(queue, name)] for name in ("promised", "now", "later", "write")}
    return {"rep": user.email, "name": user.name, **parts}
