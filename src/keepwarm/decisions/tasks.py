"""What the background does for decisions: waking those whose date has come, and judging anew by another definition."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from keepwarm.decisions.actions import heed_signs, wake
from keepwarm.decisions.actions.rejudging import due_rejudgings, rejudge
from keepwarm.lib.periodic import Periodic


def wake_due(*, now: datetime) -> int:
    """Settle those whose wake-up moment has passed."""
    return wake(now=now)


def rejudge_due(*, now: datetime) -> None:
    """Another definition of a lead is in force: judge everyone by it, or go on where a process ended under the work."""
    for definition in due_rejudgings(now=now):
        rejudge(definition, clock=timezone.now)


def heed_new_signs(*, now: datetime) -> None:
    """Decide with what people did of their own accord."""
    heed_signs(now=now)


PERIODIC = [Periodic(wake_due, minutes=5), Periodic(heed_new_signs, minutes=1), Periodic(rejudge_due, minutes=1)]
