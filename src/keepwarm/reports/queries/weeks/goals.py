"""How far a week's goals were met: in conversations and in leads that met the definition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from keepwarm.goals.models import Goal, Measure, Per
from keepwarm.goals.queries import goals_on
from keepwarm.reports.queries.weeks.reader import Whose
from keepwarm.reports.queries.weeks.reading import Weeks
from keepwarm.staff.models import Seat

COUNTED = {Measure.CONVERSATIONS: ("reached", "met"), Measure.LEADS_MET: ("leads_met",)}
"""What a goal counts, as figures of the weeks."""
ALL_WEEK = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Aimed:
    """A goal, and how far it was met in a week. `aim` is of the whole week."""

    goal: Goal
    seats: tuple[int, ...]  # whose figures count: of a team all its people's
    aim: int
    done: int

    @property
    def is_met(self) -> bool:
        """Whether it was reached."""
        return self.done >= self.aim

    @property
    def percent(self) -> int:
        """How much of it, at most a hundred."""
        return min(100, round(100 * self.done / self.aim)) if self.aim else 100


def aims_of(start: date, weeks: Weeks) -> tuple[Aimed, ...]:
    """The goals that hold at the end of that week, with what was done of them; `weeks` has the figures of their seats."""
    goals = goals_on(start + ALL_WEEK)
    members = members_of([goal.seat for goal in goals])
    return tuple(_aimed(goal, members[goal.seat_id], start, weeks) for goal in goals)


def seats_aiming(start: date) -> set[int]:
    """Of whom the figures are needed for that."""
    goals = goals_on(start + ALL_WEEK)
    return {pk for its in members_of([goal.seat for goal in goals]).values() for pk in its}


def members_of(seats: Sequence[Seat]) -> dict[int, tuple[int, ...]]:
    """Whose work counts for a seat: a person's their own, a team's its pool's and that of everyone in it."""
    teams = {seat.team_id for seat in seats if seat.kind == Seat.Kind.TEAM and seat.team_id}
    of_team: dict[int | None, list[int]] = {}
    for pk, team in Seat.objects.filter(team_id__in=teams).order_by("pk").values_list("pk", "team_id"):
        of_team.setdefault(team, []).append(pk)
    return {seat.pk: tuple(of_team[seat.team_id]) if seat.kind == Seat.Kind.TEAM else (seat.pk,) for seat in seats}


def team_of(ref: str, about: Whose) -> tuple[Seat, tuple[Seat, ...]] | None:
    """The seat of a team and everyone whose work counts for it; None where it is none, or where the reader sees their own rows only."""
    found = Seat.objects.filter(ref=ref, kind=Seat.Kind.TEAM).first() if ref and about.sees_all else None
    return (found, tuple(Seat.objects.filter(pk__in=members_of([found])[found.pk]).order_by("pk"))) if found else None


def aim_of_week(goal: Goal) -> int:
    """What it comes to in a week: a daily goal on each day that the seat works."""
    return goal.aim * (goal.seat.work_days.bit_count() if goal.per == Per.DAY else 1)


def _aimed(goal: Goal, seats: tuple[int, ...], start: date, weeks: Weeks) -> Aimed:
    done = sum(weeks.of(start, pk, figure) for pk in seats for figure in COUNTED[Measure(goal.measure)])
    return Aimed(goal, seats, aim_of_week(goal), done)
