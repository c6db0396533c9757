"""Conversations and attempts as events: who, when, whose, and which hour or attempt it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from keepwarm.engine.words import ATTEMPTS, LIVE
from keepwarm.reports.queries.days import talks
from keepwarm.reports.queries.talking import IS_TALK
from keepwarm.reports.queries.weeks.span import Span
from keepwarm.touches.models import Channel, Direction

LATEST = 9
"""Attempts from the ninth on are counted together."""
ROUND = timedelta(days=60)
"""How far back the attempts before a call are looked for: a round of six takes a few weeks. Our choice."""
AT_ONCE = 1_000
COLUMNS = ("happened_at", "seat_id", "prospect_id", "channel", "direction", "disposition", "pk")


class Event(NamedTuple):
    """Something that is counted once, under a figure and a key."""

    at: datetime
    seat_id: int | None
    prospect_id: int
    figure: str
    key: str = ""
    times: int = 1


class _Talk(NamedTuple):
    at: datetime
    seat_id: int | None
    prospect_id: int
    channel: str
    direction: str
    disposition: str
    pk: int

    @property
    def is_attempt(self) -> bool:
        return self.channel == Channel.PHONE and self.direction == Direction.OUT and self.disposition in ATTEMPTS

    @property
    def is_live(self) -> bool:
        return self.disposition in LIVE


def talk_events(span: Span) -> Iterator[Event]:
    """reached and met: each person once a day of the seat. tried: each dialled call. dialled_at and answered_at by the hour."""
    seen: set[tuple[int | None, int, object, str]] = set()
    for talk in _read(span, since=span.begins):
        local = span.local(talk.at, talk.seat_id)
        if talk.is_live:
            figure = "met" if talk.channel == Channel.MEETING else "reached"
            place = (talk.seat_id, talk.prospect_id, local.date(), figure)
            if place not in seen:
                seen.add(place)
                key = "theirs" if talk.direction == Direction.IN else "ours"
                yield Event(talk.at, talk.seat_id, talk.prospect_id, figure, key)
        if talk.is_attempt:
            hour = f"{local.hour:02d}"
            yield Event(talk.at, talk.seat_id, talk.prospect_id, "tried")
            yield Event(talk.at, talk.seat_id, talk.prospect_id, "dialled_at", hour)
            if talk.is_live:
                yield Event(talk.at, talk.seat_id, talk.prospect_id, "answered_at", hour)


def attempt_events(span: Span) -> Iterator[Event]:
    """attempt_no: which attempt in a row, since the last live talk, each call was; answered_no: those that reached the person."""
    made: dict[int, int] = defaultdict(int)
    for talk in _of_those_tried(span) if span.is_short else _read(span, since=span.begins - ROUND):
        if talk.is_attempt:
            made[talk.prospect_id] += 1
            if talk.at >= span.begins and span.seat_id in {None, talk.seat_id}:
                number = str(min(made[talk.prospect_id], LATEST))
                yield Event(talk.at, talk.seat_id, talk.prospect_id, "attempt_no", number)
                if talk.is_live:
                    yield Event(talk.at, talk.seat_id, talk.prospect_id, "answered_no", number)
        if talk.is_live:
            made[talk.prospect_id] = 0


def _read(span: Span, *, since: datetime) -> Iterator[_Talk]:
    """In the order of time. A seat's own are found by its index; for attempts in a row colleagues' calls count too."""
    rows = talks().filter(happened_at__gte=since, happened_at__lt=span.ends)
    rows = rows.filter(seat=span.seat_id) if span.seat_id is not None and since == span.begins else rows.filter(IS_TALK)
    yield from (_Talk(*row) for row in rows.order_by("happened_at", "pk").values_list(*COLUMNS).iterator(4000))


def _of_those_tried(span: Span) -> Iterator[_Talk]:
    """The same of the people alone who were called in this time: person by person, each in the order of time."""
    called = talks().filter(IS_TALK, happened_at__gte=span.begins, happened_at__lt=span.ends)
    called = called.filter(channel=Channel.PHONE, direction=Direction.OUT, disposition__in=[str(one) for one in ATTEMPTS])
    mine = called if span.seat_id is None else called.filter(seat=span.seat_id)
    people = list(dict.fromkeys(mine.order_by().values_list("prospect_id", flat=True)))
    for begins in range(0, len(people), AT_ONCE):
        rows = talks().filter(prospect__in=people[begins : begins + AT_ONCE])
        rows = rows.filter(happened_at__gte=span.begins - ROUND, happened_at__lt=span.ends).order_by("happened_at", "pk")
        yield from (_Talk(*row) for row in rows.values_list(*COLUMNS))
