"""What is to be expected of open opportunities until a day, by the house's own history (`engine.forecast`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from keepwarm.engine.forecast import Closed, Forecast, Open, Verdict, forecast
from keepwarm.selling.models import Opportunity, OpportunityChange
from keepwarm.selling.queries.rates import in_house

HISTORY = timedelta(days=730)
MOST = 4_000
"""Closed opportunities that are looked at, the newest."""
WHOLE = 1000
"""How many parts one sale has while sales are counted: the forecast sums whole numbers."""


@dataclass(frozen=True, slots=True)
class Expected:
    """`count` open ones whose day lies in the period; their money in minor units, and their number, each with its range."""

    count: int = 0
    minor: int = 0
    minor_range: tuple[int, int] = (0, 0)
    sales: float = 0.0
    sales_range: tuple[float, float] = (0.0, 0.0)


def expecting(seat_ids: Sequence[int], *, until: date, now: datetime) -> tuple[dict[int, Expected], Verdict]:
    """By seat; and what the test of the forecast says of this house's history."""
    history = _history(now)
    rows = Opportunity.objects.filter(seat__in=seat_ids, closed_at__isnull=True, expected_on__lte=until).select_related("stage", "offering")
    by_seat: dict[int, list[Opportunity]] = defaultdict(list)
    for row in rows.order_by("pk"):
        by_seat[row.seat_id].append(row)
    found = {pk: _expected(history, its, now) for pk, its in by_seat.items()}
    return found, forecast(history, ()).verdict


def _expected(history: Sequence[Closed], rows: Sequence[Opportunity], now: datetime) -> Expected:
    money = forecast(history, [_open(row, in_house(row.amount_minor, row.currency, row.rate), now) for row in rows])
    count = forecast(history, [_open(row, WHOLE, now) for row in rows])
    return Expected(
        len(rows), money.expected, _range(money), count.expected / WHOLE, (count.expected_low / WHOLE, count.expected_high / WHOLE)
    )


def _range(found: Forecast) -> tuple[int, int]:
    return found.expected_low, found.expected_high


def _open(row: Opportunity, amount: int, now: datetime) -> Open:
    word = row.word_percent / 100 if row.word_percent is not None else None
    return Open(row.ref, row.offering.ref, row.stage.key, (now - row.opened_at).days, amount, word)


def _history(now: datetime) -> list[Closed]:
    rows = Opportunity.objects.filter(outcome__in=["won", "lost"], closed_at__gte=now - HISTORY).order_by("-closed_at", "-pk")
    found = list(rows.values_list("pk", "offering__ref", "opened_at", "closed_at", "outcome", "stage__key", "word_percent")[:MOST])
    passed = _passed([row[0] for row in found])
    return [
        Closed(
            offering,
            opened.date(),
            closed.date(),
            outcome == "won",
            _stages(passed.get(pk, []), opened, stage),
            word / 100 if word is not None else None,
        )
        for pk, offering, opened, closed, outcome, stage, word in found
        if closed is not None
    ]


def _passed(ids: Iterable[int]) -> dict[int, list[tuple[date, str, str]]]:
    rows = OpportunityChange.objects.filter(opportunity__in=list(ids), what=OpportunityChange.What.STAGE).order_by("at", "pk")
    found: dict[int, list[tuple[date, str, str]]] = defaultdict(list)
    for pk, at, old, new in rows.values_list("opportunity_id", "at", "old", "new"):
        found[pk].append((at.date(), old, new))
    return found


def _stages(moves: Sequence[tuple[date, str, str]], opened: datetime, stage: str) -> tuple[tuple[date, str], ...]:
    first = moves[0][1] if moves else stage
    return ((opened.date(), first), *((on, new) for on, _old, new in moves))
