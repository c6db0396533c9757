"""What people did, and the next touch was not decided with yet."""

from __future__ import annotations

from datetime import datetime, timedelta

from keepwarm.signs.models import Sign

SETTLES = timedelta(minutes=3)
"""So long what tells robots apart has time: the other clicks of the mail, and the news of its delivery. Our choice."""


def unheeded(*, now: datetime, most: int) -> list[tuple[int, int]]:
    """Ids of such signs with their prospects, the oldest first."""
    rows = Sign.objects.filter(heeded_at__isnull=True, recorded_at__lte=now - SETTLES)
    return list(rows.order_by("recorded_at", "pk").values_list("pk", "prospect_id")[:most])
