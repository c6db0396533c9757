"""In the background: counts for the map, and feeds that are due."""

from __future__ import annotations

from datetime import datetime

from keepwarm.content.actions.counting import count_anew
from keepwarm.lib.periodic import Periodic


def count_items(*, now: datetime) -> None:
    """Counts for the map."""
    count_anew(now=now)


PERIODIC = (Periodic(count_items, minutes=30),)
