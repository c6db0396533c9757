"""A customer leaves us: why, and on which day we ask again. Never a dead end, and not held against those who tried to keep them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.customers.actions.finding import require_keeper
from keepwarm.customers.models import Keeping, Loss
from keepwarm.customers.refusals import DayTooFar, NoCustomer, ReasonNeeded
from keepwarm.customers.times import morning_of
from keepwarm.decisions.actions import settle
from keepwarm.decisions.actions.retelling import retell
from keepwarm.decisions.actions.settling import lock_remaining
from keepwarm.decisions.actions.turning import change_stage, put_back
from keepwarm.decisions.effects import KEEPS
from keepwarm.engine.words import RecycleReason, Stage
from keepwarm.prospects.models import Prospect, StandingChange
from keepwarm.staff.models import User
from keepwarm.touches.actions import close_signals

FARTHEST: Final = timedelta(days=3650)
"""Who is asked again still later is dropped. Our choice."""


def lose_customer(prospect_id: int, reason: str, because: str, *, wake_on: date, by: User | None, now: datetime) -> Loss:
    """They are a customer no more, and are asked again on `wake_on`. Raises ReasonNeeded, DayTooFar, NoCustomer, MomentPassed, NotYours."""
    words = " ".join(because.split())[:300]
    if reason not in Loss.Reason.values or not words:
        raise ReasonNeeded(gettext("Say why they left, in a few words: it is what we learn from."))
    if wake_on > now.date() + FARTHEST:
        raise DayTooFar(gettext("Ask them again within ten years: nobody is dropped."))
    with transaction.atomic():
        left = lock_remaining([prospect_id])[prospect_id]
        prospect = Prospect.objects.select_related("owner").get(pk=left)
        require_keeper(prospect, by)
        if prospect.stage != Stage.CUSTOMER:
            raise NoCustomer(gettext("%(name)s is no customer now.") % {"name": prospect.name})
        changes = put_back(prospect, morning_of(prospect.owner, wake_on), because=words, reason=RecycleReason.OTHER, by=by, now=now)
        changes.append(change_stage(prospect, Stage.CONVERSING, because=gettext("left us"), by=by, now=now))
        StandingChange.objects.bulk_create(changes)
        retell([prospect], now=now)
        close_signals([prospect.pk], now=now, kinds=KEEPS)
        Keeping.objects.filter(prospect=prospect, raised_at__isnull=True, dropped_at__isnull=True).update(dropped_at=now)
        Keeping.objects.create(prospect=prospect, kind=Keeping.Kind.WIN_BACK, due_on=wake_on)
        loss = Loss.objects.create(prospect=prospect, reason=reason, because=words, at=now, by=by, wake_on=wake_on)
        settle([prospect.pk], by=by, now=now)
    return loss
