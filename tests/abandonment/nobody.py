"""What must hold of everybody at any time: the invariant behind all twelve ways to be abandoned."""

from __future__ import annotations

from datetime import datetime, timedelta

from keepwarm.programs.carried import CARRIED
from keepwarm.programs.models import Turn
from keepwarm.prospects.models import Prospect

LATE = timedelta(days=8)
"""A gap, a long weekend and a holiday: later than that a turn was forgotten."""


def abandoned(now: datetime) -> list[str]:
    """Who is left without a next touch, or whose low-cost touch is long due and not planned; empty when all is well."""
    open_ones = Prospect.objects.filter(ended_at__isnull=True)
    nothing = open_ones.filter(next_touch_at__isnull=True) | open_ones.filter(next_step="")
    late = open_ones.filter(next_step="keep_warm", because_rule__in=CARRIED, next_touch_at__lt=now - LATE).exclude(wake_at__lte=now)
    late = late.exclude(turns__ended_at__gt=now - LATE)  # one just came back: the next comes after the gap
    stuck = Turn.objects.planned().filter(due_at__lt=now - LATE)
    return [
        *(f"{one.name}: no next touch" for one in nothing),
        *(f"{one.name}: {one.because_rule} was due {one.next_touch_at}; {_turns(one)}" for one in late),
        *(f"{one.prospect.name}: a turn was due {one.due_at}" for one in stuck.select_related("prospect")),
    ]


def _turns(prospect: Prospect) -> str:
    rows = Turn.objects.filter(prospect=prospect).order_by("-pk")[:5]
    return "; ".join(f"{one.kind} {one.channel} {one.state} {one.due_at:%d %b} {one.ended_because} {one.moved_to_at or ''}" for one in rows)
