"""Whether people were pushed or dropped when a period came to its end: their rhythm is theirs, and no quota's."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from keepwarm.lib.days import begins_in, days_in, monday_of
from keepwarm.prospects.models import StandingChange
from keepwarm.reports.queries.weeks.counting import is_small
from keepwarm.reports.queries.weeks.pushed_events import day_key, read_pushed
from keepwarm.reports.queries.weeks.reading import read_weeks
from keepwarm.reports.queries.weeks.span import weeks_until
from keepwarm.staff.models import Seat
from keepwarm.staff.queries import house_zone

LAST_DAYS = 7
"""The end of a period. Our choice."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """People of one rep: pushed and dropped in the last days of the period, and in a usual week of it before (means)."""

    pushed: tuple[int, ...]
    dropped: tuple[int, ...]
    usual_pushed: float
    usual_dropped: float

    @property
    def stands_out(self) -> bool:
        """At least three people, and twice as many as in a usual week."""
        return any(
            len(now) >= 3 and len(now) >= 2 * usual for now, usual in ((self.pushed, self.usual_pushed), (self.dropped, self.usual_dropped))
        )


def rhythm_of(seats: Sequence[Seat], starts_on: date, ends_on: date, *, now: datetime) -> dict[int, Rhythm]:
    """By seat; empty until the last days of the period have begun."""
    last_on = ends_on - timedelta(days=LAST_DAYS - 1)
    zone = house_zone()
    (begins, ends), turns = days_in(zone, starts_on, ends_on), begins_in(zone, last_on)
    if now < turns:
        return {}
    weeks, ids = (turns - begins) / timedelta(days=7), [seat.pk for seat in seats]
    dropped, pushed, usual = (
        _dropped(seats, begins, ends),
        _by_seat(read_pushed(ids, turns, ends)),
        _pushed_before(ids, begins, turns, now=now),
    )
    return {
        pk: Rhythm(
            pushed=_people(pushed[pk], turns),
            dropped=_people(dropped[pk], turns),
            usual_pushed=usual[pk] / weeks if weeks else 0.0,
            usual_dropped=len({(at.date(), one) for at, one in dropped[pk] if at < turns}) / weeks if weeks else 0.0,
        )
        for pk in ids
    }


Moments = list[tuple[datetime, int]]


def _people(moments: Moments, since: datetime) -> tuple[int, ...]:
    return tuple(dict.fromkeys(pk for at, pk in moments if at >= since))


def _by_seat(found: Iterable[tuple[int, datetime, int]]) -> dict[int, Moments]:
    by_seat: dict[int, Moments] = defaultdict(list)
    for seat_id, at, pk in found:
        by_seat[seat_id].append((at, pk))
    return by_seat


def _pushed_before(seats: Sequence[int], begins: datetime, turns: datetime, *, now: datetime) -> Counter[int]:
    """How often before the last days, each person once a day: of a large house out of the kept weeks."""
    first, last = monday_of(begins.date()), monday_of(turns.date())
    kept = None if is_small() else read_weeks(weeks_until(last, (last - first).days // 7 + 1), ("pushed",), seats=seats, now=now)
    if kept is None or kept.missing:
        live = _by_seat(read_pushed(seats, begins, turns))
        return Counter({pk: len({(at.date(), one) for at, one in moments}) for pk, moments in live.items()})
    found: Counter[int] = Counter()
    for counted in kept.counts.values():
        for (seat_id, _figure, key), count in counted.items():
            if seat_id is not None and day_key(begins) <= key < day_key(turns):
                found[seat_id] += count
    return found


def _dropped(seats: Sequence[Seat], begins: datetime, ends: datetime) -> dict[int, Moments]:
    """People whom the rep put back or ended."""
    seat_of = {seat.user_id: seat.pk for seat in seats if seat.user_id is not None}
    kinds = [StandingChange.What.RECYCLE, StandingChange.What.END]
    rows = StandingChange.objects.filter(by__in=seat_of, what__in=kinds, at__gte=begins, at__lt=ends).order_by("at", "pk")
    found: dict[int, Moments] = defaultdict(list)
    for by_id, at, pk in rows.values_list("by_id", "at", "prospect_id"):
        if by_id is not None:
            found[seat_of[by_id]].append((at, pk))
    return found
