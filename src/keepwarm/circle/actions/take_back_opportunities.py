"""Opportunities that came with a list go with it, as long as nobody worked with them since."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.db import transaction

from keepwarm.decisions.actions import settle
from keepwarm.intake.models import Import
from keepwarm.selling.actions.absorbing import source_of
from keepwarm.selling.models import Opportunity, Sale
from keepwarm.touches.models import Signal

CHUNK: Final = 100


def take_back_opportunities(imported: Import, *, clock: Callable[[], datetime]) -> tuple[int, int]:
    """How many are gone, and how many stay because they were changed, or because something was promised at their sale."""
    mine = Opportunity.objects.filter(source__startswith=f"import:{imported.ref}:")
    ids = list(
        mine.filter(version=1).exclude(sales__promises__isnull=False).exclude(sales__undone_at__isnull=False).values_list("pk", flat=True)
    )
    kept = mine.count() - len(ids)
    for start in range(0, len(ids), CHUNK):
        with transaction.atomic():
            _remove(ids[start : start + CHUNK], now=clock())
    return len(ids), kept


def _remove(ids: list[int], *, now: datetime) -> None:
    found = list(Opportunity.objects.filter(pk__in=ids).values_list("ref", "prospect_id", "closed_at"))
    people = [prospect for _ref, prospect, closed in found if closed is None]
    # gone, not voided: the people are removed past the ORM, which looks for signals that wait only
    waits = Signal.objects.open().filter(prospect_id__in=people, kind=Signal.Kind.OPPORTUNITY)
    waits.filter(source__in=[source_of(ref) for ref, _prospect, _closed in found]).delete()
    Sale.objects.filter(opportunity_id__in=ids).delete()
    Opportunity.objects.filter(pk__in=ids).delete()
    settle(people, by=None, now=now)
