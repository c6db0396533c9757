"""Promises are written down: at the sale by whoever sold, later by the customer, who knows what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.customers.actions.finding import require_keeper
from keepwarm.customers.models import Promise, Telling
from keepwarm.customers.new import NewPromise
from keepwarm.customers.queries.people import check_people
from keepwarm.customers.refusals import PromiseWithoutDate, PromiseWithoutWords, SaleUndone
from keepwarm.decisions.actions.settling import lock
from keepwarm.selling.models import Sale
from keepwarm.staff.models import User

LONGEST: Final = 300
FARTHEST: Final = timedelta(days=3650)
"""A promise for a day farther away than this is a slip of the pen. Our choice."""
A_ZONE: Final = timedelta(days=1)
"""Where they are it may still be the day before."""
MAIL_AFTER: Final = timedelta(minutes=10)
"""So long a slip at the sale can be mended before the customer reads it. Our choice."""


def record_promises(sale: Sale, promises: Sequence[NewPromise], *, by: User | None, now: datetime) -> list[Promise]:
    """Write down what was promised at a sale; the same words for the same day are written once. The customer gets them by mail.

    The caller may hold a transaction. Raises PromiseWithoutWords, PromiseWithoutDate, NoSuchPerson, SaleUndone, NotYours.
    """
    with transaction.atomic():
        sale = _take(sale)
        if sale.undone_at is not None:
            raise SaleUndone(gettext("This sale was undone: nothing is promised by it."))
        require_keeper(sale.prospect, by)
        checked = [_checked(one, sale, now=now) for one in promises]
        known = set(Promise.objects.filter(sale=sale).exclude(state=Promise.State.CHANGED).values_list("what", "due_on"))
        fresh = {(one.what, one.due_on): one for one in checked if (one.what, one.due_on) not in known}.values()
        check_people({one.to for one in fresh if one.to is not None} - {sale.prospect_id}, sale.prospect, sale.opportunity)
        rows = Promise.objects.bulk_create(_row(one, sale, by, now) for one in fresh)
        if any(one.recorded for one in rows):
            _tell(sale, now=now)
    return rows


def _take(sale: Sale) -> Sale:
    """As it stands, with whoever bought held: of two that write down the same, the second finds what the first wrote."""
    lock([sale.prospect_id])
    return Sale.objects.select_related("prospect__owner", "opportunity", "seat").get(pk=sale.pk)


def _checked(new: NewPromise, sale: Sale, *, now: datetime) -> NewPromise:
    what = " ".join(new.what.split())
    if not what:
        raise PromiseWithoutWords(gettext("Say what was promised, in the words the customer heard."))
    if len(what) > LONGEST:
        raise PromiseWithoutWords(gettext("A promise has at most 300 letters: write two where there are two."))
    if new.due_on < sale.sold_at.date() - FARTHEST:
        raise PromiseWithoutDate(gettext("Say for which day it was promised: “%(what)s”.") % {"what": what})
    check_day(what, new.due_on, now=now)
    if new.source != Promise.Source.CUSTOMER and new.due_on < sale.sold_at.date() - A_ZONE:
        raise PromiseWithoutDate(gettext("“%(what)s” would be due before it was sold. Look at the day.") % {"what": what})
    return replace(new, what=what, source=Promise.Source(new.source))


def check_day(what: str, due_on: date, *, now: datetime) -> None:
    """A day that somebody can have meant. Raises PromiseWithoutDate."""
    if due_on >= now.date() + FARTHEST:
        raise PromiseWithoutDate(gettext("Say for which day it was promised: “%(what)s”.") % {"what": what})


def _row(new: NewPromise, sale: Sale, by: User | None, now: datetime) -> Promise:
    return Promise(
        sale=sale,
        prospect_id=new.to if new.to is not None else sale.prospect_id,
        what=new.what,
        due_on=new.due_on,
        source=Promise.Source(new.source),
        recorded=new.source != Promise.Source.CUSTOMER,
        made_at=now,
        by=by,
    )


def _tell(sale: Sale, *, now: datetime) -> None:
    """They have it in writing, also what was written down after the first mail; and that there was nothing is no more what we say."""
    Sale.objects.filter(pk=sale.pk, nothing_beyond=True).update(nothing_beyond=False)
    if not tell_promises(sale, now=now):
        told = Telling.objects.filter(sale=sale, kind=Telling.Kind.PROMISES, change=None, told_at__isnull=False)
        told.update(told_at=None, why_not="", due_at=now + MAIL_AFTER)


def tell_promises(sale: Sale, *, now: datetime) -> bool:
    """The mail with the promises of this sale is to be sent; what is written down before it leaves stands in it. False: it was before."""
    return Telling.objects.get_or_create(
        sale=sale,
        kind=Telling.Kind.PROMISES,
        change=None,
        defaults={"prospect_id": sale.prospect_id, "due_at": now + MAIL_AFTER},
    )[1]
