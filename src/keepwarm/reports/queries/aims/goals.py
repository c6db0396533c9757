"""The page of the goals: today, this week and the last one, for each seat and team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext

from keepwarm.goals.models import Goal, Per
from keepwarm.goals.queries import goals_on, goals_set
from keepwarm.lib.days import today_in
from keepwarm.reports.queries.morning import SEES_EVERY_REP
from keepwarm.reports.queries.weeks.goals import COUNTED, Aimed, aims_of, members_of
from keepwarm.reports.queries.weeks.other_events import lead_events
from keepwarm.reports.queries.weeks.reading import read_weeks
from keepwarm.reports.queries.weeks.span import WEEK, Span, span_of_day, this_week
from keepwarm.reports.queries.weeks.talk_events import talk_events
from keepwarm.staff.models import Seat, User
from keepwarm.staff.queries import may_run_team, seats_of


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal and how far it is met. `today` is None for a weekly one; `opens`: this reader may see who is behind the figures."""

    goal: Goal
    aims_at: str
    today: int | None
    week: Aimed
    before: Aimed
    opens: bool


@dataclass(frozen=True, slots=True)
class GoalsPage:
    """The page. `history`: what was set, the newest first."""

    lines: tuple[GoalLine, ...]
    history: tuple[Goal, ...]
    seats: tuple[Seat, ...]
    may_set: bool
    week_on: date
    last_on: date
    today: date


def goals_page(*, for_: User | None, now: datetime) -> GoalsPage:
    """Everybody's for who sees every rep, else one's own and one's team's."""
    today = today_in(for_.zone if for_ else "UTC", now)
    running = this_week(now)
    sees_all = for_ is None or for_.has_role(*SEES_EVERY_REP)
    mine = None if sees_all or for_ is None else {seat.pk for seat in seats_of(for_)}
    goals = [goal for goal in goals_on(today) if mine is None or goal.seat_id in mine]
    members = members_of([goal.seat for goal in goals])
    wanted = sorted({pk for its in members.values() for pk in its})
    weeks = read_weeks((running - WEEK, running), ("reached", "met", "leads_met"), seats=wanted, now=now)
    by_start = [{one.goal.pk: one for one in aims_of(start, weeks)} for start in (running, running - WEEK)]
    done = _done_today(span_of_day(now), set(wanted)) if goals else {}
    lines = tuple(_line(goal, members[goal.seat_id], done, by_start, sees_all=sees_all) for goal in goals if goal.pk in by_start[0])
    may_set = for_ is not None and may_run_team(for_)
    history = tuple(goal for goal in goals_set() if mine is None or goal.seat_id in mine)
    return GoalsPage(lines, history, _seats() if may_set else (), may_set, running, running - WEEK, today)


def _seats() -> tuple[Seat, ...]:
    return tuple(Seat.objects.filter(left_at__isnull=True).order_by("kind", "name"))


def _line(
    goal: Goal, seats: tuple[int, ...], done: dict[tuple[int, str], int], by_start: Sequence[dict[int, Aimed]], *, sees_all: bool
) -> GoalLine:
    now_, last = by_start
    today = sum(done.get((pk, goal.measure), 0) for pk in seats) if goal.per == Per.DAY else None
    week = now_[goal.pk]
    before = last.get(goal.pk) or Aimed(goal, seats, 0, 0)
    return GoalLine(goal, say_goal(goal), today, week, before, opens=sees_all or goal.seat.kind == Seat.Kind.PERSON)


def say_goal(goal: Goal) -> str:
    """What it aims at, in words."""
    words = {"aim": goal.aim, "what": goal.get_measure_display(), "per": goal.get_per_display()}
    return gettext("%(aim)d %(what)s %(per)s") % words if goal.aim else gettext("no goal any more: %(what)s") % words


def _done_today(span: Span, wanted: set[int]) -> dict[tuple[int, str], int]:
    measures = {figure: measure.value for measure, figures in COUNTED.items() for figure in figures}
    done: dict[tuple[int, str], int] = {}
    for read in (talk_events, lead_events):
        for event in read(span):
            if event.seat_id in wanted and event.figure in measures:
                place = event.seat_id, measures[event.figure]
                done[place] = done.get(place, 0) + 1
    return done
