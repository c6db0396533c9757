"""Points to say: what was not written because it belongs into a talk. The desk and the call sheet show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from keepwarm.letters.models import PointToSay
from keepwarm.prospects.models import Prospect

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Point:
    """One point, and who meant to write it when."""

    ref: str
    text: str
    by: str
    at: datetime


def points_for(prospect: Prospect) -> tuple[Point, ...]:
    """What waits to be said, the newest first: since the last talk, and not ticked off."""
    rows = PointToSay.objects.filter(prospect=prospect, said_at__isnull=True)
    if prospect.last_reached_at is not None:
        rows = rows.filter(at__gt=prospect.last_reached_at)
    return tuple(Point(*row) for row in rows.order_by("-at", "-pk").values_list("ref", "text", "seat__name", "at")[:SHOWN])
