"""How the promises of the demo's sales went: most were kept, some were broken and made good, one waits; and one customer complains."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from keepwarm.customers.actions import break_promise, keep_promise, open_case, plan_new_sales, raise_due, report_fact, settle_case
from keepwarm.customers.models import Case, Promise
from keepwarm.demo.story.promises import BROKEN, COMPLAINT, KEPT, SETTLED
from keepwarm.prospects.models import Prospect, Stage

KEPT_SHARE, BROKEN_SHARE = 0.65, 0.2
"""Of the promises whose day is over; of the others nobody has said anything yet. Made up."""
WAITING = 1  # cases that nobody has settled yet
WEEKS = 8


def say_how_promises_went(chance: Random, *, now: datetime) -> None:
    """Everything whose day is over by now, with what shows it; then the calls that keep customers begin to wait."""
    plan_new_sales(now=now)
    due = Promise.objects.filter(state=Promise.State.OPEN, due_on__lt=now.date()).select_related("sale__seat__user").order_by("pk")
    for promise in list(due):
        draw, seller = chance.random(), promise.sale.seat.user
        if draw < KEPT_SHARE:
            keep_promise(promise.ref, chance.choice(KEPT), by=seller, now=now)
        elif draw < KEPT_SHARE + BROKEN_SHARE:
            break_promise(promise.ref, chance.choice(BROKEN), by=seller, now=now)
    for case in Case.objects.filter(settled_at__isnull=True).order_by("-pk")[WAITING:]:
        settle_case(case.ref, chance.choice(SETTLED), by=case.owner.user, now=now)
    _tell(chance, now=now)
    raise_due(now=now)


def _tell(chance: Random, *, now: datetime) -> None:
    """One complains by phone; of some we know how often they use what they bought."""
    customers = list(Prospect.objects.filter(stage=Stage.CUSTOMER, sales__isnull=False).order_by("pk").distinct()[:6])
    if customers:
        open_case(customers[0].pk, COMPLAINT, channel=Case.Channel.PHONE, by=None, now=now)
    for place, one in enumerate(customers[1:4]):
        for week in range(WEEKS):
            is_falling = place == 0 and week == WEEKS - 1
            used = chance.randrange(3, 6) if is_falling else chance.randrange(18, 26)
            report_fact(one.pk, "use", used, at=now - timedelta(weeks=WEEKS - 1 - week), by=None, now=now)
