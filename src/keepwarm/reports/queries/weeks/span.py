"""Weeks from Monday to Sunday on the clock of the house, and the days between two moments in which events are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from keepwarm.lib.days import begins_in, monday_of, today_in
from keepwarm.staff.models import Seat
from keepwarm.staff.queries import house_zone

WEEK = timedelta(days=7)
TREND = 13
"""Weeks on a page: a quarter."""


@dataclass(frozen=True, slots=True)
class Span:
    """A time to read events of: of all seats, or of one. `is_short`: what came before it is looked for person by person.

    `enough`: more than so many of the newest people given up suffice.
    """

    begins: datetime
    ends: datetime
    zone: str
    zones: Mapping[int | None, ZoneInfo] = field(default_factory=dict)
    seat_id: int | None = None
    is_short: bool = False
    enough: int | None = None

    def local(self, at: datetime, seat_id: int | None) -> datetime:
        """A moment on the clock of the seat; of nobody's on that of the house."""
        return at.astimezone(self.zones.get(seat_id) or ZoneInfo(self.zone))


def this_week(now: datetime, zone: str | None = None) -> date:
    """The Monday of the running week of the house."""
    return monday_of(today_in(zone or house_zone(), now))


def weeks_until(last: date, count: int = TREND) -> tuple[date, ...]:
    """Mondays, the oldest first, the week of `last` at the end."""
    return tuple(monday_of(last) - WEEK * back for back in reversed(range(count)))


def span_of_weeks(starts: Sequence[date], *, seat: Seat | None = None) -> Span:
    """From the first of these weeks to the end of the last."""
    zone = house_zone()
    zones: dict[int | None, ZoneInfo] = {pk: ZoneInfo(name) for pk, name in Seat.objects.values_list("pk", "zone")}
    begins, ends = begins_in(zone, min(starts)), begins_in(zone, max(starts) + WEEK)
    return Span(begins, ends, zone, zones, seat.pk if seat else None)


def span_of_day(now: datetime) -> Span:
    """Today on the clock of the house, until now."""
    zone = house_zone()
    zones: dict[int | None, ZoneInfo] = {pk: ZoneInfo(name) for pk, name in Seat.objects.values_list("pk", "zone")}
    begins = begins_in(zone, today_in(zone, now))
    return Span(begins, now + timedelta(microseconds=1), zone, zones)
