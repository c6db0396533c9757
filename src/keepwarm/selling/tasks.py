"""The clock of opportunities, in the background."""

from __future__ import annotations

from datetime import datetime

from keepwarm.lib.periodic import Periodic
from keepwarm.selling.actions.following import tick


def follow_prospects(*, now: datetime) -> None:
    """Opportunities of prospects who ended, were put back, or were spoken with."""
    tick(now=now)


PERIODIC = (Periodic(follow_prospects, minutes=1),)
"""Within a minute an opportunity stands as its prospect does."""
