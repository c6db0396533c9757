"""Whom somebody found to be one and the same person."""

from __future__ import annotations

from django.db.models import QuerySet

from keepwarm.circle.models import Merge
from keepwarm.prospects.models import Prospect

SHOWN = 10


def standing_merges(prospect: Prospect) -> QuerySet[Merge]:
    """The merges into this person that stand, the newest first: each can be undone, the newest before the older."""
    return Merge.objects.filter(winner=prospect, undone_at__isnull=True).select_related("loser", "by").order_by("-at", "-pk")[:SHOWN]
