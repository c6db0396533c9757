"""Letters beyond the budget that were granted on a day, with their reasons: they stand on the morning report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from keepwarm.letters.models import LetterException
from keepwarm.lib.days import today_in
from keepwarm.reports.queries.days import span_of
from keepwarm.staff.models import Seat


@dataclass(frozen=True, slots=True)
class Granted:
    """Letters granted to a rep for one reason: by whom, how many, and how many of them were used by now."""

    by: str
    because: str
    count: int
    used: int


def granted_on(on: date, seats: Sequence[Seat]) -> dict[int, tuple[Granted, ...]]:
    """By seat, what was granted on the day of its own place. One query."""
    if not seats:
        return {}
    zones = {seat.pk: seat.zone for seat in seats}
    begins, ends = span_of(on, zones.values())
    rows = LetterException.objects.filter(seat__in=zones, at__gte=begins, at__lt=ends, withdrawn_at__isnull=True).order_by("at", "pk")
    found: dict[int, dict[tuple[str, str], list[bool]]] = {}
    for row in rows.select_related("by", "used_by__touch"):
        if today_in(zones[row.seat_id], row.at) == on:
            found.setdefault(row.seat_id, {}).setdefault((row.by.name, row.because), []).append(row.is_used)
    return {
        seat: tuple(Granted(by, because, len(used), sum(used)) for (by, because), used in reasons.items())
        for seat, reasons in found.items()
    }
