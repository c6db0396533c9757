"""The clock of hand-offs, in the background."""

from __future__ import annotations

from datetime import datetime

from keepwarm.handoff.actions import tick
from keepwarm.handoff.actions.counting import count_returns
from keepwarm.handoff.actions.giving import move_from_former
from keepwarm.lib.periodic import Periodic


def move_the_clock(*, now: datetime) -> None:
    """Reminders, managers, other reps, and what the system offers by itself."""
    tick(now=now)


def look_around(*, now: datetime) -> None:
    """What need not be looked at each minute: how many leads came back, and whoever sells no more and was never asked."""
    count_returns(now=now)
    move_from_former(now=now, everyone=True)


PERIODIC = (Periodic(move_the_clock, minutes=1), Periodic(look_around, minutes=30))
