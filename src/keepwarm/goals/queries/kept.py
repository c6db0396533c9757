"""The kept weeks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

from keepwarm.goals.models import Week, WeekCount


def kept_weeks(starts: Iterable[date]) -> dict[date, datetime]:
    """Which of these weeks are kept, and when each was counted."""
    return dict(Week.objects.filter(starts_on__in=list(starts)).values_list("starts_on", "counted_at"))


def kept_counts(
    starts: Collection[date], figures: Collection[str], *, seats: Collection[int] | None = None
) -> list[tuple[date, int | None, str, str, int]]:
    """Rows of week, seat, figure, key and count. `seats` None: of the house as a whole; else of these seats, each its own."""
    rows = WeekCount.objects.filter(week__starts_on__in=starts, figure__in=figures)
    rows = rows.filter(seat__isnull=True) if seats is None else rows.filter(seat__in=seats)
    return list(rows.values_list("week__starts_on", "seat_id", "figure", "key", "count"))
