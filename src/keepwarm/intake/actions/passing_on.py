"""An inquiry whose owner has not answered at half the agreed time passes on to somebody who is present."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from keepwarm.decisions.actions import settle
from keepwarm.intake.owners import gather_staffing
from keepwarm.lib.working_time import NeverAtWork, shifts
from keepwarm.policy.queries import policy_in_force
from keepwarm.prospects.actions import reassign
from keepwarm.prospects.models import StandingChange
from keepwarm.staff.models import Seat
from keepwarm.staff.queries import week_of
from keepwarm.touches.models import Signal

AT_ONCE: Final = 100


def pass_on_unanswered(*, now: datetime) -> int:
    """Pass on those who asked for contact and wait for more than half the agreed working time. Returns how many. Set-based.

    Each passes on once: whoever has it then keeps it, and the manager sees it overdue. With nobody else present it stays.
    """
    waiting = list(
        Signal.objects.open()
        .filter(kind=Signal.Kind.CONTACT_ASKED, due_at__isnull=False, prospect__hold__isnull=True)
        .order_by("due_at")
        .values_list("prospect_id", "prospect__owner_id", "raised_at")
    )
    if not waiting:
        return 0
    half = 60 * policy_in_force().contact_within_working_hours / 2
    seats = Seat.objects.in_bulk({owner for _pk, owner, _raised in waiting})
    late = [(pk, owner) for pk, owner, raised in waiting if _waited(seats[owner], raised, now) >= half]
    passed = _passed_before([pk for pk, _owner in late])
    to = _heirs([(pk, owner) for pk, owner in late if pk not in passed], now=now)
    ids = sorted(to)
    for start in range(0, len(ids), AT_ONCE):
        piece = ids[start : start + AT_ONCE]
        with transaction.atomic():
            because = dict.fromkeys(piece, BECAUSE)
            moved = reassign({pk: to[pk] for pk in piece}, because, from_seat=None, by=None, now=now)
            Signal.objects.open().filter(prospect_id__in=moved, kind=Signal.Kind.CONTACT_ASKED).update(seat=None)
            settle(moved, by=None, now=now, because=BECAUSE)
    return len(ids)


BECAUSE: Final = "not answered at half the agreed time"


def _waited(seat: Seat, since: datetime, now: datetime) -> float:
    """Working minutes of the owner since they asked."""
    waited = 0.0
    try:
        for opens, closes in shifts(week_of(seat), since):
            if opens >= now:
                break
            waited += (min(closes, now) - opens).total_seconds() / 60
    except NeverAtWork:
        return 0.0
    return waited


def _passed_before(ids: Sequence[int]) -> set[int]:
    return set(
        StandingChange.objects.filter(prospect_id__in=ids, what=StandingChange.What.OWNER, because=BECAUSE).values_list(
            "prospect_id", flat=True
        )
    )


def _heirs(late: Sequence[tuple[int, int]], *, now: datetime) -> dict[int, int]:
    """The next in turn who is present, and not the one who let it wait."""
    if not late:
        return {}
    turn = gather_staffing(now=now).turn
    to: dict[int, int] = {}
    for pk, owner in late:
        seat = next((one for one in turn if one != owner), None)
        if seat is not None:
            turn.remove(seat)
            turn.append(seat)
            to[pk] = seat
    return to
