"""Putting back to keep warm, from any stage: out of sales, the hand-off closes and the prospect goes home in the same transaction."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from keepwarm.decisions.actions import keep_warm
from keepwarm.handoff.actions.following import follow
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import User


def recycle(
    prospect_id: int, wake_at: datetime, because: str, *, reason: str, by: User | None, now: datetime, version: int | None = None
) -> Prospect:
    """Back to keep warm until `wake_at`. `reason`: engine.words.RecycleReason; `because` in words. Raises as `keep_warm` does."""
    with transaction.atomic():
        after = keep_warm(prospect_id, wake_at, because, reason=reason, by=by, now=now, version=version)
        follow([after.pk], by=by, now=now)
    return Prospect.objects.get(pk=after.pk)
