"""Whom the system may offer by itself."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Max, Q, QuerySet

from keepwarm.handoff.models import HandOff
from keepwarm.prospects.models import Prospect, Stage

MOVED = ("ready_again", "hot_and_qualified")
"""Rules that find a lead among those who were put back."""


def ready_to_offer(*, now: datetime) -> list[int]:
    """Leads that nobody has offered; of those sales gave back, the ones of whom something new was learned since."""
    leads = Prospect.objects.filter(is_lead=True, ended_at__isnull=True, merged_into__isnull=True)
    waits = Q(wake_at__gt=now)
    far_come = Q(stage__gt=Stage.CONVERSING, stage__lt=Stage.ENDED)  # the few that have an index, in its words
    by_stage = leads.filter(far_come, stage=Stage.LEAD).exclude(waits)
    by_rule = leads.filter(stage=Stage.CONVERSING, because_rule__in=MOVED).exclude(next_step="keep_warm")
    return sorted({*_unoffered(by_stage), *_unoffered(by_rule)})


def _unoffered(rows: QuerySet[Prospect]) -> list[int]:
    never_again = Q(last_closed_at__isnull=False) & (Q(last_progress_at__isnull=True) | Q(last_progress_at__lte=F("last_closed_at")))
    fresh = rows.exclude(pk__in=HandOff.objects.filter(closed_at__isnull=True).values("prospect"))
    dated = fresh.annotate(last_closed_at=Max("handoffs__closed_at"))
    return list(dated.exclude(never_again).order_by("pk").values_list("pk", flat=True))
