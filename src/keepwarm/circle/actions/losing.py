"""Lost: with the reason and to whom, and never to a dead end; the prospect is heard of again on a day, first by the rep who knows them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.decisions.actions import settle
from keepwarm.engine.words import RecycleReason, Stage
from keepwarm.handoff.actions import recycle
from keepwarm.handoff.actions.threads import keep_thread
from keepwarm.selling.actions.closing import close
from keepwarm.selling.actions.opening import take
from keepwarm.selling.actions.signalling import wait_for
from keepwarm.selling.models import Opportunity, Outcome
from keepwarm.selling.refusals import OpportunityRefused
from keepwarm.staff.models import User

FARTHEST: Final = timedelta(days=3650)
"""A day still farther away is a dead end. Our choice."""
MORNING = time(9)
"""Of their place, on the day they are heard of again."""


def lose(
    opportunity_ref: str,
    *,
    reason: str,
    lost_to: str = "",
    wake_on: date | None,
    by: User | None,
    now: datetime,
    version: int | None = None,
) -> Opportunity:
    """They bought elsewhere, or nothing. Raises OpportunityRefused without a reason or a day, ClosedAlready, NotYours."""
    kind = RecycleReason.LOST_TO if lost_to.strip() else RecycleReason.OTHER
    words = f"{reason.strip()} ({lost_to.strip()})" if lost_to.strip() else reason.strip()
    with transaction.atomic():
        row = take(opportunity_ref, by=by, version=version)
        check_day(row, wake_on, now=now)
        close(row, Outcome.LOST, reason=reason, lost_to=lost_to, wake_on=wake_on, by=by, now=now)
        come_back(row, words, kind, by=by, now=now)
    return row


def come_back(row: Opportunity, because: str, reason: RecycleReason, *, by: User | None, now: datetime) -> None:
    """Back to keep warm until the day; customers, and whoever may buy something else, only wait for it. The caller holds them."""
    assert row.wake_on is not None
    others = Opportunity.objects.filter(prospect_id=row.prospect_id, closed_at__isnull=True)
    if row.prospect.stage == Stage.CUSTOMER or others.exists():
        wait_for(row, row.wake_on, because, now=now)
        settle([row.prospect_id], by=by, now=now)
        return
    wake_at = datetime.combine(row.wake_on, MORNING, ZoneInfo(row.prospect.zone or "UTC"))
    recycle(row.prospect_id, wake_at, because, reason=reason, by=by, now=now)
    keep_thread(row.prospect_id, row.seat_id, now=now)


def check_day(row: Opportunity, wake_on: date | None, *, now: datetime) -> None:
    today = now.astimezone(ZoneInfo(row.prospect.zone or "UTC")).date()
    if wake_on is not None and wake_on > today + FARTHEST:
        raise OpportunityRefused(gettext("They hear from us again within ten years: nobody is dropped."))
    if wake_on is not None and wake_on <= today:
        raise OpportunityRefused(gettext("The day on which they hear from us again lies ahead: choose one from tomorrow on."))
