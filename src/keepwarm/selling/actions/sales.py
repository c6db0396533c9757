"""Sales: written once with all who had a part, and undone by a mark."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from django.utils.translation import gettext

from keepwarm.prospects.models import Prospect
from keepwarm.selling.models import Offering, Opportunity, Sale, SalePart
from keepwarm.selling.queries.rates import check_amount, rate_on
from keepwarm.selling.refusals import SaleRefused
from keepwarm.staff.models import Seat, User

EARLIEST: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""A sale before it is a slip of the pen. Our choice."""


@dataclass(frozen=True, slots=True)
class Sold:
    """What a sale is, as it is written. `fit`: as `queries.fit.ShownFit.as_json` gives it."""

    prospect: Prospect
    offering: Offering
    seat: Seat
    amount_minor: int
    currency: str
    sold_at: datetime
    fit: dict[str, Any]
    unfit_because: str = ""
    runs_until_on: date | None = None
    nothing_beyond: bool = False
    opportunity: Opportunity | None = None


def record_sale(sold: Sold, parts: Iterable[tuple[int, str]], *, by: User | None, now: datetime) -> Sale:
    """A sale and who had a part in it (seat, part). The caller holds the prospect. Raises SaleRefused, AmountRefused, NoRate."""
    if sold.sold_at > now:
        raise SaleRefused(gettext("A sale lies in the past, or is of today."))
    if sold.sold_at < EARLIEST:
        raise SaleRefused(gettext("Look at the day of the sale once more: it lies too far back."))
    if sold.runs_until_on is not None and sold.runs_until_on <= sold.sold_at.date():
        raise SaleRefused(gettext("What was sold runs out after the day of the sale, not before."))
    currency = sold.currency.strip().upper()
    rate = rate_on(currency, sold.sold_at.date())
    sale = Sale.objects.create(
        opportunity=sold.opportunity,
        prospect=sold.prospect,
        organization=sold.prospect.organization,
        offering=sold.offering,
        amount_minor=check_amount(sold.amount_minor, currency),
        currency=currency,
        rate=rate,
        sold_at=sold.sold_at,
        seat=sold.seat,
        fit=sold.fit,
        unfit_because=sold.unfit_because.strip()[:300],
        runs_until_on=sold.runs_until_on,
        nothing_beyond=sold.nothing_beyond,
        by=by,
        made_at=now,
    )
    named = dict.fromkeys([(sold.seat.pk, str(SalePart.Part.SOLD)), *parts])
    SalePart.objects.bulk_create([SalePart(sale=sale, seat_id=seat, part=part) for seat, part in named])
    return sale


def mark_undone(sale: Sale, *, because: str, by: User | None, now: datetime) -> None:
    """It never was one. The row stays. Raises SaleRefused."""
    if not because.strip():
        raise SaleRefused(gettext("Say why the sale is undone: it stands in the history."))
    undone = Sale.objects.filter(pk=sale.pk, undone_at__isnull=True)
    if not undone.update(undone_at=now, undone_by=by, undone_because=because.strip()[:300]):
        raise SaleRefused(gettext("This sale was undone before."))
