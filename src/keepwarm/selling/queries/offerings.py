"""What the house offers, as lists show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from keepwarm.answers.models import Question
from keepwarm.lib.money import money
from keepwarm.selling.models import Offering, Rate


@dataclass(frozen=True, slots=True)
class OfferingLine:
    """One offering. `serves`: its needs in words; `sold`: sales that were not undone."""

    ref: str
    name: str
    code: str
    price: str
    serves: tuple[str, ...]
    requires: str
    open: int
    sold: int
    is_retired: bool


def list_offerings(*, now: datetime) -> tuple[OfferingLine, ...]:
    """All of them by name, those out of use last. Three queries."""
    labels = dict(Question.objects.values_list("key", "label"))
    rows = Offering.objects.annotate(open_ones=Count("opportunities", filter=Q(opportunities__closed_at__isnull=True)))
    sold = dict(Offering.objects.annotate(n=Count("sales", filter=Q(sales__undone_at__isnull=True))).values_list("pk", "n"))
    lines = [
        OfferingLine(
            ref=row.ref,
            name=row.name,
            code=row.code,
            price=money(row.price_minor, row.currency) if row.price_minor is not None else _("agreed each time"),
            serves=tuple(_serves(one, labels) for one in row.needs),
            requires=row.requires_words or row.requires,
            open=int(row.open_ones),
            sold=sold.get(row.pk, 0),
            is_retired=row.retired_at is not None,
        )
        for row in rows
    ]
    return tuple(sorted(lines, key=lambda line: (line.is_retired, line.name.casefold())))


def list_rates() -> list[Rate]:
    """The newest rate of each currency, by currency."""
    found: dict[str, Rate] = {}
    for row in Rate.objects.order_by("currency", "-on"):
        found.setdefault(row.currency, row)
    return list(found.values())


def _serves(need: dict[str, object], labels: dict[str, str]) -> str:
    label, values = labels.get(str(need["question"]), str(need["question"])), need.get("values") or []
    assert isinstance(values, list)
    return f"{label}: {', '.join(map(str, values))}" if values else label
