"""Who remains of people that were merged."""

from __future__ import annotations

from collections.abc import Iterable

from keepwarm.prospects.models import Prospect


def remaining(ids: Iterable[int]) -> dict[int, int]:
    """Each id to itself, or to the one it was merged into, over however many merges. One query when nobody was merged."""
    told = {one: one for one in ids}
    merged = _merged(set(told))
    while merged:
        told = {one: merged.get(now, now) for one, now in told.items()}
        merged = _merged(set(merged.values()))
    return told


def _merged(ids: set[int]) -> dict[int, int]:
    return dict(Prospect.objects.filter(pk__in=ids, merged_into__isnull=False).values_list("pk", "merged_into_id"))
