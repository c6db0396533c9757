"""Every write of what people did."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from keepwarm.signs.absorbing import absorb, forget, give_back  # noqa: F401  # the circle finds them here
from keepwarm.signs.models import Sign
from keepwarm.signs.recording import NewSign

CHUNK = 500


def record_signs(batch: Iterable[NewSign], *, now: datetime) -> int:
    """Writes what people did, set-based; what was told before is left as it is. Gives how many were told.

    The caller may hold a transaction. A sign before `now` is as good as one of this moment: it counts from when it happened.
    """
    rows = [one.row(now=now) for one in batch]
    Sign.objects.bulk_create(rows, batch_size=CHUNK, ignore_conflicts=True)
    return len(rows)
