"""Promises are written down: at the sale by whoever sold, later by the customer, who knows what was said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.customers.models import Promise, Telling
from keepwarm.customers.new import NewPromise
from keepwarm.customers.refusals import NoSuchPerson, PromiseWithoutDate, PromiseWithoutWords, SaleUndone
from keepwarm.prospects.models import Prospect
from keepwarm.selling.models import Sale
from keepwarm.staff.models import User

LONGEST: Final = 300
FARTHEST: Final = timedelta(days=3650)
"""A promise for a day farther away than this is a slip of the pen. Our choice."""
A_ZONE: Final = timedelta(days=1)
"""Where they are it may still be the day before."""
MAIL_AFTER: Final = timedelta(minutes=10)
"""So long a slip at the sale can be mended before the customer reads it. Our choice."""


def record_promises(
    sale: Sale, promises: Sequence[NewPromise], *, source: str = Promise.Source.REP, by: User | None, now: datetime
) -> list[Promise]:
    """Write down what was promised at a sale; the same words for the same day are written once. The customer gets them by mail.

    The caller may hold a transaction. Raises PromiseWithoutWords, PromiseWithoutDate, NoSuchPerson, SaleUndone.
    """
    if sale.undone_at is not None:
        raise SaleUndone(gettext("This sale was undone: nothing is promised by it."))
    checked = [_checked(one, sale, source, now=now) for one in promises]
    known = set(Promise.objects.filter(sale=sale).exclude(state=Promise.State.CHANGED).values_list("what", "due_on"))
    fresh = [one for one in dict.fromkeys(checked) if (one.what, one.due_on) not in known]
    _check_people(fresh)
    rows = [_row(one, sale, source, by, now) for one in fresh]
    with transaction.atomic():
        Promise.objects.bulk_create(rows)
        if source != Promise.Source.CUSTOMER:
            tell_promises(sale, now=now)
    return rows


def _checked(new: NewPromise, sale: Sale, source: str, *, now: datetime) -> NewPromise:
    what = " ".join(new.what.split())
    if not what:
        raise PromiseWithoutWords(gettext("Say what was promised, in the words the customer heard."))
    if len(what) > LONGEST:
        raise PromiseWithoutWords(gettext("A promise has at most 300 letters: write two where there are two."))
    if not sale.sold_at.date() - FARTHEST < new.due_on < now.date() + FARTHEST:
        raise PromiseWithoutDate(gettext("Say for which day it was promised: “%(what)s”.") % {"what": what})
    if source != Promise.Source.CUSTOMER and new.due_on < sale.sold_at.date() - A_ZONE:
        raise PromiseWithoutDate(gettext("“%(what)s” would be due before it was sold. Look at the day.") % {"what": what})
    return NewPromise(what, new.due_on, new.to if new.to is not None else sale.prospect_id)


def _check_people(news: Sequence[NewPromise]) -> None:
    named = {one.to for one in news if one.to is not None}
    if Prospect.objects.filter(pk__in=named).count() < len(named):
        raise NoSuchPerson(gettext("Somebody to whom it was promised is not there any more."))


def _row(new: NewPromise, sale: Sale, source: str, by: User | None, now: datetime) -> Promise:
    return Promise(
        sale=sale,
        prospect_id=new.to if new.to is not None else sale.prospect_id,
        what=new.what,
        due_on=new.due_on,
        source=Promise.Source(source),
        recorded=source != Promise.Source.CUSTOMER,
        made_at=now,
        by=by,
    )


def tell_promises(sale: Sale, *, now: datetime) -> None:
    """The mail with the promises of this sale is to be sent once; what is written down before it leaves stands in it."""
    Telling.objects.get_or_create(
        sale=sale,
        kind=Telling.Kind.PROMISES,
        change=None,
        defaults={"prospect_id": sale.prospect_id, "due_at": now + MAIL_AFTER},
    )
