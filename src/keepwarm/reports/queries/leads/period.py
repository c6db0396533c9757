"""The days that the report is about, in the reader's zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from keepwarm.lib.days import days_in, today_in
from keepwarm.staff.models import User
from keepwarm.staff.queries import house_zone

USUAL = timedelta(days=364)
"""Without a day the report is about the last year: a sale may come long after the return. Our choice."""
FURTHEST = timedelta(days=3660)


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` to `until`, both included; `begins` and `ends` are the moments, in UTC."""

    since: date
    until: date
    zone: str
    begins: datetime
    ends: datetime


def period_of(*, for_: User | None, since: date | None, until: date | None, now: datetime) -> Period:
    """The days asked for, put right where they lie in the future, too far back, or the wrong way round."""
    zone = for_.zone if for_ is not None else house_zone()
    today = today_in(zone, now)
    first = today - FURTHEST
    last = max(first, min(until or today, today))
    start = max(first, min(since or max(first, last - USUAL), last))
    return Period(start, last, zone, *days_in(zone, start, last))
