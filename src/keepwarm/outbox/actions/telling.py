"""That an upper room has read a result."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from keepwarm.outbox.models import Message
from keepwarm.outbox.new import Result


def mark_told(results: Sequence[Result], *, now: datetime) -> int:
    """Results that were read and acted upon, in the reader's transaction. One that changed in the meantime is told again."""
    told = 0
    for state in {one.state for one in results}:
        ids = [one.id for one in results if one.state == state]
        told += Message.objects.filter(pk__in=ids, state=state, told_at__isnull=True).update(told_at=now)
    return told
