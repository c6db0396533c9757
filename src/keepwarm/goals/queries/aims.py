"""Which goal and which quota holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from keepwarm.goals.models import Goal, Quota


def goals_on(on: date) -> list[Goal]:
    """The goals that hold on that day, by the name of the seat: of each seat and measure the newest that began."""
    newest: dict[tuple[int, str], Goal] = {}
    for row in Goal.objects.filter(from_on__lte=on).select_related("seat").order_by("from_on", "pk"):
        newest[row.seat_id, row.measure] = row
    return sorted((row for row in newest.values() if row.aim), key=lambda row: (row.seat.name, row.measure))


def goals_set() -> list[Goal]:
    """The last that were set, the newest first, with who set them."""
    return list(Goal.objects.select_related("seat", "by").order_by("-pk")[:50])


def quotas_of(period: str, starts: Iterable[date]) -> dict[tuple[int, date], Quota]:
    """By seat and first day, the quota that holds; what was taken back is not among them."""
    found: dict[tuple[int, date], Quota] = {}
    for row in Quota.objects.filter(period=period, starts_on__in=list(starts)).select_related("seat").order_by("pk"):
        found[row.seat_id, row.starts_on] = row
    return {place: row for place, row in found.items() if row.amount_minor is not None or row.sales is not None}
