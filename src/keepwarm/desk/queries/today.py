"""Today's list on paper: the numbers in the order to dial them, with their clock and how long it is open."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format

from keepwarm.desk.queries.page import seat_of
from keepwarm.desk.queries.queue import DeskLine, show_queue
from keepwarm.engine.words import NextStep
from keepwarm.prospects.models import Address
from keepwarm.prospects.places import show_number
from keepwarm.staff.models import User


@dataclass(frozen=True, slots=True)
class TodayLine:
    """A line on paper. `ways`: their numbers in use in the order to dial, or the mailbox for a letter."""

    line: DeskLine
    ways: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TodaySheet:
    """Sections with their headings, and the day in words."""

    day: str
    name: str
    sections: tuple[tuple[str, tuple[TodayLine, ...]], ...]


def list_today(*, for_: User, now: datetime) -> TodaySheet:
    """The reader's list of today."""
    queue = show_queue(for_=for_, now=now)
    ways = _ways([line.ref for line in queue.lines], home=for_)
    sections = tuple((heading, tuple(_line(line, ways) for line in lines)) for _name, heading, lines in queue.sections)
    return TodaySheet(date_format(now.astimezone(ZoneInfo(for_.zone)), "l j F Y"), for_.name, sections)


def _line(line: DeskLine, ways: dict[tuple[str, str], list[str]]) -> TodayLine:
    kind = Address.Kind.EMAIL if line.step == NextStep.WRITE else Address.Kind.PHONE
    return TodayLine(line, tuple(ways[line.ref, kind][:2]))


def _ways(refs: list[str], *, home: User) -> dict[tuple[str, str], list[str]]:
    """Numbers and mailboxes in use, by prospect and kind, the first to try first. Two queries for the whole list."""
    seat = seat_of(home)
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    rows = Address.objects.filter(prospect__ref__in=refs, state=Address.State.OK).exclude(kind=Address.Kind.POST)
    for ref, kind, normalized in rows.order_by("shared", "rank", "pk").values_list("prospect__ref", "kind", "normalized"):
        shown = show_number(normalized, home=seat.place if seat else "") if kind == Address.Kind.PHONE else normalized
        found[ref, kind].append(shown)
    return found
