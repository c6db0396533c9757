"""Opportunities and offerings as plain rows, for the API and the command line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from keepwarm.selling.models import Offering, Opportunity, Outcome, Sale
from keepwarm.selling.queries.pages import with_all


@dataclass(frozen=True, slots=True)
class OpportunityRow:
    """One opportunity. `outcome`: open, won, lost, postponed or ended. `sale`: the ref of what was sold of it, "" without a sale."""

    ref: str
    prospect: str
    name: str
    firm: str
    offering: str
    title: str
    amount_minor: int
    currency: str
    rate: str
    stage: str
    expected_on: date | None
    word_percent: int | None
    next_on: date | None
    next_what: str
    rep: str
    opened_at: datetime
    closed_at: datetime | None
    outcome: str
    reason: str
    lost_to: str
    wake_on: date | None
    sale: str
    version: int


@dataclass(frozen=True, slots=True)
class OfferingRow:
    """One offering."""

    ref: str
    name: str
    code: str
    price_minor: int | None
    currency: str
    needs: list[dict[str, Any]]
    requires: str
    requires_words: str
    retired_at: datetime | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody around an opportunity. `prospect`: by reference; `role`: a key of `OpportunityPerson.Role`."""

    prospect: str
    name: str
    role: str


def people_rows(row: Opportunity) -> list[PersonRow]:
    """Whoever may buy first."""
    found = row.people.select_related("prospect").order_by("pk")
    return [PersonRow(one.prospect.ref, one.prospect.name, one.role) for one in found]


def rows_of(found: QuerySet[Opportunity], *, limit: int = 50) -> list[OpportunityRow]:
    """The newest first."""
    rows = list(with_all(found).order_by("-opened_at", "-pk")[:limit])
    sold = Sale.objects.filter(opportunity__in=[one.pk for one in rows if one.outcome == Outcome.WON], undone_at__isnull=True)
    sales = dict(sold.values_list("opportunity_id", "ref"))
    return [_row(one, sales.get(one.pk, "")) for one in rows]


def offering_row(row: Offering) -> OfferingRow:
    """As it stands."""
    return OfferingRow(
        row.ref, row.name, row.code, row.price_minor, row.currency, row.needs, row.requires, row.requires_words, row.retired_at
    )


def _row(row: Opportunity, sale: str) -> OpportunityRow:
    firm = row.organization or row.prospect.organization
    is_open = row.closed_at is None
    return OpportunityRow(
        ref=row.ref,
        prospect=row.prospect.ref,
        name=row.prospect.name,
        firm=firm.name if firm else "",
        offering=row.offering.name,
        title=row.name,
        amount_minor=row.amount_minor,
        currency=row.currency,
        rate=f"{row.rate.normalize():f}",
        stage=row.stage.key,
        expected_on=row.expected_on,
        word_percent=row.word_percent,
        next_on=row.next_on if is_open else None,
        next_what=row.next_what if is_open else "",
        rep=row.seat.name,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        outcome=row.outcome or "open",
        reason=row.reason,
        lost_to=row.lost_to,
        wake_on=row.wake_on,
        sale=sale,
        version=row.version,
    )
