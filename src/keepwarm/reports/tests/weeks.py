"""A week to review: the running one is that of Wednesday 18 November 2026, the last whole one begins on the 9th."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from keepwarm.prospects.models import Prospect
from keepwarm.selling.models import Offering, Sale
from keepwarm.staff.models import Seat
from tests.cast import NOW

LAST_WEEK, THIS_WEEK = date(2026, 11, 9), date(2026, 11, 16)
THURSDAY = datetime.combine(date(2026, 11, 12), NOW.timetz()).replace(hour=10, minute=0)
"""Of the last week, at ten in London."""


def sell(prospect: Prospect, seat: Seat, *, at: datetime = THURSDAY, amount_minor: int = 1_000_00) -> Sale:
    """A sale of that day, in the currency of the house."""
    offering = Offering.objects.get_or_create(name="Roof", defaults={"currency": "EUR", "made_at": NOW - timedelta(days=100)})[0]
    return Sale.objects.create(
        prospect=prospect, offering=offering, amount_minor=amount_minor, currency="EUR", rate=Decimal(1), sold_at=at, seat=seat, made_at=NOW
    )
