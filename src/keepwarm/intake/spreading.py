"""First touches of people whose past we do not know, spread over the coming weeks, so that the first morning is a normal one.

Each owner's day takes so many calls as their minutes allow, after what is planned already; who may not be called is spread
evenly over the longest silence. Where the list is longer than the days, each day takes a second round, and so on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Final

from django.db.models import Count
from django.db.models.functions import TruncDate

from keepwarm.engine.policy import Policy
from keepwarm.lib.working_time import WorkWeek, shifts
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Absence, Seat
from keepwarm.staff.queries import week_of

SHARE: Final = 0.5
"""Of a day's call minutes for first touches of a list; the rest stays for what the day brings and for further attempts. Our choice."""


@dataclass(slots=True)
class Lane:
    """The coming days of one owner: when each opens, and how many first calls it still takes in this round."""

    opens: list[datetime]
    closes: list[datetime]
    a_day: int
    free: list[int]
    at: int = 0

    def take(self, minutes: int) -> datetime:
        """The next moment, at least `minutes` after the one before in the same day."""
        while self.free[self.at] <= 0:
            self.at += 1
            if self.at == len(self.free):
                self.at, self.free = 0, [self.a_day] * len(self.free)
        self.free[self.at] -= 1
        done = (self.a_day - self.free[self.at] - 1) % self.a_day
        return min(self.opens[self.at] + timedelta(minutes=minutes * done), self.closes[self.at])


@dataclass(slots=True)
class Spreader:
    """Gives each newcomer of a list the moment before which nobody calls. Made once for a list; see `open_spreader`."""

    policy: Policy
    seats: Mapping[int, Seat]
    planned: Mapping[tuple[int, date], int]
    away: Mapping[int, list[tuple[datetime, datetime]]]
    now: datetime
    lanes: dict[int, Lane] = field(default_factory=dict)
    warmed: int = 0

    def moment(self, owner_id: int, *, may_be_called: bool) -> datetime:
        """When the first touch of the next newcomer of this owner may come."""
        if may_be_called and (lane := self._lane(owner_id)).opens:
            return lane.take(self.policy.call_minutes)
        self.warmed += 1
        days = self.policy.longest_silence_days
        # The golden ratio's multiples fill any span evenly, however many come.
        part = (self.warmed * 0.618033988749895) % 1
        return (self.now + timedelta(days=1 + part * (days - 1))).replace(microsecond=0)

    def _lane(self, owner_id: int) -> Lane:
        if owner_id not in self.lanes:
            self.lanes[owner_id] = self._open_lane(self.seats[owner_id])
        return self.lanes[owner_id]

    def _open_lane(self, seat: Seat) -> Lane:
        """From tomorrow on: today's plan is made."""
        week = week_of(seat)
        days = [day for day in _days(week, self.now, self.policy.longest_silence_days) if not self._is_away(seat.pk, day[0])]
        a_day = max(int(seat.call_minutes * SHARE / self.policy.call_minutes), 1)
        free = [max(a_day - self.planned.get((seat.pk, opens.date()), 0), 0) for opens, _ in days]
        return Lane([opens for opens, _ in days], [closes for _, closes in days], a_day, free or [1])

    def _is_away(self, seat_id: int, at: datetime) -> bool:
        return any(starts <= at < ends for starts, ends in self.away.get(seat_id, ()))


def _days(week: WorkWeek, now: datetime, within: int) -> list[tuple[datetime, datetime]]:
    """The working days after today's, as opening and closing moments in UTC."""
    found = islice(shifts(week, now), within)
    return [day for day in found if now + timedelta(hours=12) < day[0] <= now + timedelta(days=within)]


def open_spreader(policy: Policy, *, now: datetime) -> Spreader:
    """A spreader that knows the calls planned already and the absences."""
    horizon = now + timedelta(days=policy.longest_silence_days)
    rows = (
        Prospect.objects.filter(next_step="call", next_touch_at__gt=now, next_touch_at__lte=horizon)
        .annotate(day=TruncDate("next_touch_at", tzinfo=UTC))
        .values_list("owner_id", "day")
        .annotate(count=Count("pk"))
        .order_by()
    )
    planned: Counter[tuple[int, date]] = Counter()
    for owner_id, day, count in rows:
        planned[owner_id, day] += count
    away: dict[int, list[tuple[datetime, datetime]]] = {}
    absences = Absence.objects.filter(returned_at__isnull=True).values_list("seat_id", "starts_at", "ends_at")
    for seat_id, starts, ends in absences:
        away.setdefault(seat_id, []).append((starts, ends or horizon))
    return Spreader(policy, Seat.objects.in_bulk(), planned, away, now)
