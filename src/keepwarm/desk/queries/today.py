"""Today's list on paper: the numbers in the order to dial them, with their clock and how long it is open."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format

from keepwarm.desk.queries.queue import DeskLine, show_queue
from keepwarm.phone.queries.numbers import show_number
from keepwarm.prospects.models import Address
from keepwarm.staff.models import User


@dataclass(frozen=True, slots=True)
class TodayLine:
    """A line on paper. `numbers` are theirs in use, the first to dial first; empty for a letter."""

    line: DeskLine
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TodaySheet:
    """Sections with their headings, and the day in words."""

    day: str
    name: str
    sections: tuple[tuple[str, tuple[TodayLine, ...]], ...]


def list_today(*, for_: User, now: datetime) -> TodaySheet:
    """The reader's list of today."""
    queue = show_queue(for_=for_, now=now)
    numbers = _numbers([line.ref for line in queue.lines])
    sections = tuple(
        (heading, tuple(TodayLine(line, tuple(numbers[line.ref][:2])) for line in lines)) for _name, heading, lines in queue.sections
    )
    return TodaySheet(date_format(now.astimezone(ZoneInfo(for_.zone)), "l j F Y"), for_.name, sections)


def _numbers(refs: list[str]) -> dict[str, list[str]]:
    """Numbers in use by prospect, in the order to dial. One query for the whole list."""
    found: dict[str, list[str]] = defaultdict(list)
    rows = Address.objects.filter(prospect__ref__in=refs, kind=Address.Kind.PHONE, state=Address.State.OK)
    for ref, normalized in rows.order_by("shared", "rank", "pk").values_list("prospect__ref", "normalized"):
        found[ref].append(show_number(normalized))
    return found
