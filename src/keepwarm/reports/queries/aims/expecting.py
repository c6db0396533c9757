"""What is to be expected of open opportunities until a day, of each seat, by what the whole house learned (`selling`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from keepwarm.engine.forecast import Kind, Known, Verdict
from keepwarm.selling.models import Opportunity
from keepwarm.selling.queries.expecting import kinds_of, learned


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
    known, by_seat = learned(), defaultdict[int, list[Kind]](list)
    rows = Opportunity.objects.filter(seat__in=seat_ids, closed_at__isnull=True, expected_on__lte=until)
    for seat_id, kind in kinds_of(rows, known, now=now, by_seat=True):
        by_seat[seat_id].append(kind)
    return {pk: _expected(known, kinds) for pk, kinds in by_seat.items()}, known.verdict


def _expected(known: Known, kinds: Sequence[Kind]) -> Expected:
    money = known.total(kinds)
    sales = known.total(replace(kind, amount=kind.count, squares=kind.count) for kind in kinds)
    return Expected(money.count, round(money.expected), (round(money.low), round(money.high)), sales.expected, (sales.low, sales.high))
