"""Who is in which program: set-based, with why; one at a time, and those they left stay known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from keepwarm.programs.models import Enrollment, Program

AT_ONCE = 400  # rows of one transaction


@dataclass(frozen=True, slots=True)
class Enrolling:
    """Where somebody belongs. `enrollment_id` 0: in none so far; `moves` False: only the count of items left is another."""

    prospect_id: int
    program: Program | None
    left_items: int
    points: float
    enrollment_id: int
    moves: bool


def enrol_people(batch: Sequence[Enrolling], *, now: datetime) -> None:
    """Bring the rows up to date, in short transactions."""
    for start in range(0, len(batch), AT_ONCE):
        with transaction.atomic():
            _enrol(batch[start : start + AT_ONCE], now=now)


def _enrol(piece: Sequence[Enrolling], *, now: datetime) -> None:
    moving = [one for one in piece if one.moves]
    Enrollment.objects.filter(prospect_id__in=[one.prospect_id for one in moving], left_at__isnull=True).update(left_at=now)
    Enrollment.objects.bulk_create([_row(one, now=now) for one in moving if one.program is not None], batch_size=200)
    by_left: dict[int, list[int]] = {}
    for one in piece:
        if not one.moves and one.enrollment_id:
            by_left.setdefault(one.left_items, []).append(one.enrollment_id)
    for left, ids in by_left.items():
        Enrollment.objects.filter(pk__in=ids).update(left_items=left)


def _row(one: Enrolling, *, now: datetime) -> Enrollment:
    why = Enrollment.Why.INTEREST if one.program is not None and one.program.topic else Enrollment.Why.EVERYONE
    return Enrollment(
        prospect_id=one.prospect_id, program=one.program, since_at=now, why=why, points=round(one.points, 1), left_items=one.left_items
    )
