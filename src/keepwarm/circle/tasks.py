"""What the background does for the circle: absences begin, are looked after, and end."""

from __future__ import annotations

from datetime import datetime

from keepwarm.circle.actions import come_back, cover
from keepwarm.lib.periodic import Periodic
from keepwarm.staff.models import Absence


def keep_absences(*, now: datetime) -> int:
    """Covers for whoever is away now, also for what came due since; who was to be back is back. How many were looked at."""
    running = list(Absence.objects.filter(returned_at__isnull=True, starts_at__lte=now).select_related("seat"))
    for absence in running:
        if absence.ends_at is not None and absence.ends_at <= now:
            come_back(absence, by=None, now=now)
        else:
            cover(absence, by=None, now=now)
    return len(running)


PERIODIC = (Periodic(keep_absences, minutes=5),)
