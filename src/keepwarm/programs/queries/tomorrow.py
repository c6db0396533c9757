"""What a day brings for all: by channel and program, counted as far as is quick, and down to the names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from keepwarm.engine.words import NextStep
from keepwarm.lib.days import day_in, today_in
from keepwarm.lib.paging import key_of, read_key
from keepwarm.programs.models import Program, Turn
from keepwarm.programs.words import say_because, say_way, say_what
from keepwarm.prospects.queries.visibility import visible_to
from keepwarm.staff.models import User
from keepwarm.staff.queries import may_see_everyone
from keepwarm.touches.words import say_clock

PAGE = 50
COUNTED = 20_000
"""Turns of a day that are counted; a larger day says "more than"."""
DAYS = ("today", "tomorrow")
OF_NONE = "-"
"""In place of a program: of no program, for whom none serves."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the reader asked to see: which day, which channel, program (its ref, or OF_NONE), item (its ref) and kind, from which key on."""

    day: str = "tomorrow"
    channel: str = ""
    program: str = ""
    item: str = ""
    kind: str = ""
    after: str = ""

    @classmethod
    def read(cls, sent: Mapping[str, str]) -> Wanted:
        """From a query string; what is unknown in it is left out."""
        day, kind = sent.get("day", ""), sent.get("kind", "")
        return cls(
            day if day in DAYS else "tomorrow",
            sent.get("channel", "") if sent.get("channel", "") in {"mailing", "post", "message"} else "",
            sent.get("program", "")[:16],
            sent.get("item", "")[:16],
            kind if kind in Turn.Kind.values else "",
            sent.get("after", ""),
        )

    @property
    def is_narrow(self) -> bool:
        """Whether a part of the day is asked for, not all of it."""
        return any((self.channel, self.program, self.item, self.kind))


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the day with the same channel, program and thing. `query`: what narrows the page to it."""

    channel: str
    way: str
    program: str
    program_ref: str
    what: str
    item_ref: str
    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class TurnLine:
    """One turn: to whom, what, when in the reader's zone, and why."""

    ref: str
    prospect_ref: str
    name: str
    firm: str
    what: str
    way: str
    program: str
    at: str
    due_at: datetime
    because: str


@dataclass(frozen=True, slots=True)
class Day:
    """The day as the page shows it. `is_more`: there are more than were counted."""

    on: date
    count: int
    is_more: bool
    by_way: tuple[tuple[str, str, int], ...]
    groups: tuple[Group, ...]
    lines: tuple[TurnLine, ...]
    older: str


def turns_of(wanted: Wanted, *, for_: User, now: datetime) -> QuerySet[Turn]:
    """The turns of the day and group that are still to come, of those whom the reader may see. No order."""
    start, end = day_of(wanted.day, for_.zone, now)
    rows = Turn.objects.planned().filter(due_at__lt=end, **({"due_at__gte": start} if wanted.day != "today" else {}))
    still = Q(prospect__ended_at__isnull=True, prospect__next_step=NextStep.KEEP_WARM)
    of_none = wanted.program == OF_NONE
    program = "" if of_none else wanted.program
    asked = {"channel": wanted.channel, "program__ref": program, "item__ref": wanted.item, "kind": wanted.kind}
    rows = rows.filter(still, **{name: value for name, value in asked.items() if value}, **({"program": None} if of_none else {}))
    return rows if may_see_everyone(for_) else rows.filter(prospect__in=visible_to(for_))


def day_of(day: str, zone: str, now: datetime) -> tuple[datetime, datetime]:
    """From when to when a day of the reader lasts."""
    return day_in(zone, _date_of(day, zone, now))


def _date_of(day: str, zone: str, now: datetime) -> date:
    return today_in(zone, now) + timedelta(days=DAYS.index(day))


def read_day(wanted: Wanted, *, for_: User, now: datetime) -> Day:
    """The day with its counts and a page of its names: five queries."""
    rows = turns_of(wanted, for_=for_, now=now)
    groups = _groups(rows)
    count = sum(group.count for group in groups)
    lines, older = _lines(rows, wanted, for_=for_)
    on = _date_of(wanted.day, for_.zone, now)
    ways: dict[str, int] = {}
    for group in groups:
        ways[group.channel] = ways.get(group.channel, 0) + group.count
    by_way = tuple((channel, say_way(channel), many) for channel, many in sorted(ways.items()))
    return Day(on, min(count, COUNTED), count > COUNTED, by_way, groups, lines, older)


def _groups(rows: QuerySet[Turn]) -> tuple[Group, ...]:
    """Counted over the first COUNTED of the day."""
    first = rows.order_by("due_at", "pk").values("pk")[: COUNTED + 1]
    found = (
        Turn.objects.filter(pk__in=first)
        .values("channel", "kind", "program__name", "program__ref", "item__title", "item__ref")
        .annotate(count=Count("pk"))
        .order_by("-count", "channel", "program__name", "item__title")
    )
    return tuple(_group(row) for row in found)


def _group(row: Mapping[str, Any]) -> Group:
    return Group(
        channel=row["channel"],
        way=say_way(row["channel"]),
        program=row["program__name"] or "",
        program_ref=row["program__ref"] or "",
        what=say_what(row["kind"], row["item__title"] or ""),
        item_ref=row["item__ref"] or "",
        kind=row["kind"],
        count=row["count"],
    )


def _lines(rows: QuerySet[Turn], wanted: Wanted, *, for_: User) -> tuple[tuple[TurnLine, ...], str]:
    rows = rows.select_related("prospect__organization", "program", "item").order_by("due_at", "pk")
    if key := read_key(wanted.after):
        at, pk = key
        rows = rows.filter(Q(due_at__gt=at) | Q(due_at=at, pk__gt=pk))
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    older = key_of(shown[-1].due_at, shown[-1].pk) if len(found) > PAGE else ""
    return tuple(line_of(turn, for_=for_) for turn in shown), older


def line_of(turn: Turn, *, for_: User) -> TurnLine:
    """One turn as lists show it; `prospect__organization`, `program` and `item` are read already."""
    prospect = turn.prospect
    return TurnLine(
        ref=turn.ref,
        prospect_ref=prospect.ref,
        name=prospect.name,
        firm=prospect.organization.name if prospect.organization else "",
        what=say_what(turn.kind, turn.item.title if turn.item else ""),
        way=say_way(turn.channel),
        program=turn.program.name if turn.program else "",
        at=say_clock(turn.due_at, zone=for_.zone),
        due_at=turn.due_at,
        because=say_because(turn.because, turn.args),
    )


def programs_shown() -> QuerySet[Program]:
    """All programs, in their order, with their owners."""
    return Program.objects.select_related("owner").order_by("position", "pk").annotate(owner_left=F("owner__left_at"))
