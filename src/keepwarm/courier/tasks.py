"""What the background does for what left: what was taken long ago is emptied."""

from __future__ import annotations

from datetime import datetime

from keepwarm.courier.actions import empty_parcels
from keepwarm.lib.periodic import Periodic


def clear_away(*, now: datetime) -> None:
    """Some thousands an hour, in short writes."""
    empty_parcels(now=now)


PERIODIC = (Periodic(clear_away, minutes=47),)
