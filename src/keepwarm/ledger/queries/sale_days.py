"""The sales of a day: their stories, their credit, and the sums of that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model

from keepwarm.ledger.models import Credit, CreditSum, Story
from keepwarm.ledger.queries.house import House
from keepwarm.ledger.queries.stories import MODELS, Told, credits_of, tell
from keepwarm.selling.models import Sale


@dataclass(frozen=True, slots=True)
class SaleDay:
    """Rows to keep."""

    stories: tuple[Story, ...]
    credits: tuple[Credit, ...]
    sums: tuple[CreditSum, ...]


def count_sales(on: date, house: House) -> SaleDay:
    """Told from the rows."""
    begins, ends = house.span(on)
    sales = list(Sale.objects.filter(sold_at__gte=begins, sold_at__lt=ends, undone_at__isnull=True).order_by("pk"))
    told = tell(sales, house)
    owed = tuple(row for one in told for row in credits_of(one, on))
    return SaleDay(tuple(_story(one, on) for one in told), owed, tuple(_sums(on, owed)))


def kept_sales(on: date) -> SaleDay:
    """As they were kept, in the same shape."""
    return SaleDay(tuple(Story.objects.filter(on=on)), tuple(Credit.objects.filter(on=on)), tuple(CreditSum.objects.filter(on=on)))


def as_figures(rows: Sequence[Model]) -> list[tuple[Any, ...]]:
    """What a row says, without its own key, in an order that does not depend on when it was written."""
    return sorted(tuple(str(getattr(row, field.attname)) for field in row._meta.fields if not field.primary_key) for row in rows)


def _story(told: Told, on: date) -> Story:
    sale = told.sale
    return Story(
        sale=sale.pk,
        on=on,
        person=sale.prospect_id,
        source=told.source,
        offering=sale.offering_id,
        seat=sale.seat_id,
        minor=told.minor,
        months=told.months,
        contacts=len(told.contacts),
        cost_minor=told.cost_minor,
        is_first=told.is_first,
    )


def _sums(on: date, owed: Iterable[Credit]) -> Iterable[CreditSum]:
    sums: dict[tuple[str, str], CreditSum] = {}
    for one in owed:
        empty = CreditSum(on=on, what=one.what, key=one.key, sales=0, late_sales=0, contacts=0, **dict.fromkeys(MODELS, 0))
        row = sums.setdefault((one.what, one.key), empty)
        row.sales += 1
        row.late_sales += one.is_late and one.later > 0
        row.contacts += one.contacts
        for model in MODELS:
            setattr(row, model, getattr(row, model) + getattr(one, model))
    return sums.values()
