"""The sales behind what was earned, and behind what is owed to whatever led there."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext

from keepwarm.ledger.models import Credit, Story
from keepwarm.ledger.queries.earned import LATE, MOST_MONTHS, NURTURED, WON, stories_between
from keepwarm.ledger.queries.house import the_house
from keepwarm.lib.days import begins_in
from keepwarm.lib.money import money
from keepwarm.lib.paging import key_of, read_key
from keepwarm.reports.queries.leads.period import Period
from keepwarm.reports.queries.money.narrowing import TITLES, Wanted, narrowed_to, source_key
from keepwarm.reports.queries.row_page import Line, RowPage, line_of, page_of
from keepwarm.selling.models import Offering, Sale
from keepwarm.staff.models import User

STORIES: dict[str, Q] = {"sales": Q(), "late": LATE, "new": Q(is_first=True), "won": WON, "nurtured": NURTURED}


def sale_rows(wanted: Wanted, reader: User, period: Period) -> RowPage:
    """Sales of these days, the newest first."""
    rows = stories_between(period.since, period.until).filter(STORIES[wanted.what])
    if wanted.source:
        rows = rows.filter(source=0 if wanted.source == "-" else source_key(wanted.source))
    if wanted.offering:
        rows = rows.filter(offering=Offering.objects.filter(ref=wanted.offering).values_list("pk", flat=True).first() or -1)
    if wanted.months:
        rows = rows.filter(_months(wanted.months))
    return _page_of_sales(wanted, rows, reader)


def _months(text: str) -> Q:
    if text == "-":
        return Q(months__isnull=True)
    number = int(text) if text.isdecimal() and len(text) < 4 else -1
    return Q(months__gte=number) if number >= MOST_MONTHS else Q(months=number)


def owed_rows(wanted: Wanted, reader: User, period: Period) -> RowPage:
    """Sales with a credit of this kind; `kept` only late buyers who had it later on."""
    what, key = next(((what, key) for what, key in _owed_to(wanted).items() if key), ("kind", ""))
    rows = Credit.objects.filter(what=what, key=key, on__gte=period.since, on__lte=period.until)
    if wanted.what == "kept":
        rows = rows.filter(is_late=True, later__gt=0)
    return _page_of_sales(wanted, Story.objects.filter(sale__in=rows.values("sale")), reader)


def _owed_to(wanted: Wanted) -> dict[str, str]:
    source = str(source_key(wanted.inquiry)) if wanted.inquiry else ""
    return {"kind": wanted.kind, "seat": wanted.seat, "item": wanted.item, "source": source}


def _page_of_sales(wanted: Wanted, rows: QuerySet[Story], reader: User) -> RowPage:
    if key := read_key(wanted.after):
        on, pk = key[0].date(), key[1]
        rows = rows.filter(Q(on__lt=on) | Q(on=on, sale__lt=pk))
    found, after = page_of(rows.order_by("-on", "-sale"), lambda row: key_of(begins_in("UTC", row.on), row.sale))
    sales = Sale.objects.select_related("prospect__organization", "offering", "seat").in_bulk([one.sale for one in found])
    currency = the_house().currency
    lines = tuple(_sale_line(one, sales[one.sale], currency) for one in found if one.sale in sales)
    columns = (
        gettext("Offering"),
        gettext("Day"),
        gettext("By"),
        gettext("Months after the first inquiry"),
        gettext("Contacts"),
        gettext("Worth"),
    )
    return RowPage(str(TITLES[wanted.what]), columns, lines, after, narrowed_to(wanted))


def _sale_line(story: Story, sale: Sale, currency: str) -> Line:
    months = gettext("not known") if story.months is None else str(story.months)
    day = date_format(story.on, "D j M Y")
    cells = (sale.offering.name, day, sale.seat.name, months, str(story.contacts), money(story.minor, currency))
    return line_of(sale.prospect, *cells, to="sale", ref=sale.ref)
