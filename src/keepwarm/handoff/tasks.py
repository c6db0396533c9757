"""The clock of hand-offs, in the background."""

from __future__ import annotations

from datetime import datetime

from keepwarm.handoff.actions import tick
from keepwarm.handoff.actions.counting import count_returns
from keepwarm.lib.periodic import Periodic


def move_the_clock(*, now: datetime) -> None:
    """Reminders, managers, other reps, and what the system offers by itself."""
    tick(now=now)


PERIODIC = (Periodic(move_the_clock, minutes=1), Periodic(count_returns, minutes=30))
