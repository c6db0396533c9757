"""The JSON edge of the forecast: what all open opportunities may bring, and the chance of each, page by page."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from keepwarm.selling.queries.expecting import expect
from keepwarm.selling.queries.rates import house_currency
from keepwarm.staff.actions import Scope
from keepwarm.staff.api import PROBLEMS, NeedsScope, reader

router = Router(tags=["selling"])
READ = NeedsScope(Scope.SELLING_READ)
Limit = Annotated[int, Field(ge=1, le=1_000)]
Key = Annotated[str, Field(max_length=40)]


class ForecastOut(Schema):
    """What the open opportunities may bring, in minor units of `currency`; the range holds 19 times of 20.

    `verdict`: `signal`, `no_signal` or `too_few`: whether the house's history tells one apart from another at all. The sums are of all
    `open` ones; `chances` are of a page of them, by the day they decide, and `after` is the key of the next, "" on the last.
    """

    verdict: str
    currency: str
    open: int
    expected: int
    expected_low: int
    expected_high: int
    by_word: int | None
    closed: int
    share: float
    share_low: float
    share_high: float
    chances: list[dict[str, Any]]
    after: str


@router.get("/forecast", response={200: ForecastOut, **PROBLEMS}, auth=READ)
def show_forecast(request: HttpRequest, after: Key = "", limit: Limit = 200) -> ForecastOut:
    """What the open ones that you may see may bring, by the house's own history."""
    found = expect(for_=reader(request), mine=False, now=timezone.now(), after=after, most=limit)
    known, total = found.known, found.total
    return ForecastOut(
        verdict=known.verdict,
        currency=house_currency(),
        open=total.count,
        expected=round(total.expected),
        expected_low=round(total.low),
        expected_high=round(total.high),
        by_word=round(total.by_word) if total.by_word is not None else None,
        closed=known.closed,
        share=known.share,
        share_low=known.share_low,
        share_high=known.share_high,
        chances=[asdict(chance) for _line, chance in found.lines],
        after=found.after,
    )
