"""Reads of the timeline that other rooms share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, FilteredRelation, Func, IntegerField, Q, QuerySet, Value, When

from keepwarm.engine.budget import DayWorked, EmailShare, share_of
from keepwarm.lib.remembering import remembered
from keepwarm.staff.models import Seat, User
from keepwarm.touches.models import READ_LATELY, Channel, Direction, Remark, Touch

LOOK_BACK = (timedelta(days=11), timedelta(days=45))
"""How far the last days worked are looked for: mostly the first is enough. Who worked on fewer days in all has fewer to count."""


def email_shares(seats: Iterable[Seat], *, share: float, days: int, now: datetime, trying: int | None = None) -> Mapping[int, EmailShare]:
    """P10 for each seat, by the rule of `engine.budget`: what was done over the last days worked, and the letters left.

    An activity is one prospect a day by phone or in person, either direction; an attempt outside their calling hours is
    none. A letter is an email in the name of the seat, written by hand or sent by a program. Days are those of the seat's own
    place; a day without activity, and a day of absence, is not a day worked. `trying`: a prospect, as if tried just now.
    """
    return _shares(tuple(seats), share, days, now, trying)


@remembered
def _shares(seats: tuple[Seat, ...], share: float, days: int, now: datetime, trying: int | None) -> Mapping[int, EmailShare]:
    zones = {seat.pk: ZoneInfo(seat.zone) for seat in seats}
    found: dict[int, EmailShare] = {}
    holders = _holders(tuple(zones.items()), since=now - LOOK_BACK[-1], until=now)
    earned = {} if trying is None else {pk: _day_earned(pk, trying, zone=zone, now=now) for pk, zone in zones.items()}
    for back in LOOK_BACK:
        rest = tuple((pk, zone) for pk, zone in zones.items() if pk not in found)
        for pk, counted in _worked(rest, since=now - back, until=now).items():
            when = _with_one_more(counted, earned.get(pk))
            if back == LOOK_BACK[-1] or len(when.keys() - holders[pk].away) >= days:
                found[pk] = share_of(when, share=share, count=days, away=holders[pk].away, is_known=holders[pk].is_known)
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


Worked = dict[int, DayWorked]
"""A seat's days with activity, numbered since 1970."""
DAY = 24 * 3600


@remembered
def _worked(zones: tuple[tuple[int, ZoneInfo], ...], *, since: datetime, until: datetime) -> dict[int, Worked]:
    """Counted by the database, for all seats of a zone at once: a month of a large house is tens of thousands of touches."""
    worked: dict[int, Worked] = {pk: {} for pk, _zone in zones}
    for zone in {zone for _pk, zone in zones}:
        seats = [pk for pk, its in zones if its == zone]
        rows = _activities(seats, since, until).annotate(day=_local_day(zone, since, until)).order_by().values_list("seat_id", "day")
        for seat_id, day, talked, letters in rows.annotate(talked=_TALKED, letters=_LETTERS):
            worked[seat_id or 0][day] = DayWorked(talked, letters)
    return worked


def _day_earned(seat_id: int, prospect_id: int, *, zone: ZoneInfo, now: datetime) -> int | None:
    """The number of today, when a call of this moment would be the first with this prospect: one per person a day earns."""
    today = now.astimezone(zone).date()
    talked = _activities([seat_id], datetime.combine(today, time(), zone), now).filter(~_IS_LETTER, prospect_id=prospect_id)
    return None if talked.exists() else (today - EPOCH).days


def _with_one_more(worked: Worked, day: int | None) -> Worked:
    """The days with one more activity on `day`."""
    if day is None:
        return worked
    before = worked.get(day, DayWorked(0, 0))
    return worked | {day: replace(before, others=before.others + 1)}


@dataclass(slots=True)
class _Holder:
    """Of a seat: the numbers of the days on which its holder was away, and whether their own Sent folder is read."""

    away: set[int] = field(default_factory=set)
    is_known: bool = False


@remembered
def _holders(seats: tuple[tuple[int, ZoneInfo], ...], *, since: datetime, until: datetime) -> dict[int, _Holder]:
    """A day counts as away when its holder was away or ill at noon. One query."""
    zones = dict(seats)
    found = {pk: _Holder() for pk in zones}
    late = Q(absences__starts_at__lt=until) & (Q(absences__ends_at__isnull=True) | Q(absences__ends_at__gt=since))
    rows = Seat.objects.filter(pk__in=zones).annotate(away=FilteredRelation("absences", condition=late))
    columns = ("pk", "sent_folder__read_at", "away__starts_at", "away__ends_at", "away__returned_at")
    for pk, read_at, starts_at, ends_at, returned_at in rows.values_list(*columns):
        found[pk].is_known = read_at is not None and read_at > until - READ_LATELY
        if starts_at is not None:
            ends = min(moment for moment in (ends_at, returned_at, until) if moment is not None)
            found[pk].away |= set(_noons(zones[pk], max(starts_at, since), ends))
    return found


def _noons(zone: ZoneInfo, since: datetime, until: datetime) -> Iterator[int]:
    """The numbers of the local days whose noon lies between the moments."""
    day = since.astimezone(zone).date()
    while (noon := datetime.combine(day, time(12), zone)) < until:
        if noon >= since:
            yield (day - EPOCH).days
        day += timedelta(days=1)


EPOCH = date(1970, 1, 1)
_IS_LETTER = Q(channel__in=[Channel.EMAIL, Channel.MAILING])
_TALKED = Count("prospect_id", distinct=True, filter=~_IS_LETTER)
_LETTERS = Count("pk", filter=_IS_LETTER)


def _activities(seats: Sequence[int], since: datetime, until: datetime) -> QuerySet[Touch]:
    rows = Touch.objects.filter(seat_id__in=seats, happened_at__gte=since, happened_at__lte=until, voided_at__isnull=True)
    return rows.filter(COUNTS).exclude(honest=False)


COUNTS = (
    Q(channel__in=[Channel.PHONE, Channel.MEETING])
    | Q(channel=Channel.EMAIL, direction=Direction.OUT)
    | Q(channel=Channel.MAILING, direction=Direction.OUT, by_hand=False)
)
"""What a seat's share is counted from. A mailing sent in a rep's name by a program is a letter; one that somebody noted is not."""


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
