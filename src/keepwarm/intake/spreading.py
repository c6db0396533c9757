"""First touches of people whose past we do not know, spread over the coming weeks, so that the first morning is a normal one.

Each owner's day takes so many calls as their minutes allow, after what is planned already; who may not be called is spread
evenly over the longest silence. Who asked for contact, or inquired in these days, comes in days of their own before: a share of each
day is kept for them. Of those who asked in these days so many as one day takes are promised the hour: more promises than anybody can keep
would be none. Where the list is longer than the days, each day takes a second round, and so on.
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
    lanes: dict[tuple[int, bool], Lane] = field(default_factory=dict)
    at_once: Counter[int] = field(default_factory=Counter)
    warmed: int = 0

    def has_room(self, owner_id: int) -> bool:
        """Whether the owner has minutes today for one more who is promised the hour; takes them."""
        self.at_once[owner_id] += 1
        return self.at_once[owner_id] <= self._a_day(self.seats[owner_id])

    def moment(self, owner_id: int, *, may_be_called: bool, soon: bool = False) -> datetime:
        """When the first touch of the next newcomer of this owner may come. `soon`: in the days kept for news."""
        if may_be_called and (lane := self._lane(owner_id, soon=soon)).opens:
            return lane.take(self.policy.call_minutes)
        self.warmed += 1
        days = self.policy.longest_silence_days
        # The golden ratio's multiples fill any span evenly, however many come.
        part = (self.warmed * 0.618033988749895) % 1
        return (self.now + timedelta(days=1 + part * (days - 1))).replace(microsecond=0)

    def _lane(self, owner_id: int, *, soon: bool) -> Lane:
        if (owner_id, soon) not in self.lanes:
            self.lanes[owner_id, soon] = self._open_lane(self.seats[owner_id], soon=soon)
        return self.lanes[owner_id, soon]

    def _a_day(self, seat: Seat) -> int:
        return max(int(seat.call_minutes * SHARE / self.policy.call_minutes), 1)

    def _open_lane(self, seat: Seat, *, soon: bool) -> Lane:
        """From tomorrow on: today's plan is made. What is planned already takes first what is not kept for news."""
        week = week_of(seat)
        days = [day for day in _days(week, self.now, self.policy.longest_silence_days) if not self._is_away(seat.pk, day[0])]
        a_day = self._a_day(seat)
        kept = a_day if soon else 0
        free = [min(max(a_day + kept - self.planned.get((seat.pk, opens.date()), 0), 0), a_day) for opens, _ in days]
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
