"""The touches behind what was spent."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext

from keepwarm.engine.spending import our_seconds, their_seconds, worth
from keepwarm.engine.words import traits_of
from keepwarm.ledger.contacts import EARLY_DAYS
from keepwarm.ledger.models import Phase, Story
from keepwarm.ledger.queries.house import House, the_house
from keepwarm.lib.paging import key_of, read_key
from keepwarm.reports.queries.leads.period import Period
from keepwarm.reports.queries.money.narrowing import TITLES, Wanted, first_of, narrowed_to, source_key
from keepwarm.reports.queries.row_page import SHOWN, Amount, Line, RowPage, day_of, line_of
from keepwarm.reports.queries.talking import IS_RARE, IS_TALK
from keepwarm.selling.models import Sale
from keepwarm.staff.models import User
from keepwarm.touches.models import Channel, Inquiry, Touch
from keepwarm.touches.words import describe_touch

FEW_PEOPLE = 2_000
"""So many have some 20,000 touches: reading them takes less than walking along everyone's. Our choice."""
BY_DAY = {
    (Channel.PHONE, Channel.MEETING): IS_TALK,
    (Channel.EMAIL, Channel.POST, Channel.WEB): IS_RARE,
}
"""Word for word the conditions of `touches_talks_by_day` and `touches_rare_by_day`, by which these are found on their days."""


def touch_rows(wanted: Wanted, reader: User, period: Period) -> RowPage:
    """The newest first, each with what it cost."""
    house = the_house()
    begins, ends = house.span(period.since)[0], house.span(period.until)[1]
    rows: QuerySet[Any] = Touch.objects.filter(voided_at__isnull=True, happened_at__gte=begins, happened_at__lt=ends).exclude(
        channel="note"
    )
    if wanted.channel:
        rows = rows.filter(*(index for channels, index in BY_DAY.items() if wanted.channel in channels), channel=wanted.channel)
    rows = _of_source(_of_phase(rows, wanted.phase), wanted.source)
    if key := read_key(wanted.after):
        at, pk = key
        rows = rows.filter(Q(happened_at__lt=at) | Q(happened_at=at, pk__lt=pk))
    keys = _newest(rows, _few_people(wanted))
    touches = Touch.objects.select_related("prospect__organization", "seat").in_bulk([pk for _at, pk in keys[:SHOWN]])
    lines = tuple(touch_line(touches[pk], reader, house) for _at, pk in keys[:SHOWN] if pk in touches)
    after = key_of(*keys[SHOWN - 1]) if len(keys) > SHOWN else ""
    return RowPage(str(TITLES["touches"]), touch_columns(), lines, after, narrowed_to(wanted))


def touch_columns() -> tuple[str, ...]:
    """What the cells of a touch say."""
    return (gettext("What"), gettext("When"), gettext("By"), gettext("Our minutes"), gettext("Their minutes"), gettext("Cost"))


def _newest(rows: QuerySet[Any], people: Collection[int] | None) -> list[tuple[datetime, int]]:
    """When and which, of a page and one more. Of few people all of theirs are read; else one walks back along the days."""
    pairs = rows.values_list("happened_at", "pk")
    if people is None:
        return list(pairs.order_by("-happened_at", "-pk")[: SHOWN + 1])
    return sorted(pairs.filter(prospect__in=people).order_by(), reverse=True)[: SHOWN + 1]


def _few_people(wanted: Wanted) -> list[int] | None:
    """Who alone may stand behind the figure, where they are few: of everyone's touches theirs would be looked for in vain for long."""
    if not wanted.source or wanted.source == "-":
        return None
    source = source_key(wanted.source)
    came = Inquiry.objects.filter(source=source, voided_at__isnull=True).values_list("prospect", flat=True)
    bought = Story.objects.filter(source=source).values_list("person", flat=True)
    for people in (came, bought) if wanted.phase == Phase.KEEPING else (came,):
        found = list(people.order_by()[: FEW_PEOPLE + 1])
        if len(found) <= FEW_PEOPLE:
            return found
    return None


def touch_line(row: Touch, reader: User, house: House) -> Line:
    """A touch with what it took and cost; `row` is read with its person and its seat."""
    seconds, traits = our_seconds(row.channel, row.seconds), traits_of(row.disposition)
    spent = row.cost_minor + worth(seconds, house.hours.get(row.seat_id or 0, 0))
    return line_of(
        row.prospect,
        describe_touch(row),
        day_of(row.happened_at, reader),
        row.seat.name if row.seat else "–",
        _minutes(seconds),
        _minutes(their_seconds(row.channel, row.direction, row.seconds, is_live=traits.is_live, arrived=traits.arrived)),
        Amount(spent, house.currency),
    )


def _minutes(seconds: int) -> str:
    """Whole where they are, else with one decimal, so that many of them still sum to about the hours."""
    return f"{round(seconds / 60, 1):g}"


def _of_phase(rows: QuerySet[Any], phase: str) -> QuerySet[Any]:
    """As `touch_days.COUNT` tells them apart."""
    if phase not in Phase.values:
        return rows
    sold = Sale.objects.filter(prospect=OuterRef("prospect"), undone_at__isnull=True, sold_at__lte=OuterRef("happened_at"))
    if phase == Phase.KEEPING:
        return rows.filter(Exists(sold))
    rows = rows.filter(~Exists(sold)).annotate(first_at=first_of("at"))
    later = Q(happened_at__gte=F("first_at") + timedelta(days=EARLY_DAYS))
    return rows.filter(later) if phase == Phase.NURTURING else rows.filter(~later | Q(first_at__isnull=True))


def _of_source(rows: QuerySet[Any], source: str) -> QuerySet[Any]:
    if not source:
        return rows
    rows = rows.annotate(came_from=first_of("source"))
    return rows.filter(came_from__isnull=True) if source == "-" else rows.filter(came_from=source_key(source))
