"""What was paid besides the touches: the lists that were bought, and the outlays."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext

from keepwarm.ledger.models import Outlay, Phase
from keepwarm.ledger.queries.house import the_house
from keepwarm.ledger.queries.spent import bought_lists, came_of, newest_round, outlays_between
from keepwarm.lib.days import begins_in
from keepwarm.lib.paging import key_of, read_key
from keepwarm.reports.queries.leads.period import Period
from keepwarm.reports.queries.money.narrowing import TITLES, Wanted, narrowed_to, source_key
from keepwarm.reports.queries.row_page import Amount, Line, RowPage, page_of
from keepwarm.staff.models import User
from keepwarm.touches.models import Source

KEEPS_WARM = (Outlay.Kind.SEMINAR, Outlay.Kind.CONTENT)
"""Kinds of outlay that belong to keeping people warm; whatever else was spent belongs to neither way."""


def list_rows(wanted: Wanted, reader: User, period: Period) -> RowPage:
    """Each list that was bought, in the month in which its first person came; of one source with `source`."""
    house = the_house()
    bought = bought_lists(period.since, period.until, came_of(newest_round()), house)
    rows = Source.objects.filter(pk__in=bought.minor).order_by("name", "pk")
    rows = rows.filter(pk=source_key(wanted.source)) if wanted.source else rows
    lines = tuple(
        Line(one.name, "", "", one.ref, (_month(bought.months[one.pk]), Amount(bought.minor[one.pk], house.currency))) for one in rows
    )
    return RowPage(str(TITLES["lists"]), (gettext("Month"), gettext("Cost")), lines, "", narrowed_to(wanted))


def outlay_rows(wanted: Wanted, reader: User, period: Period) -> RowPage:
    """Each outlay, the newest first; with the phase in which people are kept warm those for seminars and content."""
    rows = outlays_between(period.since, period.until)
    rows = rows.filter(kind__in=KEEPS_WARM) if wanted.phase == Phase.NURTURING else rows
    if key := read_key(wanted.after):
        on, pk = key[0].date(), key[1]
        rows = rows.filter(Q(on__lt=on) | Q(on=on, pk__lt=pk))
    found, after = page_of(rows, lambda row: key_of(begins_in("UTC", row.on), row.pk))
    currency = the_house().currency
    lines = tuple(
        Line(one.what, "", "", one.ref, (str(one.get_kind_display()), date_format(one.on, "D j M Y"), Amount(one.amount_minor, currency)))
        for one in found
    )
    return RowPage(str(TITLES["outlays"]), (gettext("Kind"), gettext("When"), gettext("Cost")), lines, after, narrowed_to(wanted))


def _month(text: str) -> str:
    return date_format(date.fromisoformat(f"{text}-01"), "F Y")
