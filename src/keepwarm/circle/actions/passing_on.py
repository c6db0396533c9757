"""An inquiry whose owner has not answered at half the agreed time passes on to somebody who is present."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext_noop

from keepwarm.circle.actions.moving import carry_out
from keepwarm.circle.models import Cover
from keepwarm.circle.queries.heirs import Heir
from keepwarm.circle.queries.plans import Move
from keepwarm.decisions.actions import settle
from keepwarm.decisions.actions.settling import lock, ready_hours
from keepwarm.engine.words import Stage
from keepwarm.handoff.queries.candidates import present_closing_seats
from keepwarm.intake.owners import gather_staffing
from keepwarm.lib.working_time import NeverAtWork, shifts
from keepwarm.policy.queries import policy_in_force
from keepwarm.prospects.models import Prospect, StandingChange
from keepwarm.staff.actions import keep_seated
from keepwarm.staff.models import Seat
from keepwarm.staff.queries import at_work, week_of
from keepwarm.touches.models import Signal

AT_ONCE: Final = 100


BECAUSE: Final = gettext_noop("not answered at half the agreed time")
"""Kept as it stands here: whoever was passed on before is known by it."""


def pass_on_unanswered(*, now: datetime) -> int:
    """Pass on those who asked for contact and wait for more than half the agreed working time. Returns how many. Set-based.

    Each passes on once: whoever has it then keeps it, and the manager sees it overdue. With nobody else at work it stays;
    whoever asks again, after an answer, passes on again. What is with sales passes on to somebody who sells.
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
        for owner, seat in sorted({(late[pk], to[pk]) for pk in still}):
            moves = [Move(pk, now, Heir(seat, BECAUSE)) for pk in still if (late[pk], to[pk]) == (owner, seat)]
            mine = carry_out(moves, {move.prospect_id: BECAUSE for move in moves}, from_seat=owner, by=None, now=now)
            _lend_on(mine, owner, seat)
            moved += mine
        settle(moved, by=None, now=now, because=BECAUSE)
    return len(moved)


def _lend_on(ids: Sequence[int], owner: int, seat: int) -> None:
    """What was only lent to the one who let it wait is on loan with the next, so that it still comes back."""
    running = Cover.objects.filter(prospect_id__in=ids, kind=Cover.Kind.LENT, closed_at__isnull=True)
    running.filter(stand_in_id=owner).update(stand_in_id=seat)


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
    """Those who were passed on since they asked: what was asked and answered long ago is another matter."""
    changes = StandingChange.objects.filter(prospect_id__in=ids, what=StandingChange.What.OWNER, because=BECAUSE)
    passed = dict(changes.values_list("prospect_id").annotate(at=Max("at")).order_by())
    asked = dict(_waiting().filter(prospect_id__in=passed).values_list("prospect_id").annotate(at=Max("raised_at")).order_by())
    return {pk for pk, at in passed.items() if pk in asked and at >= asked[pk]}


def _heirs(late: Sequence[tuple[int, int]], *, now: datetime) -> dict[int, int]:
    """The next in turn who is at work now, and not the one who let it wait.

    Whom sales accepted, and customers, go to those who sell; while none of them is at work a customer goes to anybody.
    """
    if not late:
        return {}
    seats = Seat.objects.in_bulk(gather_staffing(now=now).turn)
    turn = [seat.pk for seat in at_work(seats.values(), now)]
    selling = [seat.pk for seat in at_work(present_closing_seats(now), now)]
    stages = dict(Prospect.objects.filter(pk__in=[pk for pk, _owner in late]).values_list("pk", "stage"))
    to: dict[int, int] = {}
    for pk, owner in late:
        lines = {Stage.IN_SALES: [selling], Stage.CUSTOMER: [selling, turn]}.get(Stage(stages[pk]), [turn])
        found = next(((seat, line) for line in lines for seat in line if seat != owner), None)
        if found is not None:
            to[pk], line = found
            line.remove(to[pk])
            line.append(to[pk])
    return to
