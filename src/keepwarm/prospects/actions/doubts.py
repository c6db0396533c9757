"""Two prospects that may be one: a person says whether they are. Merging itself is an action of `circle`."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.models import Doubt
from keepwarm.staff.models import User

SAME, DIFFERENT = "same", "different"


class DoubtSettled(Refusal):
    """Somebody has answered this doubt already, or there is no such doubt."""


def settle_doubt(doubt_id: int, verdict: str, *, by: User | None, now: datetime) -> Doubt:
    """Keep the verdict, `same` or `different`; a pair found different is never asked about again. Raises DoubtSettled."""
    if verdict not in {SAME, DIFFERENT}:
        raise DoubtSettled(gettext("Two people are either the same or different."))
    with transaction.atomic():
        asked = Doubt.objects.filter(pk=doubt_id, settled_at__isnull=True)
        if not asked.update(verdict=verdict, settled_at=now, settled_by=by):
            raise DoubtSettled(gettext("This doubt was settled already."))
        return Doubt.objects.select_related("a", "b").get(pk=doubt_id)
