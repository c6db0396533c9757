"""Who of the people an import made was touched since: by a person, by a touch, by another list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from keepwarm.circle.models import Merge
from keepwarm.decisions.models import AdviceRefused, Decision, Deferral
from keepwarm.handoff.models import HandOff
from keepwarm.intake.models import Import, ImportedRow
from keepwarm.prospects.models import Prospect, StandingChange
from keepwarm.touches.models import Inquiry, Remark, Touch


def touched_since(ids: Sequence[int], imported: Import) -> set[int]:
    """Those of `ids` of whom there is more than what this import wrote. Set-based."""
    mine = ImportedRow.objects.filter(imported=imported, prospect_id__in=ids).values("inquiry_id")
    found: set[int] = set()
    for rows in (
        Touch.objects.filter(prospect_id__in=ids),
        Inquiry.objects.filter(prospect_id__in=ids).exclude(pk__in=mine),
        Decision.objects.filter(prospect_id__in=ids, by__isnull=False),
        Deferral.objects.filter(prospect_id__in=ids),
        AdviceRefused.objects.filter(prospect_id__in=ids),
        Remark.objects.filter(prospect_id__in=ids),
        HandOff.objects.filter(prospect_id__in=ids),
        StandingChange.objects.filter(prospect_id__in=ids, by__isnull=False),
        ImportedRow.objects.filter(prospect_id__in=ids).exclude(imported=imported),
    ):
        found.update(_who(rows))
    merges = Merge.objects.filter(Q(winner__in=ids) | Q(loser__in=ids)).values_list("winner_id", "loser_id")
    found.update(pk for pair in merges for pk in pair)
    found.update(Prospect.objects.filter(pk__in=ids).exclude(chosen_step=0).values_list("pk", flat=True))
    return found & set(ids)


def _who(rows: Any) -> set[int]:
    return set(rows.values_list("prospect_id", flat=True))
