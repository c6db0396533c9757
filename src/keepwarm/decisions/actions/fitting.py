"""The queue of the day is what fits the minutes there are; what does not fit gets a new date, with its reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from django.db import transaction
from django.db.models import Q
from numpy.typing import NDArray

from keepwarm.decisions.actions.saving import Outcome
from keepwarm.decisions.actions.settling import consider, lock
from keepwarm.decisions.models import Deferral
from keepwarm.decisions.queries import end_of_day
from keepwarm.decisions.rows import write_columns
from keepwarm.engine.allocate import NOT_TODAY, Capacity, allocate
from keepwarm.engine.calling import Hours, next_open
from keepwarm.engine.decide import Decisions
from keepwarm.engine.economics import minutes_of, value_of
from keepwarm.facts.gather import aware, hours_keys, moment
from keepwarm.facts.hours import hours_for
from keepwarm.facts.said import letters_left
from keepwarm.facts.scope import Scope
from keepwarm.lib.days import today_in
from keepwarm.policy.queries import policy_in_force
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Absence, Seat
from keepwarm.staff.queries import week_of

MOST = 5_000  # touches of one seat that are looked at in one night; the rest waits for the next
AHEAD = 60  # days over which an overfull day is spread
NO_ROOM = "no room that day"
BY_HAND = ("call", "write")


def fit_days(*, now: datetime) -> int:
    """Fit today's queue of every present seat to its minutes. Returns how many touches got a new date.

    What was promised, and what a person chose, is never moved.
    """
    present = Seat.objects.filter(kind=Seat.Kind.PERSON, left_at__isnull=True).order_by("pk")
    return sum(fit_day(seat, now=now) for seat in present)


def fit_day(seat: Seat, *, now: datetime) -> int:
    """Fit one seat's day. On a day its holder does not work nothing is moved: what is due waits."""
    today = today_in(seat.zone, now)
    if not week_of(seat).works_on(today) or is_away(seat, today):
        return 0
    ids = _due_today(seat, now)
    if not ids:
        return 0
    outcome = consider(Scope(ids=ids), now=now, keep_dates=True)
    late = _left_over(outcome, seat, now=now)
    return _move(outcome, late, seat, today, now=now) if len(late) else 0


def is_away(seat: Seat, day: date) -> bool:
    """Whether the holder is away or ill for the whole of this local day, as far as is known."""
    start = datetime.combine(day, time(), ZoneInfo(seat.zone))
    end = start + timedelta(days=1)
    away = Absence.objects.filter(seat=seat, starts_at__lte=start + timedelta(minutes=seat.opens_minute))
    return away.filter(Q(ends_at__isnull=True) | Q(ends_at__gte=end - timedelta(minutes=1440 - seat.closes_minute))).exists()


def _due_today(seat: Seat, now: datetime) -> list[int]:
    due = Prospect.objects.filter(owner=seat, ended_at__isnull=True, next_step__in=BY_HAND, next_touch_at__lt=end_of_day(now, seat.zone))
    return sorted(due.order_by("next_touch_at").values_list("pk", flat=True)[:MOST])


def _left_over(outcome: Outcome, seat: Seat, *, now: datetime) -> NDArray[np.intp]:
    """The rows that do not fit the seat's minutes today, the most valuable first."""
    facts, decisions = outcome.gathered.facts, as_they_stand(outcome)
    letters = letters_left([seat.pk], outcome.policy, now=now)[seat.pk]
    value = value_of(facts, decisions)
    capacity = Capacity(
        seat=np.zeros(len(decisions), np.int32),
        minutes=np.array([float(seat.call_minutes)]),
        letters=np.array([max(letters, 0)]),
        until=moment(end_of_day(now, seat.zone)),
    )
    shared = allocate(decisions, capacity, outcome.policy, value=value)
    out = np.flatnonzero((shared.line == NOT_TODAY) & (facts.chosen_step == 0) & ~outcome.changed)
    return out[np.argsort(-value[out], kind="stable")]


def as_they_stand(outcome: Outcome) -> Decisions:
    """The decisions with the dates that stand in the rows, not those the engine would set anew."""
    return replace(outcome.decisions, due=outcome.gathered.standing.due)


def _move(outcome: Outcome, late: NDArray[np.intp], seat: Seat, today: date, *, now: datetime) -> int:
    ids = outcome.gathered.standing.ids[late]
    minutes = minutes_of(outcome.decisions, outcome.policy)[late]
    days = _days_with_room(seat, today, now=now, wanted=minutes)
    hours, place_rows = hours_for(hours_keys(Scope(ids=[int(pk) for pk in ids])), policy_in_force(), now=now)
    keys = [outcome.gathered.standing.hours_keys[i] for i in late]
    to = _opening(hours, [place_rows.get(key, 0) for key in keys], days, seat)
    _write(outcome, late, to, now=now)
    return len(late)


def _opening(hours: Hours, place: Sequence[int], days: Sequence[date], seat: Seat) -> list[datetime]:
    mornings = [datetime.combine(day, time(), ZoneInfo(seat.zone)) + timedelta(minutes=seat.opens_minute) for day in days]
    wanted = np.array([moment(morning) for morning in mornings], dtype="datetime64[s]")
    return [aware(at) for at in next_open(hours, np.array(place, dtype=np.int32), wanted)]


def _days_with_room(seat: Seat, today: date, *, now: datetime, wanted: NDArray[np.float64]) -> list[date]:
    """A day for each of the touches, in their order: the first that still has so many minutes; the last day takes the rest."""
    free = _free_minutes(seat, today, now=now)
    days, at = [], 0
    for minutes in wanted:
        while at < len(free) - 1 and free[at][1] < minutes:
            at += 1
        free[at] = (free[at][0], free[at][1] - minutes)
        days.append(free[at][0])
    return days


def _free_minutes(seat: Seat, today: date, *, now: datetime) -> list[tuple[date, float]]:
    """The seat's working days to come, with the minutes that nothing is planned for yet."""
    policy = policy_in_force()
    cost = {"call": policy.call_minutes, "write": policy.letter_minutes}
    zone, planned = ZoneInfo(seat.zone), defaultdict[date, float](float)
    rows = Prospect.objects.filter(
        owner=seat,
        ended_at__isnull=True,
        next_step__in=BY_HAND,
        next_touch_at__gte=end_of_day(now, seat.zone),
        next_touch_at__lt=now + timedelta(days=AHEAD + 1),
    ).values_list("next_step", "next_touch_at")
    for step, at in rows.iterator():
        if at is not None:
            planned[at.astimezone(zone).date()] += cost[step]
    return [(day, seat.call_minutes - planned[day]) for day in _working_days(seat, today)]


def _working_days(seat: Seat, today: date) -> Iterator[date]:
    week = week_of(seat)
    for ahead in range(1, AHEAD + 1):
        day = today + timedelta(days=ahead)
        if week.works_on(day) and not is_away(seat, day):
            yield day


def _write(outcome: Outcome, late: NDArray[np.intp], to: Sequence[datetime], *, now: datetime) -> None:
    """In pieces, each with the rows whose version is still the one that was read."""
    was = outcome.gathered.standing
    for start in range(0, len(late), 250):
        piece = [(int(was.ids[i]), int(was.versions[i]), aware(was.due[i]), at) for i, at in zip(late, to, strict=True)][
            start : start + 250
        ]
        with transaction.atomic():
            lock([pk for pk, *_ in piece])
            versions = dict(Prospect.objects.filter(pk__in=[pk for pk, *_ in piece]).values_list("pk", "version"))
            kept = [(pk, old, new) for pk, version, old, new in piece if versions.get(pk) == version]
            Deferral.objects.bulk_create(
                [Deferral(prospect_id=pk, from_at=old, to_at=new, because=NO_ROOM, at=now) for pk, old, new in kept]
            )
            write_columns(("next_touch_at",), [(new, pk) for pk, _, new in kept])
