"""What the background does for decisions: the nightly plan, and waking those whose date has come."""

from __future__ import annotations

from datetime import datetime

from keepwarm.decisions.actions import wake
from keepwarm.lib.periodic import Periodic


def wake_due(*, now: datetime) -> int:
    """Settle those whose wake-up moment has passed."""
    return wake(now=now)


PERIODIC = [Periodic(wake_due, minutes=5)]
