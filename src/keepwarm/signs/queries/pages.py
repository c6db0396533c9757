"""The marked pages, and how many people looked at each."""

from __future__ import annotations

from django.db.models import Count, Q

from keepwarm.signs.models import Page

SHOWN = 200


def list_pages() -> list[Page]:
    """Those that are marked now, by address, each with `people`: how many looked at it, robots left out."""
    rows = Page.objects.filter(ended_at__isnull=True)
    counted = rows.annotate(people=Count("signs__prospect", distinct=True, filter=Q(signs__is_robot=False)))
    return list(counted.order_by("url")[:SHOWN])
