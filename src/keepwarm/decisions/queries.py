"""Today's queue of a reader, and why the next touch of a prospect is what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from django.utils.formats import date_format
from django.utils.translation import gettext

from keepwarm.engine.calling import closes_at, is_open, next_open
from keepwarm.engine.rules import RULES
from keepwarm.engine.sentences import say, say_short
from keepwarm.engine.words import NextStep
from keepwarm.facts.gather import aware, moment
from keepwarm.facts.hours import hours_for
from keepwarm.lib.days import day_in, today_in
from keepwarm.policy.queries import policy_in_force
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Seat, User
from keepwarm.staff.queries import seats_of

RULE = {rule.name: rule for rule in RULES}
LOOK_AHEAD = timedelta(days=8)  # a free day, a weekend, a week of holidays
MOST = 200  # lines of a queue; nobody calls more in a day
SHOWN = (
    "ref",
    "name",
    "title",
    "zone",
    "hours_key",
    "next_step",
    "next_touch_at",
    "first_due_at",
    "because_rule",
    "because_args",
    "postponed",
    "organization__name",
)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: the step, two sentences with their facts, and a few words for a line."""

    step: str
    rule: str
    sentence: str
    short: str
    is_promised: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the queue. Times are UTC; `their_zone` is empty where their clock is the reader's."""

    ref: str
    name: str
    firm: str
    step: str
    rule: str
    short: str
    due_at: datetime
    overdue: bool
    their_zone: str
    opens_at: datetime  # now, or the next moment a call is permitted
    closes_at: datetime
    postponed: int


@dataclass(frozen=True, slots=True)
class Queue:
    """What a reader does today: promised first, then callable now, later today, and write."""

    promised: tuple[Line, ...]
    now: tuple[Line, ...]
    later: tuple[Line, ...]
    write: tuple[Line, ...]
    ahead: tuple[Line, ...] = ()  # when nobody is to be called today: the calls of the next day that has any
    ahead_on: date | None = None

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines in the order of the day."""
        return self.promised + self.now + self.later + self.write


def why(prospect: Prospect, *, zone: str = "UTC") -> Reason:
    """Why the next touch is what it is, in the language that is active, dates in `zone`."""
    rule = RULE.get(prospect.because_rule)
    return Reason(
        step=prospect.next_step,
        rule=prospect.because_rule,
        sentence=sentence_of(prospect.because_rule, prospect.because_args, zone=zone),
        short=say_short(prospect.because_rule, translate=gettext),
        is_promised=bool(rule and rule.is_promised),
    )


def sentence_of(rule: str, args: dict[str, object], *, zone: str = "UTC") -> str:
    """The sentence of a rule with its arguments; also for decisions of the past."""

    def show(day: date | datetime) -> str:
        if isinstance(day, datetime):
            return date_format(day.astimezone(ZoneInfo(zone)), "j M, H:i")
        return date_format(day, "j M Y")

    return say(rule, args, translate=gettext, show=show)


def todays_queue(*, for_: User, now: datetime) -> Queue:
    """The reader's own queue of today, read live: what is due by the end of their day, in the order to do it."""
    seats = seats_of(for_)
    return queue_of(seats, zone=for_.zone, now=now)


def queue_of(seats: Sequence[Seat], *, zone: str, now: datetime) -> Queue:
    """The queue of these seats. At most 200 lines, the earliest due first."""
    if not seats:
        return Queue((), (), (), ())
    end = end_of_day(now, zone)
    rows = list(
        Prospect.objects.filter(
            owner__in=seats, ended_at__isnull=True, next_step__in=[NextStep.CALL, NextStep.WRITE], next_touch_at__lt=end
        )
        .order_by("next_touch_at", "pk")
        .values(*SHOWN)[:MOST]
    )
    lines = _lines(rows, zone=zone, now=now)
    promised = [line for line in lines if RULE[line.rule].is_promised and line.step == NextStep.CALL]
    promised.sort(key=lambda line: not RULE[line.rule].comes_first)
    calls = [line for line in lines if line.step == NextStep.CALL and line not in promised]
    by_worth = sorted(calls, key=lambda line: (-RULE[line.rule].worth, line.due_at))
    later = sorted((line for line in calls if now < line.opens_at < end), key=lambda line: line.opens_at)
    reachable = [line for line in [*promised, *calls] if line.opens_at < end]
    ahead_on, ahead = (None, ()) if reachable else _ahead(seats, zone=zone, now=now)
    return Queue(
        promised=tuple(promised),
        now=tuple(line for line in by_worth if line.opens_at <= now),
        later=tuple(later),
        write=tuple(line for line in lines if line.step == NextStep.WRITE),
        ahead=tuple(line for line in ahead if line not in promised),
        ahead_on=ahead_on,
    )


def _ahead(seats: Sequence[Seat], *, zone: str, now: datetime) -> tuple[date | None, tuple[Line, ...]]:
    """The next day on which a call is due and permitted, in the reader's zone, and its calls: on a free day one sees what comes."""
    soon = Prospect.objects.filter(owner__in=seats, ended_at__isnull=True, next_step=NextStep.CALL, next_touch_at__lt=now + LOOK_AHEAD)
    lines = _lines(list(soon.order_by("next_touch_at", "pk").values(*SHOWN)[:MOST]), zone=zone, now=now)
    if not lines:
        return None, ()
    days = {line: today_in(zone, line.opens_at) for line in lines}
    first = min(days.values())
    return first, tuple(sorted((line for line in lines if days[line] == first), key=lambda line: (line.opens_at, line.due_at)))


def end_of_day(now: datetime, zone: str) -> datetime:
    """The midnight that ends the day of `now` in `zone`."""
    return day_in(zone, today_in(zone, now))[1]


def _lines(rows: Sequence[dict[str, object]], *, zone: str, now: datetime) -> list[Line]:
    policy = policy_in_force()
    hours, place_rows = hours_for({str(row["hours_key"]) for row in rows}, policy, now=now)
    place = np.array([place_rows.get(str(row["hours_key"]), 0) for row in rows], dtype=np.int32)
    due = np.array([_moment(row["next_touch_at"]) for row in rows], dtype="datetime64[s]")
    from_ = np.maximum(due, moment(now)) if len(rows) else due
    open_now = is_open(hours, place, from_)
    opens = np.where(open_now, from_, next_open(hours, place, from_))
    closes = closes_at(hours, place, from_)
    return [_line(row, aware(opens[i]), aware(closes[i]), zone=zone, now=now) for i, row in enumerate(rows)]


def _moment(at: object) -> np.datetime64:
    assert isinstance(at, datetime)
    return moment(at)


def _line(row: dict[str, object], opens_at: datetime, closes: datetime, *, zone: str, now: datetime) -> Line:
    due, first, rule, theirs = row["next_touch_at"], row["first_due_at"], str(row["because_rule"]), str(row["zone"])
    assert isinstance(due, datetime)
    known = RULE.get(rule)
    return Line(
        ref=str(row["ref"]),
        name=str(row["name"]),
        firm=str(row["organization__name"] or ""),
        step=str(row["next_step"]),
        rule=rule,
        short=say_short(rule, translate=gettext),
        due_at=due,
        overdue=bool(known and known.is_promised and isinstance(first, datetime) and first < now),
        their_zone=theirs if theirs and same_clock(theirs, zone, now) is False else "",
        opens_at=opens_at,
        closes_at=closes,
        postponed=int(str(row["postponed"])),
    )


def same_clock(one: str, other: str, now: datetime) -> bool:
    """Whether two zones show the same time now."""
    return now.astimezone(ZoneInfo(one)).utcoffset() == now.astimezone(ZoneInfo(other)).utcoffset()
