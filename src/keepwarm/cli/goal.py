"""`keepwarm goal`: what reps and teams aim at, in conversations and leads; never in dials or mails."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from keepwarm.cli.output import DAY, json_option, print_json
from keepwarm.cli.weekly import show_goals
from keepwarm.goals.actions import GoalRefused, set_goal
from keepwarm.goals.models import Measure, Per
from keepwarm.lib.days import today_in
from keepwarm.reports.queries.aims.goals import goals_page, say_goal
from keepwarm.reports.queries.telling import goals_as_data
from keepwarm.staff.models import Seat
from keepwarm.staff.queries import house_zone


@click.group()
def command() -> None:
    """Show and set goals.

    Example: keepwarm goal list
    """


@command.command(name="list")
@json_option
def list_goals(*, as_json: bool) -> None:
    """The goals that hold: today, this week, last week.

    Example: keepwarm goal list --json
    """
    page = goals_page(for_=None, now=datetime.now(UTC))
    if as_json:
        print_json(goals_as_data(page))
        return
    show_goals(page)


@command.command(name="set")
@click.argument("who", metavar="EMAIL|TEAM")
@click.argument("aim", type=click.IntRange(0, 10_000))
@click.option(
    "--measure", type=click.Choice(Measure.values), default=Measure.CONVERSATIONS.value, show_default=True, help="What is counted."
)
@click.option("--per", type=click.Choice(Per.values), default=Per.DAY.value, show_default=True, help="In which time.")
@click.option("--from", "from_on", type=DAY, help="The first day; today when left out.")
@click.option("--because", default="", help="Why.")
def set_one(*, who: str, aim: int, measure: str, per: str, from_on: datetime | None, because: str) -> None:
    """Set a goal of somebody, by email, or of a team, by name; 0 ends it.

    Example: keepwarm goal set ines@example.com 6 --measure conversations --per day
    """
    now = datetime.now(UTC)
    seat = seat_named(who)
    row = set_goal(
        seat, measure, per, aim, from_on=from_on.date() if from_on else today_in(house_zone(), now), because=because, by=None, now=now
    )
    click.echo(f"{seat.name}: {say_goal(row)}, from {row.from_on}.")


def seat_named(who: str) -> Seat:
    """The seat of somebody by their email address, or of a team by its name. Raises GoalRefused."""
    seats = Seat.objects.filter(left_at__isnull=True)
    found = seats.filter(user__email__iexact=who).first() or seats.filter(kind=Seat.Kind.TEAM, name__iexact=who).first()
    if found is None:
        raise GoalRefused(f"Nobody with a seat here, and no team, is called {who}.")
    return found
