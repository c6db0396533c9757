"""The figures of a week are kept as they were counted above."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from django.db import transaction

from keepwarm.goals.models import Week, WeekCount

Counted = Mapping[tuple[int | None, str, str], int]
"""By seat (None: the house), figure and key."""
BATCH = 400
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def keep_week(starts_on: date, counted: Counted, *, now: datetime) -> int:
    """Write what differs from what is kept of this week; gives how many rows did. In pieces: nobody waits long for any of them.

    A crash in between leaves a week half new; its `counted_at` is set last, so that it is counted again.
    """
    week, _made = Week.objects.get_or_create(starts_on=starts_on, defaults={"counted_at": LONG_AGO})
    kept = {(row.seat_id, row.figure, row.key): row for row in week.counts.all()}
    changed = [row for row in kept.values() if counted.get((row.seat_id, row.figure, row.key), 0) not in {0, row.count}]
    for row in changed:
        row.count = counted[row.seat_id, row.figure, row.key]
    gone = [row.pk for place, row in kept.items() if not counted.get(place)]
    new = [
        WeekCount(week=week, seat_id=place[0], figure=place[1], key=place[2], count=n)
        for place, n in counted.items()
        if n and place not in kept
    ]
    for begins in range(0, max(len(changed), len(gone), len(new)), BATCH):
        part = slice(begins, begins + BATCH)
        with transaction.atomic():
            WeekCount.objects.bulk_update(changed[part], ["count"])
            WeekCount.objects.filter(pk__in=gone[part]).delete()
            WeekCount.objects.bulk_create(new[part], ignore_conflicts=True)
    Week.objects.filter(pk=week.pk).update(counted_at=now)
    return len(changed) + len(gone) + len(new)
