"""Which day the report is about, and when that day was for each rep.

A rep's day is the day of the rep's own place: a call at six in the evening in New York belongs to the New York day, whoever
reads it where. So a day of the house is as long as its zones make it, and each touch counts to exactly one day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from keepwarm.lib.days import day_in, today_in
from keepwarm.lib.working_time import shifts
from keepwarm.staff.models import Seat
from keepwarm.staff.queries import persons_seats, week_of
from keepwarm.touches.models import Channel, Touch

LOOK_AROUND = 10  # days; longer holidays than that are reported day by day
WEEKDAYS = 0b0011111
MANAGERS_HOUR = time(10)
"""Until then, on their next working day, reps may correct the lines of a day. Our choice."""


def span_of(on: date, zones: Iterable[str]) -> tuple[datetime, datetime]:
    """From the first moment of the day anywhere in `zones` to its last."""
    days = [day_in(zone, on) for zone in {*zones}]
    return min(begins for begins, _ in days), max(ends for _, ends in days)


def talks() -> QuerySet[Touch]:
    """Calls and meetings that stand."""
    return Touch.objects.filter(voided_at__isnull=True, channel__in=[Channel.PHONE, Channel.MEETING])


def day_before(on: date, *, zone: str) -> date:
    """The last day before `on` on which the house works, or worked all the same: nothing that was done is left out."""
    return _first_day(on, -1, zone) or on - timedelta(days=1)


def day_after(on: date, *, today: date, zone: str) -> date | None:
    """The next such day up to today; None when there is none yet."""
    found = _first_day(on, +1, zone)
    return found if found is not None and found <= today else None


def correctable_until(seat: Seat, on: date) -> datetime:
    """The manager's hour: ten o'clock of the seat's next working day after `on`."""
    week, (_, over) = week_of(seat), day_in(seat.zone, on)
    back = next((opens for opens, _ in shifts(week, over)), over)
    return datetime.combine(today_in(seat.zone, back), MANAGERS_HOUR, ZoneInfo(seat.zone)).astimezone(UTC)


def _first_day(on: date, way: int, zone: str) -> date | None:
    mask = 0
    for days in persons_seats().values_list("work_days", flat=True):
        mask |= days
    for distance in range(1, LOOK_AROUND + 1):
        day = on + way * timedelta(days=distance)
        if (mask or WEEKDAYS) >> day.weekday() & 1 or _was_worked(day, zone):
            return day
    return None


def _was_worked(day: date, zone: str) -> bool:
    begins, ends = day_in(zone, day)
    return talks().filter(happened_at__gte=begins, happened_at__lt=ends, seat__isnull=False).exists()
