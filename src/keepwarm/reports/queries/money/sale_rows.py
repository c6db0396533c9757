"""The sales behind what was earned, and behind what is owed to whatever led there."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext

from keepwarm.content.models import Item
from keepwarm.engine.credit import MODELS as WORDS
from keepwarm.engine.credit import Model
from keepwarm.ledger.models import Credit, Story
from keepwarm.ledger.queries.earned import LATE, MOST_MONTHS, NURTURED, WON, stories_between
from keepwarm.ledger.queries.house import the_house
from keepwarm.ledger.queries.stories import MODELS
from keepwarm.lib.days import begins_in
from keepwarm.lib.paging import key_of, read_key
from keepwarm.reports.queries.leads.period import Period
from keepwarm.reports.queries.money.narrowing import TITLES, Wanted, narrowed_to, source_key
from keepwarm.reports.queries.row_page import Amount, Line, RowPage, line_of, page_of
from keepwarm.selling.models import Offering, Sale
from keepwarm.staff.models import Seat, User

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
    """Sales with a credit of this kind, and how much of each it is by every model; `kept` only late buyers who had it later on."""
    what, key = next(((what, key) for what, key in _owed_to(wanted).items() if key), ("kind", ""))
    rows = Credit.objects.filter(what=what, key=key, on__gte=period.since, on__lte=period.until)
    if wanted.what == "kept":
        rows = rows.filter(is_late=True, later__gt=0)
    return _page_of_sales(wanted, Story.objects.filter(sale__in=rows.values("sale")), reader, rows)


def _owed_to(wanted: Wanted) -> dict[str, str]:
    """By the keys of the credits; addresses name a source, a seat and an item by their references."""
    source = str(source_key(wanted.inquiry)) if wanted.inquiry else ""
    return {"kind": wanted.kind, "seat": _key_of(Seat, wanted.seat), "item": _key_of(Item, wanted.item), "source": source}


def _key_of(model: type[Seat | Item], ref: str) -> str:
    rows: QuerySet[Seat | Item] = QuerySet(model)
    return next((str(pk) for pk in rows.filter(ref=ref).values_list("pk", flat=True)), "-") if ref else ""


def _page_of_sales(wanted: Wanted, rows: QuerySet[Story], reader: User, owing: QuerySet[Credit] | None = None) -> RowPage:
    if key := read_key(wanted.after):
        on, pk = key[0].date(), key[1]
        rows = rows.filter(Q(on__lt=on) | Q(on=on, sale__lt=pk))
    found, after = page_of(rows.order_by("-on", "-sale"), lambda row: key_of(begins_in("UTC", row.on), row.sale))
    ids = [one.sale for one in found]
    sales = Sale.objects.select_related("prospect__organization", "offering", "seat").in_bulk(ids)
    owed = None if owing is None else {one.sale: one for one in owing.filter(sale__in=ids)}
    currency = the_house().currency
    lines = tuple(_sale_line(one, sales[one.sale], currency, owed) for one in found if one.sale in sales)
    columns = (
        gettext("Offering"),
        gettext("Day"),
        gettext("By"),
        gettext("Months after the first inquiry"),
        gettext("Contacts"),
        gettext("Worth"),
        *(() if owed is None else (gettext(WORDS[model][0]) for model in Model)),
    )
    return RowPage(str(TITLES[wanted.what]), columns, lines, after, narrowed_to(wanted))


def _sale_line(story: Story, sale: Sale, currency: str, owed: Mapping[int, Credit] | None) -> Line:
    months = gettext("not known") if story.months is None else str(story.months)
    day = date_format(story.on, "D j M Y")
    cells = (sale.offering.name, day, sale.seat.name, months, str(story.contacts), Amount(story.minor, currency))
    shares = () if owed is None else (Amount(getattr(owed[story.sale], model), currency) for model in MODELS)
    return line_of(sale.prospect, *cells, *shares, to="sale", ref=sale.ref)
