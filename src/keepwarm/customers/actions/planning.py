"""What follows a sale by itself: the open question, and the calls that keep the customer. Read from the sales that are new."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Max

from keepwarm.customers.actions.recording import tell_promises
from keepwarm.customers.models import Asked, Keeping, Loss, Promise, Watch
from keepwarm.customers.times import morning_of
from keepwarm.policy.queries import policy_in_force
from keepwarm.selling.models import Sale

BACK: Final = 500
"""Keys of sales read again each time: on PostgreSQL a lower one may be committed after a higher one."""
AT_ONCE: Final = 200
LATE: Final = timedelta(days=30)
"""A sale told so much later (an import) is history: nobody is asked or written about it."""
YEAR: Final = timedelta(days=365)


def plan_new_sales(*, now: datetime) -> int:
    """Plan what follows each sale that is new since the last time; gives how many. Nothing is planned twice."""
    watch = Watch.objects.get_or_create(pk=1)[0]
    fresh = Sale.objects.filter(pk__gt=watch.read_to - BACK, asked__isnull=True, undone_at__isnull=True).order_by("pk")
    rows = list(fresh.select_related("seat", "offering", "opportunity")[:AT_ONCE])
    for sale in rows:
        with transaction.atomic():
            plan_sale(sale, now=now)
    newest = max((sale.pk for sale in rows), default=0) if len(rows) == AT_ONCE else Sale.objects.aggregate(top=Max("pk"))["top"] or 0
    if newest > watch.read_to:
        Watch.objects.filter(pk=1).update(read_to=newest)
    return len(rows)


def plan_sale(sale: Sale, *, now: datetime) -> None:
    """The open question, the confirmation, the calls that keep them; and whoever had left is back. Twice is as once."""
    if sale.undone_at is not None:
        return
    asked_of(sale, now=now)
    if not is_history(sale):
        tell_promises(sale, now=now)
    today = now.date()
    wanted = [(kind, day) for kind, day in _calls(sale, today) if day >= today]
    Keeping.objects.bulk_create(
        [Keeping(prospect_id=sale.prospect_id, sale=sale, kind=kind, due_on=day) for kind, day in wanted], ignore_conflicts=True
    )
    Loss.objects.filter(prospect_id=sale.prospect_id, back_at__isnull=True, at__lt=sale.sold_at).update(back_at=sale.sold_at)
    Keeping.objects.filter(prospect_id=sale.prospect_id, kind=Keeping.Kind.WIN_BACK, raised_at__isnull=True).update(dropped_at=now)


def is_history(sale: Sale) -> bool:
    """Told long after it was made: an import, mostly."""
    return sale.made_at - sale.sold_at > LATE or bool(sale.opportunity_id and sale.opportunity and sale.opportunity.source)


def asked_of(sale: Sale, *, now: datetime | None = None) -> Asked:
    """The open question of a sale; made when there is none. History is marked as asked: nobody is bothered with it."""
    found = Asked.objects.select_related("sale__offering", "prospect").filter(sale=sale).first()
    if found is not None:
        return found
    asked_at = now if is_history(sale) else None
    made = {"prospect_id": sale.prospect_id, "ask_at": ask_at(sale), "asked_at": asked_at}
    return Asked.objects.get_or_create(sale=sale, defaults=made)[0]


def ask_at(sale: Sale) -> datetime:
    """The morning on which the customer is asked, where the seller works."""
    last = Promise.objects.filter(sale=sale, state=Promise.State.OPEN).aggregate(last=Max("due_on"))["last"]
    after_sale = timedelta(days=policy_in_force().ask_after_sale_days)
    return morning_of(sale.seat, last + ask_after_due() if last else sale.sold_at.date() + after_sale)


def ask_after_due() -> timedelta:
    """How long after the last promised day the customer is asked openly."""
    return timedelta(days=policy_in_force().ask_after_promised_days)


def _calls(sale: Sale, today: date) -> list[tuple[str, date]]:
    sold, agreed = sale.sold_at.date(), policy_in_force()
    calls = [
        (Keeping.Kind.ONBOARDING, sold + timedelta(days=agreed.keep_onboarding_days)),
        (Keeping.Kind.CHECK_IN, _from(sold, timedelta(days=agreed.keep_check_in_days), today)),
        (Keeping.Kind.ANNIVERSARY, _from(sold, YEAR, today)),
    ]
    if sale.runs_until_on is not None:
        soon = max(today, sale.runs_until_on - timedelta(days=agreed.keep_renewal_days))
        calls += [(Keeping.Kind.RENEWAL, soon)] if soon <= sale.runs_until_on else []
    return [(kind.value, day) for kind, day in calls]


def _from(sold: date, every: timedelta, today: date) -> date:
    """The first of the regular days that is not over."""
    gone = max(0, (today - sold).days - 1) // every.days
    return sold + every * (gone + 1)


def next_after(keeping: Keeping) -> Keeping | None:
    """What is regular comes again."""
    again = timedelta(days=policy_in_force().keep_check_in_again_days)
    every = {Keeping.Kind.CHECK_IN: again, Keeping.Kind.ANNIVERSARY: YEAR}.get(Keeping.Kind(keeping.kind))
    if every is None or keeping.sale_id is None:
        return None
    return Keeping(prospect_id=keeping.prospect_id, sale_id=keeping.sale_id, kind=keeping.kind, due_on=keeping.due_on + every)
