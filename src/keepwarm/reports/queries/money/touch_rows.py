"""The touches behind what was spent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext

from keepwarm.engine.spending import our_seconds, worth
from keepwarm.ledger.contacts import EARLY_DAYS
from keepwarm.ledger.models import Phase
from keepwarm.ledger.queries.house import House, the_house
from keepwarm.lib.money import money
from keepwarm.lib.paging import key_of, read_key
from keepwarm.reports.queries.leads.period import Period
from keepwarm.reports.queries.money.narrowing import TITLES, Wanted, first_of, narrowed_to, source_key
from keepwarm.reports.queries.row_page import Line, RowPage, day_of, line_of, page_of
from keepwarm.selling.models import Sale
from keepwarm.staff.models import User
from keepwarm.touches.models import Touch
from keepwarm.touches.words import describe_touch


def touch_rows(wanted: Wanted, reader: User, period: Period) -> RowPage:
    """The newest first, each with what it cost."""
    house = the_house()
    begins, ends = house.span(period.since)[0], house.span(period.until)[1]
    rows: QuerySet[Any] = Touch.objects.filter(voided_at__isnull=True, happened_at__gte=begins, happened_at__lt=ends).exclude(
        channel="note"
    )
    if wanted.channel:
        rows = rows.filter(channel=wanted.channel)
    rows = _of_source(_of_phase(rows, wanted.phase), wanted.source)
    if key := read_key(wanted.after):
        at, pk = key
        rows = rows.filter(Q(happened_at__lt=at) | Q(happened_at=at, pk__lt=pk))
    rows = rows.select_related("prospect__organization", "seat").order_by("-happened_at", "-pk")
    found, after = page_of(rows, lambda row: key_of(row.happened_at, row.pk))
    lines = tuple(_touch_line(row, reader, house) for row in found)
    columns = (gettext("What"), gettext("When"), gettext("By"), gettext("Our minutes"), gettext("Cost"))
    return RowPage(str(TITLES["touches"]), columns, lines, after, narrowed_to(wanted))


def _touch_line(row: Touch, reader: User, house: House) -> Line:
    seconds = our_seconds(row.channel, row.seconds)
    spent = row.cost_minor + worth(seconds, house.hours.get(row.seat_id or 0, 0))
    return line_of(
        row.prospect,
        describe_touch(row),
        day_of(row.happened_at, reader),
        row.seat.name if row.seat else "–",
        f"{seconds / 60:.0f}",
        money(spent, house.currency),
    )


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
