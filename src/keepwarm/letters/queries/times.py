"""Times that a rep can offer: their working hours, within the calling hours of the other side, less what is promised already."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from django.db.models import Q
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepwarm.engine.calling import is_open
from keepwarm.facts.gather import moment
from keepwarm.facts.hours import hours_for
from keepwarm.letters.models import Letter
from keepwarm.lib.working_time import shifts
from keepwarm.policy.queries import policy_in_force
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Absence, Seat
from keepwarm.staff.queries import week_of
from keepwarm.touches.models import Signal

TALK = timedelta(minutes=30)
STEP = timedelta(minutes=30)
OFFERED = 3
LOOK_AHEAD = timedelta(days=15)
NOTICE = timedelta(hours=20)
"""Nobody is offered a time that is nearer than that: the letter has to be read first. Our choice."""
PARTS = (10, 14, 11, 15)
"""The local hours that are tried first on one day after the other, so that mornings and afternoons are offered. Our choice."""


def free_times(prospect: Prospect, seat: Seat, *, now: datetime, count: int = OFFERED) -> tuple[datetime, ...]:
    """The next times to offer, one a day, in UTC; at most `count`. Fewer when the rep is busy or their hours do not meet ours."""
    busy = _busy(seat, now=now)
    by_day: dict[date, list[datetime]] = {}
    zone = ZoneInfo(prospect.zone or seat.zone)
    for at in _in_their_hours(prospect, list(_starts(seat, now=now)), now=now):
        if not any(starts < at + TALK and at < ends for starts, ends in busy):
            by_day.setdefault(at.astimezone(zone).date(), []).append(at)
    days = [by_day[day] for day in sorted(by_day)][:count]
    return tuple(min(day, key=lambda at: _distance(at, PARTS[number % len(PARTS)], zone)) for number, day in enumerate(days))


def _distance(at: datetime, hour: int, zone: ZoneInfo) -> float:
    local = at.astimezone(zone)
    return abs(local.hour + local.minute / 60 - hour)


def _starts(seat: Seat, *, now: datetime) -> Iterator[datetime]:
    """Each half hour of the rep's shifts, from the earliest that can be offered on."""
    for opens, closes in shifts(week_of(seat), now + NOTICE):
        if opens > now + LOOK_AHEAD:
            return
        at = opens + (-(opens - datetime.min.replace(tzinfo=opens.tzinfo)) % STEP)
        while at + TALK <= closes:
            yield at
            at += STEP


def _in_their_hours(prospect: Prospect, starts: Sequence[datetime], *, now: datetime) -> list[datetime]:
    """Those at which they may be called, from the first to the last minute of the talk."""
    keys = ["", prospect.hours_key] if prospect.hours_key else [""]
    hours, rows = hours_for(keys, policy_in_force(), now=now)
    if not starts or (prospect.hours_key and prospect.hours_key not in rows):
        return []
    place = np.full(len(starts), rows.get(prospect.hours_key, 0), np.int32)
    begins, ends = (np.array([moment(at + later) for at in starts]) for later in (timedelta(), TALK - timedelta(minutes=1)))
    return [at for at, may in zip(starts, is_open(hours, place, begins) & is_open(hours, place, ends), strict=True) if may]


def _busy(seat: Seat, *, now: datetime) -> list[tuple[datetime, datetime]]:
    """What is promised to others, what was offered and not answered yet, and absences."""
    until = now + LOOK_AHEAD
    promised = Signal.objects.open().filter(seat=seat, kind=Signal.Kind.CALL_BACK, due_at__gt=now - TALK, due_at__lt=until)
    taken = [(at, at + TALK) for at in promised.values_list("due_at", flat=True) if at is not None]
    away = Absence.objects.filter(seat=seat, starts_at__lt=until, returned_at__isnull=True).filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=now)
    )
    taken += [(starts, ends or until) for starts, ends in away.values_list("starts_at", "ends_at")]
    return taken + [(at, at + TALK) for at in _offered(seat, now=now)]


def _offered(seat: Seat, *, now: datetime) -> Iterator[datetime]:
    """What stands in letters of the last days: two people should not take the same half hour."""
    rows = Letter.objects.filter(seat=seat, queued_at__gt=now - timedelta(days=7), touch__voided_at__isnull=True)
    for offered in rows.values_list("offered", flat=True):
        yield from read_times(offered)


def read_times(kept: Iterable[str]) -> tuple[datetime, ...]:
    """Times as drafts and letters keep them."""
    return tuple(datetime.fromisoformat(one) for one in kept)


def say_times(times: Sequence[datetime], *, zone: str, language: str) -> str:
    """The times as they stand in a letter: in their place and language, such as "Tuesday 24 November at 10:00 or …"."""
    with translation.override(language or None):
        said = [say_time(at, zone=zone) for at in times]
        if len(said) < 2:
            return "".join(said)
        return _("%(first)s or %(last)s") % {"first": ", ".join(said[:-1]), "last": said[-1]}


def ask_for_a_time(times: Sequence[datetime], prospect: Prospect, seat: Seat) -> str:
    """The sentence that offers times, in their language from its first word."""
    zone, language = prospect.zone or seat.zone, prospect.language
    with translation.override(language or None):
        return _("When does a call suit you: %(times)s?") % {"times": say_times(times, zone=zone, language=language)}


def confirm_a_time(at: datetime, prospect: Prospect, seat: Seat) -> tuple[str, str]:
    """Subject and text of the letter that confirms the time they took, in their language."""
    with translation.override(prospect.language or None):
        names = {"name": prospect.given_name or prospect.name, "whole": prospect.name, "me": seat.name}
        words = _("Hello %(name)s,\n\nthank you. I will call you on %(time)s.\n\n%(me)s\n")
        return _("Our call"), words % {**names, "time": say_time(at, zone=prospect.zone or seat.zone)}


def gone_by(offered: Iterable[datetime], prospect: Prospect, seat: Seat, *, now: datetime) -> tuple[str, ...]:
    """In words, as they may stand in a letter, the offered times that lie behind us by now."""
    zone, said = prospect.zone or seat.zone, []
    for language in dict.fromkeys([prospect.language or "en", "en"]):
        with translation.override(language):
            said += [say_time(at, zone=zone) for at in offered if at <= now]
    return tuple(dict.fromkeys(said))


def still_in(body: str, offered: Iterable[datetime], prospect: Prospect, seat: Seat) -> tuple[datetime, ...]:
    """The offered times that the text still holds, told by their clock: what the writer took out again is offered to nobody."""
    zone = ZoneInfo(prospect.zone or seat.zone)
    clocks = {at: at.astimezone(zone) for at in offered}
    return tuple(at for at, local in clocks.items() if re.search(rf"(?<!\d)0?{local.hour}(?::{local.minute:02})?(?!\d)", body))


def say_time(at: datetime, *, zone: str) -> str:
    """One time in words, in the language that is active."""
    local = at.astimezone(ZoneInfo(zone or "UTC"))
    return _("%(day)s at %(clock)s") % {"day": date_format(local, _("l j F")), "clock": local.strftime("%H:%M")}
