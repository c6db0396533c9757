"""Reads of the timeline that other rooms share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, Func, IntegerField, Q, QuerySet, Value, When

from keepwarm.lib.remembering import remembered
from keepwarm.staff.models import Seat, User
from keepwarm.touches.models import Channel, Direction, Remark, Touch

LOOK_BACK = (timedelta(days=11), timedelta(days=45))
"""How far the last days worked are looked for: mostly the first is enough. Who worked on fewer days in all has fewer to count."""


@dataclass(frozen=True, slots=True)
class EmailShare:
    """A rep's letters against all activity over the last days worked. `letters_left` may be negative: overdrawn."""

    letters: int
    others: int
    letters_left: int

    @property
    def share(self) -> float:
        """Letters as a fraction of all activity; 0 when there was none."""
        total = self.letters + self.others
        return self.letters / total if total else 0.0


def email_shares(seats: Iterable[Seat], *, share: float, days: int, now: datetime) -> Mapping[int, EmailShare]:
    """P10 for each seat: letters left = other activities x share / (1 - share), less letters sent or queued.

    An activity is one prospect a day by phone or in person, either direction; a letter is a personal email of ours.
    Days are those of the seat's own place; a day without activity is not a day worked.
    """
    return _shares(tuple(seats), share, days, now)


@remembered
def _shares(seats: tuple[Seat, ...], share: float, days: int, now: datetime) -> Mapping[int, EmailShare]:
    zones = {seat.pk: ZoneInfo(seat.zone) for seat in seats}
    found: dict[int, EmailShare] = {}
    for back in LOOK_BACK:
        worked = _worked({pk: zone for pk, zone in zones.items() if pk not in found}, since=now - back, until=now)
        enough = worked if back == LOOK_BACK[-1] else {pk: when for pk, when in worked.items() if len(when) >= days}
        found |= {pk: _share(when, share, days) for pk, when in enough.items()}
        if len(found) == len(zones):
            break
    return found


class Seconds(Func):
    """A moment as whole seconds since 1970."""

    output_field = IntegerField()
    function = "unixepoch"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """The same on PostgreSQL."""
        return self.as_sql(compiler, connection, template="floor(extract(epoch from %(expressions)s))::bigint", **context)


Worked = dict[int, tuple[int, int]]
"""A seat's days with activity: how many people they talked with or tried, and how many letters they wrote."""
DAY = 24 * 3600


def _worked(zones: Mapping[int, ZoneInfo], *, since: datetime, until: datetime) -> dict[int, Worked]:
    """Counted by the database, for all seats of a zone at once: a month of a large house is tens of thousands of touches."""
    worked: dict[int, Worked] = {pk: {} for pk in zones}
    for zone in set(zones.values()):
        seats = [pk for pk, its in zones.items() if its == zone]
        rows = _activities(seats, since, until).annotate(day=_local_day(zone, since, until)).order_by().values_list("seat_id", "day")
        for seat_id, day, talked, letters in rows.annotate(talked=_TALKED, letters=_LETTERS):
            worked[seat_id or 0][day] = (talked, letters)
    return worked


_IS_LETTER = Q(channel=Channel.EMAIL)
_TALKED = Count("prospect_id", distinct=True, filter=~_IS_LETTER)
_LETTERS = Count("pk", filter=_IS_LETTER)


def _activities(seats: Sequence[int], since: datetime, until: datetime) -> QuerySet[Touch]:
    rows = Touch.objects.filter(seat_id__in=seats, happened_at__gte=since, happened_at__lte=until, voided_at__isnull=True)
    rows = rows.filter(channel__in=[Channel.PHONE, Channel.MEETING, Channel.EMAIL])
    return rows.exclude(channel=Channel.EMAIL, direction=Direction.IN)


def _local_day(zone: ZoneInfo, since: datetime, until: datetime) -> Any:
    """The day of a touch where the seat is, as a number: seconds since 1970 on the clock there, over those of a day."""
    *changes, last = offsets(zone, since, until)
    shift: Any = Value(last[1])
    if changes:  # the clocks were changed in between
        whens = [When(happened_at__lt=ends, then=Value(seconds)) for (_, seconds), (ends, _) in pairwise([*changes, last])]
        shift = Case(*whens, default=shift)
    return (Seconds("happened_at") + shift) / Value(DAY)


def offsets(zone: ZoneInfo, since: datetime, until: datetime) -> list[tuple[datetime, int]]:
    """From when on the clock of the zone is how many seconds ahead of UTC, between two moments; at least one, the first at `since`."""
    found, at = [(since, _ahead(zone, since))], since
    while at < until:
        after = min(at + timedelta(days=1), until)
        if _ahead(zone, after) != found[-1][1]:
            found.append((_change(zone, at, after), _ahead(zone, after)))
        at = after
    return found


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """When the clock was changed, to the second, where it was changed once between the two moments."""
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        before, after = (middle, after) if _ahead(zone, middle) == _ahead(zone, before) else (before, middle)
    return after.replace(microsecond=0)


def _ahead(zone: ZoneInfo, at: datetime) -> int:
    ahead = at.astimezone(zone).utcoffset()
    return int(ahead.total_seconds()) if ahead else 0


def _share(worked: Worked, share: float, days: int) -> EmailShare:
    last = [worked[day] for day in sorted(worked, reverse=True)[:days]]
    others = sum(talked for talked, _ in last)
    letters = sum(sent for _, sent in last)
    return EmailShare(letters, others, int(others * share / (1 - share) + 1e-9) - letters)


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question at a name that waits for the answer of whoever was asked."""

    ref: str
    text: str
    by: str
    at: datetime
    prospect_ref: str
    name: str


def open_questions(for_: User) -> tuple[OpenQuestion, ...]:
    """What the manager asked at this reader's names and is not answered yet, the oldest first; at most 50."""
    waiting = Remark.objects.filter(kind=Remark.Kind.ASK, to__user=for_, answers__isnull=True)
    rows = waiting.order_by("at", "pk").values_list("ref", "text", "by__name", "at", "prospect__ref", "prospect__name")
    return tuple(OpenQuestion(*row) for row in rows[:50])
