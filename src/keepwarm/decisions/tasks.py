"""What the background does for decisions: waking those whose date has come, and judging anew by another definition."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from keepwarm.decisions.actions import wake
from keepwarm.decisions.actions.rejudging import due_rejudgings, rejudge
from keepwarm.lib.periodic import Periodic


def wake_due(*, now: datetime) -> int:
    """Settle those whose wake-up moment has passed."""
    return wake(now=now)


def rejudge_due(*, now: datetime) -> None:
    """Another definition of a lead is in force: judge everyone by it, or go on where a process ended under the work."""
    for definition in due_rejudgings(now=now):
        rejudge(definition, clock=timezone.now)


PERIODIC = [Periodic(wake_due, minutes=5), Periodic(rejudge_due, minutes=1)]
