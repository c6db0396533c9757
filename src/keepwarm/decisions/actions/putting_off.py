"""Dates of the low-cost conversation that a program moves: set-based, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from keepwarm.decisions.actions.settling import lock
from keepwarm.decisions.models import Deferral
from keepwarm.decisions.rows import write_columns
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import User


@dataclass(frozen=True, slots=True)
class PutOff:
    """Whose next touch goes to which date, and why in words or in a key of the room that moves it."""

    prospect_id: int
    to_at: datetime
    because: str


def put_off(batch: Sequence[PutOff], *, by: User | None, now: datetime) -> set[int]:
    """Move next touches that keep somebody warm; the others are left alone. Returns whose were moved.

    No touch, and nobody's postponement: `postponed` counts what a person did not do. Give at most about 300 at a time.
    """
    wanted = {one.prospect_id: one for one in batch}
    with transaction.atomic():
        lock(sorted(wanted))
        warm = Prospect.objects.filter(pk__in=wanted, ended_at__isnull=True, next_step="keep_warm")
        moved = [(pk, at, wanted[pk]) for pk, at in warm.values_list("pk", "next_touch_at") if at is not None and at != wanted[pk].to_at]
        Deferral.objects.bulk_create(
            [Deferral(prospect_id=pk, from_at=at, to_at=one.to_at, because=one.because[:300], by=by, at=now) for pk, at, one in moved]
        )
        write_columns(("next_touch_at",), [(one.to_at, pk) for pk, _, one in moved])
    return {pk for pk, _, _ in moved}
