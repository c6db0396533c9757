"""Whom we talked to on a day, whom we tried, whom we met: read from the touches of that day, one short read of an index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from keepwarm.engine.words import ATTEMPTS, LIVE, Disposition
from keepwarm.lib.days import day_in
from keepwarm.reports.queries.days import span_of, talks
from keepwarm.reports.queries.shapes import Line, Person, Tried
from keepwarm.staff.models import Seat
from keepwarm.touches.models import Channel, Direction

KEPT = ("pk", "ref", "seat_id", "by_id", "channel", "direction", "disposition", "happened_at", "logged_at")
PROSPECT = ("prospect_id", "prospect__ref", "prospect__name", "prospect__organization__name")
ROUND = ("prospect__attempts", "prospect__last_attempt_at")
COLUMNS = (*KEPT, "learned", "note", *PROSPECT, *ROUND)
LONGEST_LINE = 200
IS_TALK = RawSQL("\"touches_touch\".\"channel\" IN ('phone', 'meeting')", (), BooleanField())
"""Word for word as in `touches_talks_by_day`: on the day of a mailing its hundred thousand touches are not read."""
IS_RARE = RawSQL("\"touches_touch\".\"channel\" IN ('email', 'post', 'web', 'note')", (), BooleanField())
"""The same as in `touches_rare_by_day`."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A call or a meeting of the day, as it was logged."""

    pk: int
    ref: str
    seat_id: int | None
    by_id: int | None
    channel: str
    direction: str
    disposition: str
    happened_at: datetime
    logged_at: datetime
    learned: str
    person: Person
    in_round: int = 0

    @property
    def is_reached(self) -> bool:
        """Live talk by phone, either direction."""
        return self.channel == Channel.PHONE and self.disposition in LIVE

    @property
    def is_attempt(self) -> bool:
        """We dialled."""
        return self.channel == Channel.PHONE and self.direction == Direction.OUT and self.disposition in ATTEMPTS

    @property
    def is_meeting(self) -> bool:
        """A meeting or visit that took place."""
        return self.channel == Channel.MEETING and self.disposition in LIVE

    @property
    def was_missed(self) -> bool:
        """A meeting that was agreed and did not take place."""
        return self.channel == Channel.MEETING and self.disposition == Disposition.NOT_HELD


def talks_of_day(on: date, seats: Sequence[Seat], *, house_zone: str) -> Mapping[int | None, list[Talk]]:
    """The calls and meetings of each seat on its own day, in the order they happened; those of nobody under None."""
    zones: dict[int | None, str] = {seat.pk: seat.zone for seat in seats}
    zones[None] = house_zone
    days = {seat_id: day_in(zone, on) for seat_id, zone in zones.items()}
    begins, ends = span_of(on, zones.values())
    found: dict[int | None, list[Talk]] = defaultdict(list)
    rows = talks().filter(IS_TALK, happened_at__gte=begins, happened_at__lt=ends).order_by("happened_at", "pk")
    for row in rows.values(*COLUMNS):
        talk = _talk(row)
        if days[talk.seat_id][0] <= talk.happened_at < days[talk.seat_id][1]:
            found[talk.seat_id].append(talk)
    return found


def first_line(learned: str, note: str) -> str:
    """One line of what was learned: the line itself, else the first line of the note, else "" for nothing noted."""
    told = learned.strip() or next((line.strip() for line in note.splitlines() if line.strip()), "")
    return told if len(told) <= LONGEST_LINE else told[: LONGEST_LINE - 1].rstrip() + "…"


def lines_of(talks: Iterable[Talk]) -> tuple[Line, ...]:
    """One line for each person, whatever often they were talked to: the newest talk of which something was noted."""
    chosen: dict[int, Talk] = {}
    for talk in talks:
        known = chosen.get(talk.person.pk)
        if known is None or talk.learned or not known.learned:
            chosen[talk.person.pk] = talk
    return tuple(
        Line(
            person=talk.person,
            touch_ref=talk.ref,
            learned=talk.learned,
            ending=talk.disposition,
            theirs=talk.direction == Direction.IN,
            at=talk.happened_at,
        )
        for talk in sorted(chosen.values(), key=lambda talk: talk.happened_at)
    )


def tried_of(talks: Iterable[Talk]) -> tuple[Tried, ...]:
    """Everyone who was dialled, in the order of the day, with the attempts; also those who were reached."""
    attempts: dict[int, list[Talk]] = defaultdict(list)
    reached = set()
    for talk in talks:
        if talk.is_attempt:
            attempts[talk.person.pk].append(talk)
        if talk.is_reached:
            reached.add(talk.person.pk)
    return tuple(
        Tried(
            person=made[0].person,
            attempts=len(made),
            endings=tuple(talk.disposition for talk in made),
            reached=pk in reached,
            in_round=made[-1].in_round,
        )
        for pk, made in attempts.items()
    )


def _talk(row: Mapping[str, Any]) -> Talk:
    return Talk(
        **{name: row[name] for name in KEPT},
        learned=first_line(row["learned"], row["note"]),
        person=Person(row["prospect_id"], row["prospect__ref"], row["prospect__name"], row["prospect__organization__name"] or ""),
        in_round=row["prospect__attempts"] if row["happened_at"] == row["prospect__last_attempt_at"] else 0,
    )
