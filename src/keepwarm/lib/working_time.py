"""Working time: minutes that count only while a doer's place is at work. Pure; times are UTC, hours are local."""

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from keepwarm.lib.refusal import Refusal

_LOOK_AHEAD_DAYS = 730


class NeverAtWork(Refusal):
    """A week without a working minute was asked for working time."""


@dataclass(frozen=True, slots=True)
class WorkWeek:
    """When someone works: minutes of the local day in `zone`, a bit mask of days (Monday = 1), and local days off."""

    zone: str = "UTC"
    opens_minute: int = 9 * 60
    closes_minute: int = 18 * 60
    days: int = 0b0011111
    off: Container[date] = field(default_factory=frozenset)

    def works_on(self, day: date) -> bool:
        """Whether any minute of this local day is worked."""
        return bool(self.days >> day.weekday() & 1) and day not in self.off and self.opens_minute < self.closes_minute


def shifts(week: WorkWeek, since: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The stretches of work from `since` on, in UTC, in order; ends after two years."""
    zone = ZoneInfo(week.zone)
    first = since.astimezone(zone).date()
    for ahead in range(_LOOK_AHEAD_DAYS):
        day = first + timedelta(days=ahead)
        if not week.works_on(day):
            continue
        opens, closes = (_wall(day, minute, zone) for minute in (week.opens_minute, week.closes_minute))
        if closes > since and closes > opens:
            yield max(opens, since), closes


def _wall(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """The UTC moment of a local wall time; 1440 is midnight at the day's end."""
    whole, rest = divmod(minute, 1440)
    return datetime.combine(day + timedelta(days=whole), time(rest // 60, rest % 60), zone).astimezone(UTC)


def add_working_minutes(start: datetime, minutes: float, week: WorkWeek) -> datetime:
    """The moment when `minutes` of working time have passed since `start`. Raises NeverAtWork."""
    left = timedelta(minutes=minutes)
    for opens, closes in shifts(week, start):
        if closes - opens >= left:
            return opens + left
        left -= closes - opens
    raise NeverAtWork("Nobody works in this week: set working days and hours first.")


def working_minutes_between(start: datetime, end: datetime, week: WorkWeek) -> float:
    """Minutes of working time from `start` to `end`; 0 when `end` is not later."""
    total = timedelta()
    for opens, closes in shifts(week, start):
        if opens >= end:
            break
        total += min(closes, end) - opens
    return total / timedelta(minutes=1)


def is_at_work(at: datetime, week: WorkWeek) -> bool:
    """Whether this moment is working time."""
    return next((opens <= at < closes for opens, closes in shifts(week, at)), False)
