"""Hand-offs on the morning report: who waits for whose answer, what was not answered in time, and what came back that day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from keepwarm.handoff.models import Asking, HandOff
from keepwarm.handoff.queries.page_list import HandOffLine, shape_line, with_all
from keepwarm.lib.days import day_in
from keepwarm.staff.models import User

MOST = 12
"""Names of each kind; the list of hand-offs has all."""


@dataclass(frozen=True, slots=True)
class HandOffsOfDay:
    """Names, the most urgent or the newest first. `unanswered` are of those waiting the ones past their time."""

    waiting: tuple[HandOffLine, ...]
    unanswered: tuple[HandOffLine, ...]
    returned: tuple[HandOffLine, ...]

    @property
    def is_empty(self) -> bool:
        """Nobody waits and nobody came back."""
        return not (self.waiting or self.unanswered or self.returned)


def handoffs_of(on: date, *, for_: User, now: datetime) -> HandOffsOfDay:
    """As they stand now, and what was returned on that day of the reader's zone."""
    begins, ends = day_in(for_.zone, on)
    waits = Q(askings__outcome=Asking.Outcome.WAITS, closed_at__isnull=True)
    in_time = HandOff.objects.filter(waits & Q(askings__due_at__gt=now)).order_by("askings__due_at", "pk")
    late = HandOff.objects.filter(waits & Q(askings__due_at__lte=now)).order_by("askings__due_at", "pk")
    back = HandOff.objects.filter(state=HandOff.State.RETURNED, answered_at__gte=begins, answered_at__lt=ends)
    return HandOffsOfDay(
        waiting=_lines(in_time, for_, now),
        unanswered=_lines(late, for_, now),
        returned=_lines(back.order_by("-answered_at", "-pk"), for_, now),
    )


def _lines(rows: QuerySet[HandOff], for_: User, now: datetime) -> tuple[HandOffLine, ...]:
    return tuple(shape_line(row, for_=for_, now=now) for row in with_all(rows)[:MOST])
