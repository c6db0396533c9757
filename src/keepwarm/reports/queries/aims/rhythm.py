"""Whether people were pushed or dropped when a period came to its end: their rhythm is theirs, and no quota's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import OuterRef, Subquery

from keepwarm.decisions.models import Decision
from keepwarm.lib.days import begins_in, days_in
from keepwarm.prospects.models import StandingChange
from keepwarm.staff.models import Seat
from keepwarm.staff.queries import house_zone
from keepwarm.touches.models import Channel, Direction, Touch

LAST_DAYS = 7
"""The end of a period. Our choice."""
AHEAD = timedelta(days=7)
"""Whoever is called or written to so long before the day that was set for them is pushed. Our choice."""


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
    weeks = (turns - begins) / timedelta(days=7)
    pushed, dropped = _pushed(seats, begins, ends), _dropped(seats, begins, ends)
    return {seat.pk: _rhythm(pushed[seat.pk], dropped[seat.pk], turns, weeks) for seat in seats}


Moments = list[tuple[datetime, int]]


def _rhythm(pushed: Moments, dropped: Moments, turns: datetime, weeks: float) -> Rhythm:
    now = [tuple(dict.fromkeys(pk for at, pk in one if at >= turns)) for one in (pushed, dropped)]
    before = [len({(at.date(), pk) for at, pk in one if at < turns}) / weeks if weeks else 0.0 for one in (pushed, dropped)]
    return Rhythm(now[0], now[1], before[0], before[1])


def _pushed(seats: Sequence[Seat], begins: datetime, ends: datetime) -> dict[int, Moments]:
    """Our calls and letters long before the day that the newest decision had set. What they do themselves sets another day first."""
    ours = Touch.objects.filter(seat__in=seats, happened_at__gte=begins, happened_at__lt=ends, voided_at__isnull=True)
    ours = ours.filter(channel__in=[Channel.PHONE, Channel.EMAIL], direction=Direction.OUT)
    before = Decision.objects.filter(prospect=OuterRef("prospect"), at__lt=OuterRef("happened_at")).order_by("-at", "-pk")
    rows = ours.annotate(set_for=Subquery(before.values("due_at")[:1])).order_by("happened_at", "pk")
    found: dict[int, Moments] = defaultdict(list)
    for seat_id, at, pk, set_for in rows.values_list("seat_id", "happened_at", "prospect_id", "set_for"):
        if set_for is not None and set_for - at > AHEAD:
            found[seat_id or 0].append((at, pk))
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
