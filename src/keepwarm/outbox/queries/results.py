"""Results that no upper room has read yet."""

from __future__ import annotations

from django.db.models import Q

from keepwarm.outbox.models import Message
from keepwarm.outbox.new import Result

_FIELDS = (
    "id", "ref", "kind", "state", "prospect_id", "touch_id", "seat_id", "address_id", "message_id", "settled_at", "because", "last_reply",
)  # fmt: skip


def results_to_tell(limit: int = 200, *, only: Q | None = None) -> list[Result]:
    """Settled messages that nobody has been told of, the oldest message first; at most `limit`. Read them, act, `mark_told`.

    `only`: those that the reader queued, so that each room reads its own.
    """
    rows = Message.objects.filter(only or Q(), told_at__isnull=True, settled_at__isnull=False).order_by("id")
    return [Result(*row) for row in rows.values_list(*_FIELDS)[:limit]]
