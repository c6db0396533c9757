"""Rows for a write, with their prospect locked first: promises and cases may be settled by several at once."""

from __future__ import annotations

from django.utils.translation import gettext

from keepwarm.customers.models import Case, Promise
from keepwarm.customers.queries.permissions import may_keep
from keepwarm.customers.refusals import NoSuchThing
from keepwarm.decisions.actions.settling import lock
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import User
from keepwarm.staff.queries import NotYours


def take_promise(ref: str) -> Promise:
    """The promise, with whom it was made to and whoever bought held. Raises NoSuchThing."""
    named = Promise.objects.filter(ref=ref).values_list("prospect_id", "sale__prospect_id").first()
    if named is not None:
        lock(sorted(set(named)))
    row = Promise.objects.select_related("sale__seat", "sale__offering", "sale__prospect__owner", "prospect__owner").filter(ref=ref).first()
    if row is None:
        raise NoSuchThing(gettext("There is no such promise."))
    return row


def who_hears(promise: Promise) -> Prospect:
    """To whom it was promised; whoever bought, once they have ended: nobody can be called any more who has."""
    return promise.prospect if promise.prospect.ended_at is None else promise.sale.prospect


def take_case(ref: str) -> Case:
    """The case, with its prospect held. Raises NoSuchThing."""
    named = Case.objects.filter(ref=ref).values_list("prospect_id", flat=True).first()
    if named is not None:
        lock([named])
    row = Case.objects.select_related("prospect__owner", "owner", "promise").filter(ref=ref).first()
    if row is None:
        raise NoSuchThing(gettext("There is no such case."))
    return row


def require_keeper(prospect: Prospect, by: User | None) -> None:
    """Whoever works with the customer, had a part in the sale, or is beside them. None is the house, or the customer. Raises NotYours."""
    if by is not None and not may_keep(prospect, by):
        raise NotYours(gettext("%(name)s is not among your customers: ask service, or whoever sold to them.") % {"name": prospect.name})
