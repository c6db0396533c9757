"""How many leads came back under a version: kept for the review of the definition."""

from __future__ import annotations

from datetime import datetime

from keepwarm.qualification.models import Returns


def keep_returns(definition: int, *, answered: int, returned: int, now: datetime) -> None:
    """The counts as they stand now; nothing is written while they are the same."""
    same = Returns.objects.filter(definition=definition, answered=answered, returned=returned)
    if (answered or returned) and not same.exists():
        counts = {"answered": answered, "returned": returned, "counted_at": now}
        Returns.objects.update_or_create(definition=definition, defaults=counts)
