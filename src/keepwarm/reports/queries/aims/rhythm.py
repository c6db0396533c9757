"""Whether people were pushed or dropped when a period came to its end: their rhythm is theirs, and no quota's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from keepwarm.lib.days import begins_in, days_in, monday_of
from keepwarm.prospects.models import StandingChange
from keepwarm.reports.queries.weeks.counting import is_small
from keepwarm.reports.queries.weeks.pushed_events import read_pushed
from keepwarm.reports.queries.weeks.reading import read_weeks
from keepwarm.reports.queries.weeks.span import weeks_until
from keepwarm.staff.models import Seat
from keepwarm.staff.queries import house_zone

LAST_DAYS = 7
"""The end of a period. Our choice."""
Moments = Iterable[tuple[int, datetime, int]]
"""Seat, when, and whom."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a rep pushed and dropped people in the last days of the period, each once a day; and in a usual week of it before."""

    pushed: int
    dropped: int
    usual_pushed: float
    usual_dropped: float

    @property
    def stands_out(self) -> bool:
        """At least three, and twice as many as in a usual week."""
        return any(now >= 3 and now >= 2 * usual for now, usual in ((self.pushed, self.usual_pushed), (self.dropped, self.usual_dropped)))


def rhythm_of(seats: Sequence[Seat], starts_on: date, ends_on: date, *, now: datetime) -> dict[int, Rhythm]:
    """By seat; empty until the last days of the period have begun."""
    turns_on, zone = _turns_on(ends_on), house_zone()
    if now < begins_in(zone, turns_on):
        return {}
    weeks, pushed, dropped = (turns_on - starts_on).days / 7, _pushed(seats, starts_on, ends_on, now=now), Counter[tuple[int, date]]()
    for seat_id, day, _pk in _once_a_day(_dropped(seats, *days_in(zone, starts_on, ends_on)), zone):
        dropped[seat_id, day] += 1
    return {
        seat.pk: Rhythm(
            _sum(pushed, seat.pk, turns_on, ends_on),
            _sum(dropped, seat.pk, turns_on, ends_on),
            _sum(pushed, seat.pk, starts_on, turns_on - timedelta(days=1)) / weeks if weeks else 0.0,
            _sum(dropped, seat.pk, starts_on, turns_on - timedelta(days=1)) / weeks if weeks else 0.0,
        )
        for seat in seats
    }


def people_moved(what: str, seat: Seat, ends_on: date) -> list[tuple[int, date]]:
    """Whom this rep "pushed" or "dropped" in the last days of the period, and on which day of the house: as many as were counted."""
    zone = house_zone()
    begins, ends = days_in(zone, _turns_on(ends_on), ends_on)
    found = read_pushed([seat.pk], begins, ends) if what == "pushed" else _dropped([seat], begins, ends)
    return [(pk, day) for _seat_id, day, pk in _once_a_day(found, zone)]


def _turns_on(ends_on: date) -> date:
    return ends_on - timedelta(days=LAST_DAYS - 1)


def _sum(counts: Counter[tuple[int, date]], seat_id: int, first: date, last: date) -> int:
    return sum(counts[seat_id, first + timedelta(days=days)] for days in range((last - first).days + 1))


def _once_a_day(moments: Moments, zone: str) -> Iterator[tuple[int, date, int]]:
    clock, seen = ZoneInfo(zone), set[tuple[int, date, int]]()
    for seat_id, at, pk in moments:
        place = (seat_id, at.astimezone(clock).date(), pk)
        if place not in seen:
            seen.add(place)
            yield place


def _pushed(seats: Sequence[Seat], starts_on: date, ends_on: date, *, now: datetime) -> Counter[tuple[int, date]]:
    """By seat and day: of a large house out of the kept weeks, as soon as all of them were counted."""
    ids, zone, found = [seat.pk for seat in seats], house_zone(), Counter[tuple[int, date]]()
    first, last = monday_of(starts_on), monday_of(ends_on)
    kept = None if is_small() else read_weeks(weeks_until(last, (last - first).days // 7 + 1), ("pushed",), seats=ids, now=now)
    if kept is None or any(start <= now.astimezone(ZoneInfo(zone)).date() for start in kept.missing):
        for seat_id, day, _pk in _once_a_day(read_pushed(ids, *days_in(zone, starts_on, ends_on)), zone):
            found[seat_id, day] += 1
        return found
    for counted in kept.counts.values():
        for (its, _figure, key), count in counted.items():
            if its is not None:
                found[its, date.fromisoformat(key)] += count
    return found


def _dropped(seats: Sequence[Seat], begins: datetime, ends: datetime) -> Moments:
    """People whom the rep put back or ended."""
    seat_of = {seat.user_id: seat.pk for seat in seats if seat.user_id is not None}
    kinds = [StandingChange.What.RECYCLE, StandingChange.What.END]
    rows = StandingChange.objects.filter(by__in=seat_of, what__in=kinds, at__gte=begins, at__lt=ends).order_by("at", "pk")
    return [(seat_of[by_id], at, pk) for by_id, at, pk in rows.values_list("by_id", "at", "prospect_id")]
