"""What was spent in a span of days, out of the kept sums. A few thousand rows at most for a year of a large house."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.db.models import Sum as Total

from keepwarm.ledger.models import Day, Outlay, Phase, Round, SeatSum, SourceSum, Watch
from keepwarm.ledger.queries.house import House, newest_rates
from keepwarm.selling.queries.rates import in_house
from keepwarm.touches.models import Source

LOOKED_THROUGH = 20_000
"""People among whom even the rarest are found soon enough. Our choice."""


@dataclass(frozen=True, slots=True)
class Spent:
    """Touches, our and their seconds, and what they cost."""

    touches: int = 0
    seconds: int = 0
    theirs: int = 0
    minor: int = 0

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.touches + other.touches, self.seconds + other.seconds, self.theirs + other.theirs, self.minor + other.minor)

    @property
    def each_minor(self) -> int | None:
        """What one costs; None of none."""
        return round(self.minor / self.touches) if self.touches else None


@dataclass(frozen=True, slots=True)
class State:
    """How far the sums go. `waits`: days of the span that are still to be counted; `counted_at` None: nothing was counted yet."""

    counted_at: datetime | None
    waits: int


FIGURES = {name: Total(name) for name in ("touches", "seconds", "theirs", "minor")}


def state_of(since: date, until: date) -> State:
    """Of the sums of these days. A house of which nothing could be counted is counted all the same, once the background has read it."""
    last = Day.objects.filter(counted_at__isnull=False).order_by("-counted_at").values_list("counted_at", flat=True).first()
    last = last or Watch.objects.values_list("read_at", flat=True).first()
    return State(last, Day.objects.filter(stale=True, on__gte=since, on__lte=until).count())


def spent_by_channel(since: date, until: date) -> dict[str, Spent]:
    """What was done in each channel, by us and by them."""
    return {channel: spent for (channel,), spent in _sum(SeatSum.objects.all(), since, until, "channel").items()}


def spent_by_disposition(since: date, until: date) -> dict[tuple[Any, ...], Spent]:
    """By channel and how they ended."""
    return _sum(SeatSum.objects.all(), since, until, "channel", "disposition")


def spent_by_source(since: date, until: date) -> dict[int, dict[str, Spent]]:
    """By source of the first inquiry, and by phase."""
    found: dict[int, dict[str, Spent]] = defaultdict(lambda: dict.fromkeys(Phase.values, Spent()))
    for (source, phase), spent in _sum(SourceSum.objects.all(), since, until, "source", "phase").items():
        found[source][phase] = spent
    return dict(found)


def _sum(rows: QuerySet[Any], since: date, until: date, *by: str) -> dict[tuple[Any, ...], Spent]:
    mine = (
        rows.filter(on__gte=since, on__lte=until).order_by().values(*by).annotate(**{f"all_{name}": one for name, one in FIGURES.items()})
    )
    names = [f"all_{name}" for name in FIGURES]
    return {tuple(row[: len(by)]): Spent(*map(int, row[len(by) :])) for row in mine.values_list(*by, *names)}


def outlays_between(since: date, until: date) -> QuerySet[Outlay]:
    """Those that stand, the newest first."""
    return Outlay.objects.filter(voided_at__isnull=True, on__gte=since, on__lte=until).order_by("-on", "-pk")


@dataclass(frozen=True, slots=True)
class Came:
    """People by the month of their first inquiry, as the last pass over everyone found them: `{source: {"2026-03": people}}`."""

    by_month: Mapping[int, Mapping[str, int]]
    at: datetime | None

    def between(self, source: int | None, since: date, until: date) -> int:
        """People who came in the months of these days; of all sources with None."""
        first, last = f"{since:%Y-%m}", f"{until:%Y-%m}"
        sources = self.by_month.values() if source is None else [self.by_month.get(source, {})]
        return sum(people for months in sources for month, people in months.items() if first <= month <= last)


def newest_round() -> Round | None:
    """The last pass over everyone that came to its end; without the people of `few`, for whom nobody asks who counts."""
    return Round.objects.filter(runs=False).order_by("-done_at").defer("few").first()


def few_of(key: str) -> list[int] | None:
    """The people of a figure, as the last pass over a large house found them; None where they are many, or are found as soon by looking.

    A house that was last looked at before the few were kept has none at all.
    """
    kept = Round.objects.filter(runs=False, people__gt=LOOKED_THROUGH).order_by("-done_at").values_list("few", flat=True).first()
    return kept.get(key, []) if kept else None


def came_of(round_: Round | None) -> Came:
    """Who came when, and from where."""
    by_month: dict[int, dict[str, int]] = defaultdict(dict)
    for key, people in (round_.found.get("came", {}) if round_ else {}).items():
        source, _bar, month = key.partition("|")
        by_month[int(source)][month] = people
    return Came(by_month, round_.done_at if round_ else None)


@dataclass(frozen=True, slots=True)
class Bought:
    """What sources cost to buy, by their keys, and the month in which each counts. `unpriced`: currencies of others, without a rate."""

    minor: Mapping[int, int]
    months: Mapping[int, str]
    unpriced: tuple[str, ...]


def bought_lists(since: date, until: date, came: Came, house: House) -> Bought:
    """What was bought in the months of these days: in that in which the first person came from it."""
    rates = newest_rates() | {house.currency: Decimal(1)}
    first, last = f"{since:%Y-%m}", f"{until:%Y-%m}"
    minor, months, unpriced = dict[int, int](), dict[int, str](), list[str]()
    for pk, cost, currency in Source.objects.filter(cost_minor__gt=0).order_by("pk").values_list("pk", "cost_minor", "currency"):
        month = min(came.by_month.get(pk, {}), default="")
        if not first <= month <= last:
            continue
        if currency in rates:
            minor[pk], months[pk] = in_house(cost, currency, rates[currency]), month
        else:
            unpriced.append(currency)
    return Bought(minor, months, tuple(unpriced))
