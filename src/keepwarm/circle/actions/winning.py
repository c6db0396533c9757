"""Won: the sale, all who had a part, what was promised, and the stage of the prospect, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.customers.actions import NewPromise, record_promises
from keepwarm.decisions.actions import settle
from keepwarm.decisions.actions.retelling import retell
from keepwarm.decisions.actions.turning import change_stage, clear_choice
from keepwarm.engine.words import Stage
from keepwarm.handoff.actions import follow
from keepwarm.handoff.models import HandOff
from keepwarm.prospects.models import Prospect, StandingChange
from keepwarm.selling.actions.closing import close
from keepwarm.selling.actions.opening import check_fits, take
from keepwarm.selling.actions.sales import Sold, record_sale
from keepwarm.selling.models import Opportunity, Outcome, Sale, SalePart
from keepwarm.selling.queries.fit import fit_of
from keepwarm.selling.queries.parts import parts_of
from keepwarm.selling.refusals import SaleRefused
from keepwarm.staff.models import Seat, User


def win(
    opportunity_ref: str,
    *,
    promises: Sequence[NewPromise] | None,
    nothing_beyond: bool,
    amount_minor: int | None = None,
    currency: str = "",
    sold_at: datetime | None = None,
    runs_until_on: date | None = None,
    unfit_because: str = "",
    by: User | None,
    now: datetime,
    version: int | None = None,
) -> Sale:
    """Closes with its promises, or with the word that nothing was promised beyond the quote; never with neither.

    How the offering fits what is known today is kept beside the sale. Raises SaleRefused, ReasonForUnfit, and what opening raises.
    """
    _check_promises(promises, nothing_beyond=nothing_beyond)
    with transaction.atomic():
        row = take(opportunity_ref, by=by, version=version)
        sold = replace(
            _as_agreed(row, unfit_because, now=now),
            sold_at=sold_at or now,
            runs_until_on=runs_until_on,
            nothing_beyond=nothing_beyond,
        )
        return _close(row, _worth(sold, amount_minor, currency), promises or (), by=by, now=now)


def _worth(sold: Sold, amount_minor: int | None, currency: str) -> Sold:
    """For another amount than that of the opportunity, when one is said."""
    if amount_minor is not None:
        return replace(sold, amount_minor=amount_minor, currency=currency or sold.currency)
    if currency and currency.strip().upper() != sold.currency:
        raise SaleRefused(gettext("Say the amount in that currency, too."))
    return sold


def _as_agreed(row: Opportunity, unfit_because: str, *, now: datetime) -> Sold:
    """What the opportunity says, and how it fits today."""
    if row.prospect.ended_at is not None:
        raise SaleRefused(gettext("%(name)s has ended. Reopen them first.") % {"name": row.prospect.name})
    return Sold(
        prospect=row.prospect,
        offering=row.offering,
        seat=row.seat,
        amount_minor=row.amount_minor,
        currency=row.currency,
        sold_at=now,
        fit=fit_of(row.offering, row.prospect, now=now).as_json(),
        unfit_because=check_fits(row.offering, row.prospect, unfit_because or row.unfit_because, now=now),
        opportunity=row,
    )


def _close(row: Opportunity, sold: Sold, promises: Sequence[NewPromise], *, by: User | None, now: datetime) -> Sale:
    """The caller holds the transaction and the prospect."""
    sale = record_sale(sold, [*parts_of(row.prospect_id), *_introducers(row)], by=by, now=now)
    if promises:
        record_promises(sale, promises, by=by, now=now)
    close(row, Outcome.WON, by=by, now=now)
    _to_customer(row.prospect, row, by=by, now=now)
    follow([row.prospect_id], by=by, now=now)
    settle([row.prospect_id], by=by, now=now)
    return sale


def _check_promises(promises: Sequence[NewPromise] | None, *, nothing_beyond: bool) -> None:
    if promises and nothing_beyond:
        raise SaleRefused(gettext("Either something was promised, or nothing beyond the quote: not both."))
    if not promises and not nothing_beyond:
        raise SaleRefused(gettext("Write down what was promised, or say that nothing was promised beyond the quote."))


def _introducers(row: Opportunity) -> list[tuple[int, str]]:
    """Whoever handed them over to sales: the people who had them before, and who offered them."""
    accepted = HandOff.objects.filter(prospect_id=row.prospect_id, state=HandOff.State.ACCEPTED)
    mine = accepted.filter(ref=row.handoff_ref) if row.handoff_ref and accepted.filter(ref=row.handoff_ref).exists() else accepted
    newest = mine.select_related("from_seat", "offered_by__seat").order_by("-answered_at").first()
    if newest is None:
        return []
    offered = getattr(newest.offered_by, "seat", None)
    seats = [seat for seat in (newest.from_seat, offered) if seat is not None and seat.kind == Seat.Kind.PERSON]
    return [(seat.pk, str(SalePart.Part.INTRODUCED)) for seat in seats if seat.pk != row.seat_id]


def _to_customer(prospect: Prospect, row: Opportunity, *, by: User | None, now: datetime) -> None:
    """What was chosen before, and a date to come back on, are overtaken. The caller holds and settles them."""
    clear_choice(prospect)
    prospect.wake_at = None
    if prospect.stage != Stage.CUSTOMER:
        because = gettext("bought %(offering)s") % {"offering": row.offering.name}
        StandingChange.objects.bulk_create([change_stage(prospect, Stage.CUSTOMER, because=because, by=by, now=now)])
    retell([prospect], now=now)
