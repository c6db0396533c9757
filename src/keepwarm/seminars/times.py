"""Wall time and moments: a seminar is at a time of its own place, a reminder at a time of the guest's. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from keepwarm.seminars.refusals import DoubledHour, SkippedHour

FIRST, SECOND = "first", "second"
OPENS, CLOSES = time(8), time(20)
"""Nobody is reminded of tomorrow earlier or later in their own day. Our choice."""
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def moment_of(local: datetime, zone: str, *, which: str = "") -> tuple[datetime, int]:
    """The moment (UTC) at which clocks of `zone` show `local`, and its fold; `which` of two: "first" or "second".

    Raises SkippedHour when no clock shows it, and DoubledHour when two moments do and nobody said which.
    """
    there = ZoneInfo(zone)
    early, late = (local.replace(tzinfo=there, fold=fold) for fold in (0, 1))
    if early.utcoffset() == late.utcoffset():
        return early.astimezone(UTC), 0
    said = {"time": f"{local:%H:%M}", "day": f"{local:%Y-%m-%d}", "zone": zone}
    if early.astimezone(UTC).astimezone(there).replace(tzinfo=None) != local:
        raise SkippedHour(_("There is no %(time)s on %(day)s in %(zone)s: the clocks go forward over it. Choose another time.") % said)
    if which not in {FIRST, SECOND}:
        raise DoubledHour(_("%(time)s comes twice on %(day)s in %(zone)s, as the clocks go back. Say which of the two it is.") % said)
    fold = int(which == SECOND)
    return (late if fold else early).astimezone(UTC), fold


def next_reminder(starts_at: datetime, zone: str, *, now: datetime) -> tuple[str, datetime | None]:
    """Which reminder comes next, and when: the day before by the guest's own clock, then an hour before; "" when none is left."""
    day = _by_day(starts_at, ZoneInfo(zone))
    if now < day:
        return "day", day
    return ("hour", starts_at - HOUR) if now < starts_at - HOUR else ("", None)


def is_today(starts_at: datetime, zone: str, *, now: datetime) -> bool:
    """Whether it is the day itself by the guest's clock: after a house that stood still nobody is told of a "tomorrow" that is today."""
    there = ZoneInfo(zone)
    return now.astimezone(there).date() >= starts_at.astimezone(there).date()


def _by_day(starts_at: datetime, zone: ZoneInfo) -> datetime:
    """The same time of the day before, no earlier than 8 and no later than 20 o'clock where the guest is."""
    before = starts_at.astimezone(zone).replace(tzinfo=None) - DAY
    clock = min(max(before.time(), OPENS), CLOSES)
    return datetime.combine(before.date(), clock, zone).astimezone(UTC)
