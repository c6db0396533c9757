"""`keepwarm letter`: look at a letter, send one in a rep's name, list what was sent, and the budget."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, TextIO

import click

from keepwarm.cli.output import json_option, print_json, print_table
from keepwarm.cli.recycle import find_prospect
from keepwarm.cli.user import find_person
from keepwarm.engine.letter.words import Purpose
from keepwarm.letters import actions
from keepwarm.letters.queries.budget import Budget, read_budget
from keepwarm.letters.queries.checking import NewLetter, check_letter
from keepwarm.letters.queries.finding import FindingLine, finding_lines
from keepwarm.letters.queries.listing import newest_letters
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.models import Seat
from keepwarm.staff.queries import persons_seats

purpose_option = click.option("--purpose", required=True, type=click.Choice([str(one) for one in Purpose]), help="What it is for.")
subject_option = click.option("--subject", default="", help="Its subject.")
as_option = click.option("--as", "by", required=True, metavar="EMAIL", help="The rep in whose name.")


class NoSeat(Refusal):
    """Nobody, or somebody without a seat, writes."""


@click.group()
def command() -> None:
    """Letters of reps: look at one, send one, list them, and what is left of the budget.

    Example: keepwarm letter budget
    """


@command.command()
@click.argument("prospect")
@click.argument("file", type=click.File("r"), default="-")
@purpose_option
@subject_option
@as_option
@json_option
def check(prospect: str, file: TextIO, *, purpose: str, subject: str, by: str, as_json: bool) -> None:
    """Look at the text in FILE (or standard input) as a letter to PROSPECT; nothing is written.

    Example: keepwarm letter check Qx3kfP0aLm2c letter.txt --purpose schedule --as ines@example.com
    """
    new = NewLetter(find_prospect(prospect), _seat(by), purpose, subject, file.read())
    checked = check_letter(new, now=datetime.now(UTC))
    lines = finding_lines(checked)
    if as_json:
        print_json({"may_go": not checked.findings, "findings": [_finding(one) for one in lines]})
    else:
        print_table(["", "what", "why", "do"], [("stops" if one.is_rule else "", one.quote, one.because, one.fix) for one in lines])


@command.command()
@click.argument("prospect")
@click.argument("file", type=click.File("r"), default="-")
@purpose_option
@subject_option
@click.option("--overrule", default="", metavar="WORD", help="Why advice is not followed. Rules cannot be overruled.")
@click.option("--draft", is_flag=True, help="Keep it as a draft, and send nothing.")
@as_option
@json_option
def write(prospect: str, file: TextIO, *, purpose: str, subject: str, overrule: str, draft: bool, by: str, as_json: bool) -> None:
    """Send the text in FILE (or standard input) to PROSPECT: checked, taken from the rep's budget, and queued.

    Example: keepwarm letter write Qx3kfP0aLm2c letter.txt --purpose schedule --subject "Thursday?" --as ines@example.com
    """
    seat, now, person = _seat(by), datetime.now(UTC), find_prospect(prospect)
    new = NewLetter(person, seat, purpose, subject, file.read(), overrule=overrule)
    if draft:
        kept = actions.save_draft(person, seat, actions.Text(purpose, subject, new.body), version=None, now=now)
        _tell({"draft": kept.ref, "version": kept.version}, f"Kept as a draft: {kept.ref}.", as_json=as_json)
        return
    letter = actions.send_letter(check_letter(new, now=now), by=seat.user, now=now)
    _tell({"letter": letter.ref, "touch": letter.touch.ref}, f"{letter.ref}: the letter to {person.name} is on its way.", as_json=as_json)


@command.command("list")
@click.option("--as", "by", default=None, metavar="EMAIL", help="Only those of this rep.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 1000))
@json_option
def list_them(*, by: str | None, limit: int, as_json: bool) -> None:
    """List letters, the newest first, and how far each came; also those written elsewhere.

    Example: keepwarm letter list --as ines@example.com --json
    """
    lines = newest_letters(_seat(by) if by else None, zone="UTC", now=datetime.now(UTC), limit=limit)
    if as_json:
        print_json([asdict(line) for line in lines])
    else:
        print_table(["letter", "to", "from", "when", "what", "how far"], [_row(line) for line in lines])


@command.command()
@click.option("--as", "by", default=None, metavar="EMAIL", help="Only this rep.")
@json_option
def budget(*, by: str | None, as_json: bool) -> None:
    """Letters left of each rep over the last days worked; without figures where their own mailbox is not connected.

    Example: keepwarm letter budget --json
    """
    now = datetime.now(UTC)
    seats = [_seat(by)] if by else list(persons_seats().order_by("name", "pk"))
    found = [(seat, read_budget(seat, now=now)) for seat in seats]
    if as_json:
        print_json([_budget(seat, one) for seat, one in found])
    else:
        print_table(["rep", "letters left", "written", "others", "share"], [_line(seat, one) for seat, one in found])


@command.command()
@click.option("--to", "rep", required=True, metavar="EMAIL", help="Who may write.")
@click.option("--because", required=True, help="The reason; it stands on the morning report.")
@click.option("--count", default=1, show_default=True, type=click.IntRange(1, 20))
@click.option("--as", "by", required=True, metavar="EMAIL", help="Who grants it: a manager or an admin.")
@json_option
def grant(*, rep: str, because: str, count: int, by: str, as_json: bool) -> None:
    """Grant a rep letters beyond the budget.

    Example: keepwarm letter grant --to ines@example.com --because "the fair is tomorrow" --as mona@example.com
    """
    rows = actions.grant_exception(_seat(rep), because=because, count=count, by=find_person(by), now=datetime.now(UTC))
    _tell({"granted": len(rows)}, f"Granted: {len(rows)}.", as_json=as_json)


def _seat(email: str) -> Seat:
    seat = Seat.objects.filter(user=find_person(email), left_at__isnull=True).first()
    if seat is None:
        raise NoSeat(f"{email} has no place here, and so no budget for letters.")
    return seat


def _tell(data: dict[str, Any], words: str, *, as_json: bool) -> None:
    if as_json:
        print_json(data)
    else:
        click.echo(words)


def _finding(one: FindingLine) -> dict[str, Any]:
    return {name: value for name, value in asdict(one).items() if name != "press"}


def _row(line: Any) -> tuple[str, ...]:
    return line.ref, line.name, line.who, f"{line.when}, {line.clock}", line.subject or line.purpose, line.state


def _budget(seat: Seat, one: Budget) -> dict[str, Any]:
    figures = {"letters_left": one.left, "letters": one.share.letters, "others": one.share.others, "share": round(one.share.share, 4)}
    shown = figures if one.is_known else dict.fromkeys(figures)
    return {"seat": seat.ref, "name": seat.name, "known": one.is_known, **shown, "limit": one.limit, "exceptions": one.exceptions}


def _line(seat: Seat, one: Budget) -> tuple[str, ...]:
    if not one.is_known:
        return seat.name, "?", "?", "?", "share unknown"
    return seat.name, str(one.left), str(one.share.letters), str(one.share.others), f"{one.percent} % of {one.limit_percent} %"
