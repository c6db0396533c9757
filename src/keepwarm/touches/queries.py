"""Reads of the timeline that other rooms share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Func, IntegerField

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


Worked = dict[date, tuple[set[int], list[int]]]
"""A seat's days with activity: whom they talked with or tried, and whom they wrote to."""


class Seconds(Func):
    """A moment as whole seconds since 1970: in bulk ten times quicker to read than as a datetime."""

    output_field = IntegerField()
    function = "unixepoch"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """The same on PostgreSQL."""
        return self.as_sql(compiler, connection, template="floor(extract(epoch from %(expressions)s))::bigint", **context)


def _worked(zones: Mapping[int, ZoneInfo], *, since: datetime, until: datetime) -> dict[int, Worked]:
    rows = Touch.objects.filter(
        seat_id__in=zones,
        happened_at__gte=since,
        happened_at__lte=until,
        voided_at__isnull=True,
        channel__in=[Channel.PHONE, Channel.MEETING, Channel.EMAIL],
    ).values_list("seat_id", "prospect_id", "channel", "direction", Seconds("happened_at"))
    worked: dict[int, Worked] = {pk: defaultdict(lambda: (set(), [])) for pk in zones}
    for seat_id, prospect_id, channel, direction, seconds in rows:
        if channel == Channel.EMAIL and direction == Direction.IN:
            continue
        talked, letters = worked[seat_id or 0][datetime.fromtimestamp(seconds, zones[seat_id or 0]).date()]
        if channel == Channel.EMAIL:
            letters.append(prospect_id)
        else:
            talked.add(prospect_id)
    return worked


def _share(worked: Worked, share: float, days: int) -> EmailShare:
    last = [worked[day] for day in sorted(worked, reverse=True)[:days]]
    others = sum(len(talked) for talked, _ in last)
    letters = sum(len(sent) for _, sent in last)
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
