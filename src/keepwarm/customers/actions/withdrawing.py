"""A sale that was undone: nothing of it is promised any more, nobody is asked about it, and no call that keeps them waits."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.customers.actions.settling import source_of
from keepwarm.customers.models import Keeping, Loss, Promise, PromiseChange, Telling
from keepwarm.decisions.actions import settle
from keepwarm.decisions.actions.settling import lock
from keepwarm.selling.models import Sale
from keepwarm.touches.models import Signal

AT_ONCE: Final = 200


def withdraw_promises(sale: Sale, *, now: datetime) -> int:
    """Everything that followed this sale ends; gives how many promises did. The caller holds them all, and settles whoever bought.

    What was kept or broken stays, and so does a case: somebody is unhappy with us, whatever became of the sale.
    """
    open_ones = list(Promise.objects.filter(sale=sale, state=Promise.State.OPEN))
    ids = [one.pk for one in open_ones]
    Promise.objects.filter(pk__in=ids).update(state=Promise.State.WITHDRAWN, settled_at=now)
    PromiseChange.objects.filter(promise__in=ids, answer="").update(answer=PromiseChange.Answer.OVERTAKEN, answered_at=now)
    keepings = Keeping.objects.filter(sale=sale)
    sources = [source_of(one) for one in open_ones] + [f"keeping:{pk}" for pk in keepings.values_list("pk", flat=True)]
    others = {one.prospect_id for one in open_ones} - {sale.prospect_id}
    Signal.objects.open().filter(prospect_id__in=[sale.prospect_id, *others], source__in=sources).update(settled_at=now)
    settle(sorted(others), by=None, now=now)
    keepings.filter(raised_at__isnull=True, dropped_at__isnull=True).update(dropped_at=now)
    Telling.objects.filter(sale=sale, told_at__isnull=True).update(told_at=now, why_not=gettext("the sale was undone"))
    return len(ids)


def hold_promised(sale: Sale) -> None:
    """Whoever bought, and to whom something was promised at the sale, in the order of their ids."""
    lock(sorted({sale.prospect_id, *Promise.objects.filter(sale=sale).values_list("prospect_id", flat=True)}))


def lose_again(sale: Sale) -> None:
    """Whoever was back by this sale alone has left us as before, and is asked again on the day that was set. The caller holds them."""
    others = Sale.objects.filter(prospect_id=sale.prospect_id, undone_at__isnull=True)
    back = Loss.objects.filter(prospect_id=sale.prospect_id, back_at=sale.sold_at).exclude(back_at__in=others.values("sold_at"))
    if back.update(back_at=None):
        kept = Keeping.objects.filter(prospect_id=sale.prospect_id, kind=Keeping.Kind.WIN_BACK, raised_at__isnull=True)
        kept.update(dropped_at=None)


def withdraw_undone(*, now: datetime) -> int:
    """Sales that were undone by whoever left their promises open; gives how many promises ended. `undo_sale` leaves none."""
    left = Sale.objects.filter(promises__state=Promise.State.OPEN, undone_at__isnull=False).distinct().order_by("pk")
    return sum(_withdraw(sale, now=now) for sale in list(left[:AT_ONCE]))


def _withdraw(sale: Sale, *, now: datetime) -> int:
    with transaction.atomic():
        hold_promised(sale)
        count = withdraw_promises(sale, now=now)
        settle([sale.prospect_id], by=None, now=now)
    return count
