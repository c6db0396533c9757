"""Two senders at one moment: who reads the pace of somebody and then writes looks again, under the lock, whether another was faster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import Count

from keepwarm.touches.models import Direction, Touch

LATELY = timedelta(hours=1)
"""Nobody takes so long from reading to writing."""


def ours_lately(prospect_ids: Sequence[int], *, now: datetime) -> dict[int, int]:
    """How many touches of ours each has of the last hour; who has none is not in it. Asked before the pace is read."""
    rows = Touch.objects.filter(prospect_id__in=prospect_ids, direction=Direction.OUT, happened_at__gt=now - LATELY)
    return dict(rows.order_by().values_list("prospect_id").annotate(Count("pk")))


def was_overtaken(prospect_ids: Sequence[int], before: Mapping[int, int], *, now: datetime) -> bool:
    """Whether one of these, who are locked now, has had more from us since."""
    return any(count > before.get(key, 0) for key, count in ours_lately(prospect_ids, now=now).items())
