"""That somebody received an item: in the transaction of the touch that brought it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from keepwarm.content.models import Received


@dataclass(frozen=True, slots=True)
class NewReceived:
    """One person had one item. `at` empty: now."""

    prospect_id: int
    item_id: int
    touch_id: int | None = None
    at: datetime | None = None


def record_received(batch: Sequence[NewReceived], *, now: datetime) -> None:
    """Keeps who had what, set-based; what is kept already stays as it is. The caller holds the transaction."""
    rows = [Received(prospect_id=one.prospect_id, item_id=one.item_id, touch_id=one.touch_id, at=one.at or now) for one in batch]
    Received.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
