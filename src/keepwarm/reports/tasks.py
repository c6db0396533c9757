"""What the background does for reports: in a large house it counts what each list took and gave."""

from __future__ import annotations

from datetime import datetime

from keepwarm.lib.periodic import Periodic
from keepwarm.reports.queries import count_rows, is_recount_due
from keepwarm.touches.actions import keep_tallies

RECOUNT_HOURS = 6


def recount_sources(*, now: datetime) -> bool:
    """Count anew when the last count is older than six hours; it reads for seconds and writes one row for each source."""
    if not is_recount_due(now=now, hours=RECOUNT_HOURS):
        return False
    keep_tallies(count_rows(now=now))
    return True


PERIODIC = (Periodic(recount_sources, minutes=30),)
