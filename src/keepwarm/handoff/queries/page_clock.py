"""How much time is left to answer or to call, in words and as a bar, in working time of whoever has it; and why a rep was asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepwarm.handoff.reasons import in_words
from keepwarm.lib.working_time import working_minutes_between
from keepwarm.staff.models import Seat
from keepwarm.staff.queries import week_of
from keepwarm.touches.words import say_clock, say_when


@dataclass(frozen=True, slots=True)
class ClockFace:
    """`until`: the moment it is due on the reader's clock; `left`: how much working time; `used`: percent, 0 to 100."""

    until: str
    left: str
    used: int
    is_late: bool


def read_clock(since: datetime, due_at: datetime, *, seat: Seat, zone: str, now: datetime) -> ClockFace:
    """The clock of `seat` from `since` to `due_at`; it stands still while the seat is not at work."""
    week, is_late = week_of(seat), now >= due_at
    whole = working_minutes_between(since, due_at, week)
    left = working_minutes_between(now, due_at, week)
    return ClockFace(
        until=say_moment(due_at, zone=zone, now=now),
        left=_("late") if is_late else say_minutes(left),
        used=100 if is_late or not whole else min(round(100 * (whole - left) / whole), 100),
        is_late=is_late,
    )


def say_moment(at: datetime, *, zone: str, now: datetime) -> str:
    """A day and a time as people say them, such as `tomorrow, 11:20`."""
    return f"{say_when(at, zone=zone, now=now)}, {say_clock(at, zone=zone)}"


def say_minutes(minutes: float) -> str:
    """Working time that is left, such as `2 h 10 min left`; from three hours on whole hours are enough."""
    hours, rest = divmod(round(minutes), 60)
    if not hours:
        return _("%(minutes)s min left") % {"minutes": rest}
    if hours >= 3 or not rest:
        return _("%(hours)s h left") % {"hours": hours}
    return _("%(hours)s h %(minutes)s min left") % {"hours": hours, "minutes": rest}


def say_because(because: Iterable[tuple[str, Mapping[str, Any]]]) -> tuple[str, ...]:
    """Why this rep, in sentences, with their days as people write them."""
    return tuple(in_words([(key, {name: _say_day(name, value) for name, value in args.items()}) for key, args in because]))


def _say_day(name: str, value: Any) -> Any:
    return date_format(date.fromisoformat(value), "j M Y") if name == "on" and value else value
