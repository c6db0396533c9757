"""`keepwarm handoff`: leads offered to sales, and what sales answers."""

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from keepwarm.cli.brief import brief_lines
from keepwarm.cli.handoff_reasons import reasons
from keepwarm.cli.output import DAY, json_option, print_json, print_table
from keepwarm.cli.recycle import find_prospect, morning_of
from keepwarm.cli.user import find_person, person_or_house
from keepwarm.handoff import actions
from keepwarm.handoff.brief_pdf import print_brief
from keepwarm.handoff.models import HandOff
from keepwarm.handoff.queries.listing import Row, rows_of
from keepwarm.handoff.queries.page_brief import read_brief
from keepwarm.handoff.refusals import UnknownHandOff
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.models import Seat

STATES = ("open", *HandOff.State.values)
as_option = click.option("--as", "by", default=None, metavar="EMAIL", help="Who does it; default: the house itself.")


class NoSeat(Refusal):
    """The person has no place at which prospects can stand."""


@click.group()
def command() -> None:
    """Leads offered to sales: the brief, offer, accept, return, and the clock.

    Example: keepwarm handoff list --state offered
    """


command.add_command(reasons)


@command.command("list")
@click.option("--state", type=click.Choice(STATES), default=None, help="Only these; open are offered and accepted ones.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 1000))
@json_option
def list_them(*, state: str | None, limit: int, as_json: bool) -> None:
    """List hand-offs, the newest first: who is asked, until when, and what came of it.

    Example: keepwarm handoff list --state open --json
    """
    found = HandOff.objects.all()
    if state is not None:
        found = found.filter(closed_at__isnull=True) if state == "open" else found.filter(state=state)
    rows = rows_of(found, limit=limit)
    if as_json:
        print_json([asdict(row) for row in rows])
        return
    lines = [(row.ref, row.name, row.firm, row.rep, row.closed_as or row.state, _day(row.due_at)) for row in rows]
    print_table(["hand-off", "who", "firm", "rep", "state", "answer due"], lines)


@command.command()
@click.argument("prospect")
@click.option("--why", default="", help="Why now, in a line.")
@click.option("--to", default=None, metavar="EMAIL", help="The closing rep; default: chosen and explained by the house.")
@click.option("--introduce", type=click.Choice(HandOff.Introduce.values), default="not", show_default=True, help="How they meet the rep.")
@click.option("--words", default="", help="Of the introduction, as the prospect hears them.")
@as_option
@json_option
def offer(prospect: str, *, why: str, to: str | None, introduce: str, words: str, by: str | None, as_json: bool) -> None:
    """Offer the lead PROSPECT (a reference) to sales. The owner stays until a rep accepts.

    Example: keepwarm handoff offer Qx3kfP0aLm2c --why "They decide in May" --as max@example.com
    """
    seat = _seat_of(to) if to else None
    pk, person, now = find_prospect(prospect).pk, person_or_house(by), datetime.now(UTC)
    made = actions.offer(pk, why=why, introduce=introduce, introduction=words, to_seat=seat, by=person, now=now)
    _show(made, as_json=as_json)


@command.command()
@click.argument("handoff")
@click.option("--pdf", type=click.Path(path_type=Path, dir_okay=False), default=None, help="Write it into this file, as one page.")
@json_option
def brief(handoff: str, *, pdf: Path | None, as_json: bool) -> None:
    """Show the brief of HANDOFF (a reference): the whole conversation, as it stood at the offer.

    Example: keepwarm handoff brief mT0aLm2cQx3k --pdf brief.pdf
    """
    row = HandOff.objects.filter(ref=handoff).first()
    if row is None:
        raise UnknownHandOff("There is no such hand-off. See: keepwarm handoff list")
    told = read_brief(row.brief, zone="UTC", now=datetime.now(UTC))
    if pdf is not None:
        pdf.write_bytes(print_brief(told, why=row.why))
    if as_json:
        print_json(asdict(told))
        return
    for line in brief_lines(told, why=row.why):
        click.echo(line)


@command.command()
@click.argument("handoff")
@as_option
@json_option
def accept(handoff: str, *, by: str | None, as_json: bool) -> None:
    """Accept HANDOFF (a reference): the rep who is asked owns the prospect, and the first call is due.

    Example: keepwarm handoff accept mT0aLm2cQx3k --as cara@example.com
    """
    _show(actions.accept(handoff, by=person_or_house(by), now=datetime.now(UTC)), as_json=as_json)


@command.command()
@click.argument("handoff")
@as_option
@json_option
def introduced(handoff: str, *, by: str | None, as_json: bool) -> None:
    """Say that the prospect of HANDOFF (a reference) was introduced to the rep, in the words that were approved.

    Example: keepwarm handoff introduced mT0aLm2cQx3k --as max@example.com
    """
    _show(actions.note_introduced(handoff, by=person_or_house(by), now=datetime.now(UTC)), as_json=as_json)


@command.command()
@click.argument("handoff")
@click.option("--words", required=True, help="As the prospect hears them.")
@click.option("--as", "by", required=True, metavar="EMAIL", help="The marketer or manager who approves them.")
@json_option
def approve(handoff: str, *, words: str, by: str, as_json: bool) -> None:
    """Approve the words by which the prospect of HANDOFF (a reference) is introduced to the rep.

    Example: keepwarm handoff approve mT0aLm2cQx3k --words "Cara has planned forty such houses." --as max@example.com
    """
    _show(actions.approve_introduction(handoff, introduction=words, by=find_person(by), now=datetime.now(UTC)), as_json=as_json)


@command.command()
@click.argument("handoff")
@click.option("--because", default="", help="Why it is taken back.")
@as_option
@json_option
def withdraw(handoff: str, *, because: str, by: str | None, as_json: bool) -> None:
    """Take HANDOFF (a reference) back before sales has answered.

    Example: keepwarm handoff withdraw mT0aLm2cQx3k --because "They want to wait" --as max@example.com
    """
    _show(actions.withdraw(handoff, because=because, by=person_or_house(by), now=datetime.now(UTC)), as_json=as_json)


@command.command("ask")
@click.argument("handoff")
@click.option("--to", default=None, metavar="EMAIL", help="Who is asked instead; default: the best of the others.")
@as_option
@json_option
def ask_another(handoff: str, *, to: str | None, by: str | None, as_json: bool) -> None:
    """Ask another rep about HANDOFF (a reference); their clock begins now.

    Example: keepwarm handoff ask mT0aLm2cQx3k --to carl@example.com --as mona@example.com
    """
    seat = _seat_of(to) if to else None
    _show(actions.pass_on(handoff, to_seat=seat, by=person_or_house(by), now=datetime.now(UTC)), as_json=as_json)


@command.command("return")
@click.argument("handoff")
@click.option("--reason", required=True, metavar="KEY", help="A reason of the agreed list, such as no_budget or no_room.")
@click.option("--words", default="", help="What marketing should know.")
@click.option("--until", default=None, type=DAY, help="The day to come back to them.")
@as_option
@json_option
def give_back(handoff: str, *, reason: str, words: str, until: datetime | None, by: str | None, as_json: bool) -> None:
    """Give HANDOFF back with an agreed reason: it is kept warm again, or another rep is asked, as the reason says.

    Example: keepwarm handoff return mT0aLm2cQx3k --reason no_budget --until 2027-03-01 --as cara@example.com
    """
    found = HandOff.objects.select_related("prospect").filter(ref=handoff).first()
    wake_at = morning_of(until.date(), found.prospect.zone) if until is not None and found is not None else None
    done = actions.give_back(handoff, reason=reason, words=words, wake_at=wake_at, by=person_or_house(by), now=datetime.now(UTC))
    _show(done, as_json=as_json)


@command.command()
@click.argument("prospect")
@click.option("--to", required=True, metavar="EMAIL", help="The rep who has them from now on.")
@click.option("--because", required=True, help="Why they change hands; it stands on the prospect's page.")
@as_option
@json_option
def give(prospect: str, *, to: str, because: str, by: str | None, as_json: bool) -> None:
    """Give PROSPECT (a reference) to another rep. Whom sales accepted goes to a closing rep only.

    Example: keepwarm handoff give Qx3kfP0aLm2c --to carl@example.com --because "Cara has too many" --as mona@example.com
    """
    from keepwarm.circle.actions import hand_over

    after = hand_over(find_prospect(prospect).pk, _seat_of(to), because=because, by=person_or_house(by), now=datetime.now(UTC))
    if as_json:
        print_json({"prospect": after.ref, "owner": after.owner.name, "next_step": after.next_step, "next_touch_at": after.next_touch_at})
    else:
        click.echo(f"{after.name} is with {after.owner.name} now.")


@command.command()
@json_option
def tick(*, as_json: bool) -> None:
    """Move the clock: remind, tell the manager, ask another rep. The background does it each minute.

    Example: keepwarm handoff tick --json
    """
    done = asdict(actions.tick(now=datetime.now(UTC)))
    if as_json:
        print_json(done)
    else:
        print_table(["the clock", ""], [(name.replace("_", " "), count) for name, count in done.items()])


def _show(handoff: HandOff, *, as_json: bool) -> None:
    (row,) = rows_of(HandOff.objects.filter(pk=handoff.pk))
    if as_json:
        print_json(asdict(row))
    else:
        click.echo(_say(row))


def _say(row: Row) -> str:
    if row.due_at is not None:
        return f"{row.ref}: {row.name} is offered to {row.rep}, who answers by {_day(row.due_at)}. {'; '.join(row.because)}."
    if row.state == HandOff.State.ACCEPTED:
        return f"{row.ref}: {row.rep} accepted {row.name}. First call by {_day(row.first_call_due_at)}."
    return f"{row.ref}: {row.name} is {row.closed_as or row.state}."


def _day(at: datetime | None) -> str:
    return f"{at:%d %b %Y %H:%M} UTC" if at else ""


def _seat_of(email: str) -> Seat:
    seat = Seat.objects.filter(user=find_person(email), left_at__isnull=True).first()
    if seat is None:
        raise NoSeat(f"{email} has no place here that could own prospects.")
    return seat
