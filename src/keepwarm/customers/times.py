"""The mornings of whoever works here: when a call about a customer begins to be due."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from keepwarm.lib.days import today_in
from keepwarm.lib.working_time import WorkWeek, shifts
from keepwarm.staff.models import Seat
from keepwarm.staff.queries import week_of


def next_morning(seat: Seat, now: datetime) -> datetime:
    """The beginning of this rep's next working day: today's, when it has not begun yet."""
    opening = next((opens for opens, _closes in shifts(week_of(seat), now) if opens > now), None)
    return opening if opening is not None else next_morning_of(WorkWeek(zone=seat.zone), now)


def next_morning_of(week: WorkWeek, now: datetime) -> datetime:
    """The same for a week that has working minutes."""
    return next(opens for opens, _closes in shifts(week, now) if opens > now)


def morning_of(seat: Seat, day: date) -> datetime:
    """When this rep begins to work on `day`, or would, were it a working day."""
    return datetime.combine(day, time(0), ZoneInfo(seat.zone)) + timedelta(minutes=seat.opens_minute)


def today_of(seat: Seat, now: datetime) -> date:
    """The day it is where this rep works."""
    return today_in(seat.zone, now)
