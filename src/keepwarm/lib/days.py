"""Days and weeks on the clock of a place: when a day begins there and is over, and the Monday of its week."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def begins_in(zone: str, on: date) -> datetime:
    """The first moment of the day in `zone`, in UTC."""
    return datetime.combine(on, time(), ZoneInfo(zone)).astimezone(UTC)


def days_in(zone: str, first: date, last: date) -> tuple[datetime, datetime]:
    """When the first of these days begins in `zone` and when the last is over, in UTC."""
    return begins_in(zone, first), begins_in(zone, last + timedelta(days=1))


def day_in(zone: str, on: date) -> tuple[datetime, datetime]:
    """When the day begins and when it is over in `zone`: 23 or 25 hours later where the clock is turned."""
    return days_in(zone, on, on)


def today_in(zone: str, now: datetime) -> date:
    """The calendar day of `now` in `zone`."""
    return now.astimezone(ZoneInfo(zone)).date()


def monday_of(on: date) -> date:
    """The Monday of the week in which the day lies."""
    return on - timedelta(days=on.weekday())
