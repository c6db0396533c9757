"""An inquiry whose owner has not answered at half the agreed time passes on to somebody who is present."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from keepwarm.decisions.actions import settle
from keepwarm.decisions.actions.settling import lock, ready_hours
from keepwarm.intake.owners import gather_staffing
from keepwarm.lib.working_time import NeverAtWork, shifts
from keepwarm.policy.queries import policy_in_force
from keepwarm.prospects.actions import reassign
from keepwarm.prospects.models import StandingChange
from keepwarm.staff.actions import keep_seated
from keepwarm.staff.models import Seat
from keepwarm.staff.queries import week_of
from keepwarm.touches.models import Signal

AT_ONCE: Final = 100


BECAUSE: Final = gettext_noop("not answered at half the agreed time")
"""Kept as it stands here: whoever was passed on before is known by it."""


def pass_on_unanswered(*, now: datetime) -> int:
    """Pass on those who asked for contact and wait for more than half the agreed working time. Returns how many. Set-based.

    Each passes on once: whoever has it then keeps it, and the manager sees it overdue. With nobody else present it stays.
    """
    late = _late(now=now)
    to = _heirs(late, now=now)
    ids = sorted(to)
    for start in range(0, len(ids), AT_ONCE):
        ready_hours(ids[start : start + AT_ONCE], now=now)
    return sum(pass_on(ids[start : start + AT_ONCE], dict(late), to, now=now) for start in range(0, len(ids), AT_ONCE))


def pass_on(ids: Sequence[int], late: Mapping[int, int], to: Mapping[int, int], *, now: datetime) -> int:
    """Those of the piece who still wait at the same owner once they are locked: seats first, then prospects by id."""
    with transaction.atomic():
        here = keep_seated({to[pk] for pk in ids})
        lock(ids)
        owners = dict(_waiting().filter(prospect_id__in=ids).values_list("prospect_id", "prospect__owner_id"))
        passed = _passed_before(ids)
        still = [pk for pk in ids if owners.get(pk) == late[pk] and to[pk] in here and pk not in passed]
        moved: list[int] = []
        for owner in sorted({late[pk] for pk in still}):
            mine = {pk: to[pk] for pk in still if late[pk] == owner}
            moved += reassign(mine, dict.fromkeys(mine, BECAUSE), from_seat=owner, by=None, now=now)
        Signal.objects.open().filter(prospect_id__in=moved, kind=Signal.Kind.CONTACT_ASKED).update(seat=None)
        settle(moved, by=None, now=now, because=BECAUSE)
    return len(moved)


def _waiting() -> QuerySet[Signal]:
    """Who asked for contact, and whom nobody is talking to right now."""
    asked = Signal.objects.open().filter(kind=Signal.Kind.CONTACT_ASKED, due_at__isnull=False)
    return asked.filter(prospect__hold__isnull=True)


def _late(*, now: datetime) -> list[tuple[int, int]]:
    """Prospect and owner of those who wait too long and were not passed on before, the most urgent first."""
    waiting = list(_waiting().order_by("due_at").values_list("prospect_id", "prospect__owner_id", "raised_at"))
    half = 60 * policy_in_force().contact_within_working_hours / 2
    seats = Seat.objects.in_bulk({owner for _pk, owner, _raised in waiting})
    late = {pk: owner for pk, owner, raised in waiting if _waited(seats[owner], raised, now) >= half}
    passed = _passed_before(list(late))
    return [(pk, owner) for pk, owner in late.items() if pk not in passed]


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
