"""How soon sales answers and calls, in the working hours of the rep who was asked.

Whoever let the time run out is not left out: an answer that never came is longer than any that came. So a median may be
"not answered", and passing a lead on makes nobody faster.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, inf
from typing import NamedTuple

from django.db.models import QuerySet

from keepwarm.handoff.models import Asking
from keepwarm.lib.working_time import WorkWeek, shifts
from keepwarm.qualification.review import FEW
from keepwarm.reports.queries.leads.figures import Outcome
from keepwarm.staff.models import Seat
from keepwarm.staff.queries import week_of

READ = 2_000
"""Askings that the times are told of, the newest: it takes some 50 ms, and the middle of 2,000 is sure enough. Our choice."""
ANSWERS = frozenset({Outcome.ACCEPTED, Outcome.RETURNED})


@dataclass(frozen=True, slots=True)
class Times:
    """Working minutes. `never`: how many of `count` were never done though their time is over, longer than all others."""

    count: int = 0
    never: int = 0
    median: float | None = None  # None: nobody to tell of, or not done
    ninety: float | None = None  # nine of ten were not slower; None as well of fewer than ten

    @property
    def tells_ninety(self) -> bool:
        """Whether there are enough to speak of nine in ten."""
        return self.count >= FEW


class Asked(NamedTuple):
    """One asking with what was done afterwards."""

    seat_id: int
    asked_at: datetime
    due_at: datetime
    ended_at: datetime | None
    outcome: str
    answered_at: datetime | None
    called_at: datetime | None
    call_due_at: datetime | None
    closed_at: datetime | None


class Worked:
    """The working time of one week, ready to be asked often."""

    def __init__(self, week: WorkWeek, begins: datetime, ends: datetime) -> None:
        self.opens: list[datetime] = []
        self.closes: list[datetime] = []
        self.before: list[float] = []
        total = 0.0
        for opens, closes in _shifts(week, begins, ends):
            self.opens.append(opens)
            self.closes.append(closes)
            self.before.append(total)
            total += (closes - opens) / timedelta(minutes=1)

    def minutes(self, start: datetime, end: datetime) -> float:
        """Working minutes from `start` to `end`, both within the time that was made ready."""
        return max(0.0, self._until(end) - self._until(start))

    def _until(self, at: datetime) -> float:
        place = bisect_right(self.opens, at) - 1
        return 0.0 if place < 0 else self.before[place] + (min(at, self.closes[place]) - self.opens[place]) / timedelta(minutes=1)


def read_askings(askings: QuerySet[Asking]) -> list[Asked]:
    """The newest, with what was done."""
    done = ("handoff__answered_at", "handoff__first_called_at", "handoff__first_call_due_at", "handoff__closed_at")
    columns = ("seat_id", "asked_at", "due_at", "ended_at", "outcome", *done)
    return [Asked(*row) for row in askings.order_by("-handoff__offered_at", "-pk").values_list(*columns)[:READ]]


def times_of(rows: Sequence[Asked], *, now: datetime) -> tuple[Mapping[int, tuple[Times, Times]], tuple[Times, Times]]:
    """For each seat, and for all: the time to the answer, and from accepting to the first call."""
    by_seat: dict[int, list[Asked]] = defaultdict(list)
    for row in rows:
        by_seat[row.seat_id].append(row)
    seats = Seat.objects.in_bulk(list(by_seat))
    found: dict[int, tuple[list[float], list[float]]] = {}
    for pk, mine in by_seat.items():
        worked = Worked(week_of(seats[pk]), min(row.asked_at for row in mine), now)
        found[pk] = list(_answers(mine, worked, now)), list(_calls(mine, worked, now))
    total = [minutes for answers, _calls_ in found.values() for minutes in answers], [m for _, calls in found.values() for m in calls]
    return {pk: (tell(answers), tell(calls)) for pk, (answers, calls) in found.items()}, (tell(total[0]), tell(total[1]))


def tell(minutes: Iterable[float]) -> Times:
    """The middle one, and the one that nine of ten do not exceed."""
    ordered = sorted(minutes)
    if not ordered:
        return Times()
    never = sum(one == inf for one in ordered)
    return Times(len(ordered), never, _at(ordered, 0.5), _at(ordered, 0.9) if len(ordered) >= FEW else None)


def _at(ordered: Sequence[float], part: float) -> float | None:
    found = ordered[ceil(part * len(ordered)) - 1]
    return None if found == inf else found


def _answers(rows: Iterable[Asked], worked: Worked, now: datetime) -> Iterator[float]:
    """Who answers for another in the same moment took no time of their own; who was asked and is not yet late is not counted."""
    for row in rows:
        if row.outcome in ANSWERS and row.ended_at is not None:
            if row.ended_at > row.asked_at:
                yield worked.minutes(row.asked_at, row.ended_at)
        elif (row.ended_at or now) >= row.due_at:
            yield inf


def _calls(rows: Iterable[Asked], worked: Worked, now: datetime) -> Iterator[float]:
    for row in rows:
        if row.outcome != Outcome.ACCEPTED or row.answered_at is None:
            continue
        if row.called_at is not None:
            yield worked.minutes(row.answered_at, row.called_at)
        elif row.call_due_at is not None and (row.closed_at or now) >= row.call_due_at:
            yield inf


def _shifts(week: WorkWeek, begins: datetime, ends: datetime) -> Iterator[tuple[datetime, datetime]]:
    """As `shifts`, for as many years as it takes."""
    while begins < ends:
        last = begins
        for opens, closes in shifts(week, begins):
            if opens >= ends:
                return
            yield opens, closes
            last = closes
        if last == begins:
            return
        begins = last
