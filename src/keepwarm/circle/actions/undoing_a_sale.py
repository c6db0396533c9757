"""A sale that was none: marked as undone, its promises with it, and the opportunity open again."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.customers.actions import hold_promised, lose_again, withdraw_promises
from keepwarm.customers.queries.people import has_left
from keepwarm.decisions.actions import settle
from keepwarm.decisions.actions.retelling import retell
from keepwarm.decisions.actions.turning import change_stage
from keepwarm.engine.words import Stage
from keepwarm.prospects.models import Prospect, StandingChange
from keepwarm.selling.actions.closing import reopen
from keepwarm.selling.actions.opening import hold
from keepwarm.selling.actions.sales import mark_undone
from keepwarm.selling.models import Opportunity, OpportunityChange, Outcome, Sale
from keepwarm.selling.queries.permissions import require_to_sell_for
from keepwarm.selling.refusals import SaleRefused, UnknownSale
from keepwarm.staff.models import User

SOON: Final = timedelta(days=1)
"""Until the next touch of what is open again, unless somebody says another day. Our choice."""


def undo_sale(sale_ref: str, *, because: str, next_on: date | None = None, next_what: str = "", by: User | None, now: datetime) -> Sale:
    """The row stays; who bought nothing else is in sales again. Raises SaleRefused when it was undone before, UnknownSale, NotYours."""
    with transaction.atomic():
        sale, row = _take(sale_ref)
        require_to_sell_for(by, sale.seat_id, sale.prospect.name)
        mark_undone(sale, because=because, by=by, now=now)
        withdraw_promises(sale, now=now)
        lose_again(sale)
        if row is not None and row.outcome == Outcome.WON and sale.prospect.ended_at is None:
            what = next_what or gettext("Speak with them about the sale that was undone")
            reopen(
                row,
                next_on or (now + SOON).date(),
                what,
                because=because,
                what=OpportunityChange.What.SALE_UNDONE,
                by=by,
                now=now,
            )
        _leave_customers(sale.prospect, because=because, by=by, now=now)
        settle([sale.prospect_id], by=by, now=now)
    sale.refresh_from_db()
    return sale


def _take(sale_ref: str) -> tuple[Sale, Opportunity | None]:
    """The sale and what it came from, with their prospect held."""
    sale = Sale.objects.select_related("opportunity").filter(ref=sale_ref).first()
    if sale is None:
        raise UnknownSale(gettext("There is no such sale."))
    hold_promised(sale)
    row = hold(sale.opportunity.ref) if sale.opportunity is not None else None
    fresh = Sale.objects.select_related("prospect").get(pk=sale.pk)
    if fresh.undone_at is not None:
        raise SaleRefused(gettext("This sale was undone before."))
    return fresh, row


def _leave_customers(prospect: Prospect, *, because: str, by: User | None, now: datetime) -> None:
    """In sales again, unless they bought something else, and had not left us since."""
    others = prospect.sales.filter(undone_at__isnull=True)
    if prospect.stage != Stage.CUSTOMER or (others.exists() and not has_left(prospect.pk)):
        return
    StandingChange.objects.bulk_create([change_stage(prospect, Stage.IN_SALES, because=because, by=by, now=now)])
    retell([prospect], now=now)
