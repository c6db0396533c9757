"""The weekly review: the figures of a week beside those of the weeks before, for the house and for each rep."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from keepwarm.goals.models import Measure
from keepwarm.lib.days import monday_of
from keepwarm.reports.queries.leads.figures import Share
from keepwarm.reports.queries.weeks.chart import draw_weeks
from keepwarm.reports.queries.weeks.goals import Aimed, aims_of, seats_aiming
from keepwarm.reports.queries.weeks.reader import Whose, whose
from keepwarm.reports.queries.weeks.reading import Weeks, read_weeks
from keepwarm.reports.queries.weeks.span import WEEK, this_week, weeks_until
from keepwarm.staff.models import REPS, RoleGrant, Seat, User

FIGURES = ("reached", "met", "tried", "answered_at", "letters", "replied", "gave_up", "leads_met", "sold", "sold_minor")
BEFORE = 4
"""Weeks whose mean a week is held against. Our choice."""
FURTHEST = timedelta(days=3660)


@dataclass(frozen=True, slots=True)
class WeekLine:
    """A week's figures of whom the page is about. `connects`: calls that reached the person, among all dialled."""

    start: date
    is_chosen: bool
    is_known: bool  # a week that nobody counted yet has no figures
    conversations: int
    met: int
    tried: int
    connects: Share
    letters: int
    leads_met: int
    sold: int
    sold_minor: int
    gave_up: int


@dataclass(frozen=True, slots=True)
class RepLine:
    """A rep's week; `before` is the mean of their conversations in the weeks before."""

    seat: Seat
    week: WeekLine
    before: float
    aims: tuple[Aimed, ...] = ()

    def aim(self, measure: str) -> Aimed | None:
        """Their goal in that measure."""
        return next((one for one in self.aims if one.goal.measure == measure), None)

    @property
    def conversations_aim(self) -> Aimed | None:
        """Their goal in conversations."""
        return self.aim(Measure.CONVERSATIONS)


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure of the week beside the mean of the weeks before; `figure` names the rows behind it."""

    figure: str
    label: str
    value: int
    before: float


@dataclass(frozen=True, slots=True)
class Weekly:
    """The page. `lines` are the weeks, the oldest first; `reps` are of the chosen week."""

    start: date
    ends_on: date
    previous_on: date
    next_on: date | None
    is_running: bool
    whose: Whose
    lines: tuple[WeekLine, ...]
    tiles: tuple[Compared, ...]
    reps: tuple[RepLine, ...]
    teams: tuple[Aimed, ...]
    chart: SafeString
    counted_at: datetime | None
    missing: tuple[date, ...]
    is_empty: bool


def weekly_review(*, for_: User | None, on: date | None, rep: str = "", now: datetime) -> Weekly:
    """The week in which `on` lies, the last whole one when it is left out; no later than the running one."""
    running = this_week(now)
    start = running - WEEK if on is None or not running - FURTHEST <= on < running + WEEK else monday_of(on)
    about = whose(rep, for_=for_)
    starts = weeks_until(start)
    weeks = read_weeks(starts, FIGURES, seats=about.seats, now=now)
    lines = tuple(_line(weeks, one, about.seat_id, chosen=start) for one in starts)
    reps, teams = _people(about, start, now=now)
    goal = next((one.conversations_aim.aim for one in reps if about.seat and one.seat == about.seat and one.conversations_aim), None)
    return Weekly(
        start=start,
        ends_on=start + timedelta(days=6),
        previous_on=start - WEEK,
        next_on=start + WEEK if start < running else None,
        is_running=start == running,
        whose=about,
        lines=lines,
        tiles=tuple(_tiles(lines)),
        reps=reps,
        teams=teams,
        chart=draw_weeks([(line.start, line.conversations) for line in lines], chosen=start, goal=goal),
        counted_at=weeks.counted_at,
        missing=weeks.missing,
        is_empty=weeks.is_empty,
    )


def _line(weeks: Weeks, start: date, seat_id: int | None, *, chosen: date) -> WeekLine:
    of = {figure: weeks.of(start, seat_id, figure) for figure in FIGURES}
    return WeekLine(
        start=start,
        is_chosen=start == chosen,
        is_known=start not in weeks.missing,
        conversations=of["reached"] + of["met"],
        met=of["met"],
        tried=of["tried"],
        connects=Share(of["answered_at"], of["tried"]),
        letters=of["letters"],
        leads_met=of["leads_met"],
        sold=of["sold"],
        sold_minor=of["sold_minor"],
        gave_up=of["gave_up"],
    )


def _tiles(lines: tuple[WeekLine, ...]) -> Iterator[Compared]:
    named = (
        ("conversations", gettext("conversations")),
        ("leads_met", gettext("leads that met the definition")),
        ("sold", gettext("sales")),
        ("tried", gettext("calls dialled")),
        ("letters", gettext("letters")),
        ("gave_up", gettext("given up early")),
    )
    before = [line for line in lines[-1 - BEFORE : -1] if line.is_known]
    for figure, label in named:
        mean = sum(getattr(line, figure) for line in before) / len(before) if before else 0.0
        yield Compared(figure, label, getattr(lines[-1], figure), mean)


def _people(about: Whose, start: date, *, now: datetime) -> tuple[tuple[RepLine, ...], tuple[Aimed, ...]]:
    """Each rep of the week: who is a rep now, and whoever did something in it, also when they left since. And the teams' goals."""
    starts = weeks_until(start, BEFORE + 1)
    seats = [seat for seat in about.choices if about.seat in {None, seat}]
    wanted = {seat.pk for seat in seats} | (seats_aiming(start) if about.sees_all else set())
    weeks = read_weeks(starts, FIGURES, seats=sorted(wanted), now=now)
    aims = aims_of(start, weeks)
    reps = set(RoleGrant.objects.filter(role__in=REPS, user__is_active=True).values_list("user_id", flat=True))
    lines = [_rep(seat, weeks, start, [one for one in aims if one.goal.seat_id == seat.pk]) for seat in seats]
    shown = tuple(one for one in lines if (one.seat.left_at is None and one.seat.user_id in reps) or _did_something(one.week))
    teams = tuple(one for one in aims if one.goal.seat.kind == Seat.Kind.TEAM) if about.sees_all and about.seat is None else ()
    return shown, teams


def _rep(seat: Seat, weeks: Weeks, start: date, aims: list[Aimed]) -> RepLine:
    before = [weeks.of(one, seat.pk, "reached") + weeks.of(one, seat.pk, "met") for one in weeks.starts[:-1]]
    return RepLine(seat, _line(weeks, start, seat.pk, chosen=start), sum(before) / len(before), tuple(aims))


def _did_something(line: WeekLine) -> bool:
    return bool(line.conversations or line.tried or line.letters or line.leads_met or line.sold)
