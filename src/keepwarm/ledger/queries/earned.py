"""What came of it in a span of days: sales, late buyers, and the credit of what led there, out of what is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.db.models import Sum as Total
from django.db.models.functions import Coalesce

from keepwarm.engine.comparing import Difference, Stratum, compare
from keepwarm.ledger.contacts import COMPARED, LATE_MONTHS
from keepwarm.ledger.models import CreditSum, Round, Story
from keepwarm.ledger.queries.everyone import parts_of
from keepwarm.ledger.queries.stories import MODELS

NURTURED_MONTHS = 3
"""A first sale so many months after the first inquiry, or later, is owed to keeping warm; before, to winning. As `EARLY_DAYS`."""
LATE = Q(months__gte=LATE_MONTHS)
EARLY = Q(months__lt=LATE_MONTHS)
WON = Q(is_first=True) & (Q(months__lt=NURTURED_MONTHS) | Q(months__isnull=True))
NURTURED = Q(is_first=True, months__gte=NURTURED_MONTHS)


@dataclass(frozen=True, slots=True)
class Earned:
    """Sales and their worth; `new` are first sales, of which `won` early and `nurtured` later. `cost_minor`: touches before."""

    sales: int = 0
    minor: int = 0
    new: int = 0
    won: int = 0
    nurtured: int = 0
    late: int = 0
    late_minor: int = 0
    known: int = 0
    known_minor: int = 0
    cost_minor: int = 0


COUNTS = {
    "sales": Count("pk"),
    "all_minor": Coalesce(Total("minor"), 0),
    "new": Count("pk", filter=Q(is_first=True)),
    "won": Count("pk", filter=WON),
    "nurtured": Count("pk", filter=NURTURED),
    "late": Count("pk", filter=LATE),
    "late_minor": Coalesce(Total("minor", filter=LATE), 0),
    "known": Count("pk", filter=Q(months__isnull=False)),
    "known_minor": Coalesce(Total("minor", filter=Q(months__isnull=False)), 0),
    "all_cost": Coalesce(Total("cost_minor"), 0),
}


def stories_between(since: date, until: date) -> QuerySet[Story]:
    """Of the sales of these days."""
    return Story.objects.filter(on__gte=since, on__lte=until)


def earned(since: date, until: date) -> Earned:
    """All sales of these days."""
    return Earned(*stories_between(since, until).aggregate(**COUNTS).values())


def earned_by(column: str, since: date, until: date) -> dict[int, Earned]:
    """By source (of the first inquiry), by offering or by seat."""
    rows = stories_between(since, until).order_by().values(column).annotate(**COUNTS)
    return {row[0]: Earned(*row[1:]) for row in rows.values_list(column, *COUNTS)}


@dataclass(frozen=True, slots=True)
class Month:
    """Sales by whole months after the first inquiry; the last step is open, -1: no inquiry is known."""

    months: int
    sales: int
    minor: int


MOST_MONTHS = 24


def by_months(since: date, until: date) -> list[Month]:
    """Sales of these days by months after the first inquiry, each month up to the last in which anybody bought."""
    step = Case(
        When(months__isnull=True, then=Value(-1)),
        When(months__gte=MOST_MONTHS, then=Value(MOST_MONTHS)),
        default="months",
        output_field=IntegerField(),
    )
    rows = stories_between(since, until).order_by().annotate(step=step).values("step").annotate(n=Count("pk"), all_minor=Total("minor"))
    found = {months: Month(months, sales, minor) for months, sales, minor in rows.values_list("step", "n", "all_minor")}
    last = max(found, default=-1)
    return [found.get(months, Month(months, 0, 0)) for months in range(last + 1)] + ([found[-1]] if -1 in found else [])


@dataclass(frozen=True, slots=True)
class Owed:
    """What sales owe to one kind of contact, source, seat or item. `late_sales`: to late buyers who had it when others had given up."""

    key: str
    sales: int
    late_sales: int
    contacts: int
    shares: Mapping[str, int]


def owed(what: str, since: date, until: date) -> list[Owed]:
    """Credit of the sales of these days, the largest equal share first."""
    names = ("sales", "late_sales", "contacts", *MODELS)
    rows = CreditSum.objects.filter(what=what, on__gte=since, on__lte=until).order_by().values("key")
    summed = rows.annotate(**{f"all_{name}": Total(name) for name in names}).values_list("key", *(f"all_{name}" for name in names))
    found = [Owed(key, sales, late, contacts, dict(zip(MODELS, shares, strict=True))) for key, sales, late, contacts, *shares in summed]
    return sorted(found, key=lambda one: (-one.shares["equal"], one.key))


def differences(round_: Round | None) -> dict[str, Difference]:
    """For each kind of contact: buyers among those who had it in their first 90 days, beside similar people who did not."""
    counts = round_.found.get("got", {}) if round_ else {}
    return {kind: compare(_strata(parts_of(counts, kind))) for kind in COMPARED}


def _strata(parts: Any) -> list[Stratum]:
    cells: dict[str, list[int]] = {}
    for stratum, had, bought, people in parts:
        cell = cells.setdefault(stratum, [0, 0, 0, 0])
        cell[0 if had else 2] += people
        cell[1 if had else 3] += people if bought else 0
    return [Stratum(*cell) for cell in cells.values()]
