"""Somebody leaves: each of their prospects has an owner and a date, in the transaction that closes the seat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Subquery
from django.utils.translation import gettext

from keepwarm.circle.actions.moving import carry_out
from keepwarm.circle.models import Cover
from keepwarm.circle.queries.heirs import Heir, house_heir
from keepwarm.circle.queries.plans import Move, plan_leave
from keepwarm.content import absorbing as content
from keepwarm.customers.actions import absorbing as customers
from keepwarm.decisions.actions.settling import lock
from keepwarm.handoff.actions import ask_others
from keepwarm.handoff.actions.threads import cut_threads_of
from keepwarm.handoff.queries import asked_about
from keepwarm.lib.refusal import Refusal
from keepwarm.programs.actions import absorbing as programs
from keepwarm.prospects.models import Prospect
from keepwarm.selling.actions import absorbing as selling
from keepwarm.seminars.actions import absorbing as seminars
from keepwarm.staff.actions import close_seat
from keepwarm.staff.models import Role, RoleGrant, Seat, User
from keepwarm.staff.queries import RUNS_THE_TEAM, pool_of, require_role
from keepwarm.surveys.actions import absorbing as surveys

AT_ONCE = 200
"""Prospects that one transaction moves of what came late."""


class LeaveRefused(Refusal):
    """A seat that cannot be left, or a leaving without a reason."""


@dataclass(frozen=True, slots=True)
class Left:
    """How many open prospects moved, how many of them were promised a moment, and how many ended ones went to the pool."""

    moved: int
    promised: int
    ended: int


def leave(seat: Seat, *, by: User | None, now: datetime, because: str) -> Left:
    """The holder of `seat` works here no more: sign-in and API keys end, and everything they owned has a new owner.

    Dates and promised hours stay as they are; each prospect's page says who has it now and why. Who gets what is thought
    out before the transaction, so that the write lock is held for the writing only.
    """
    _check(seat, by, because)
    moves = plan_leave(seat, now=now)
    with transaction.atomic():
        if not close_seat(seat, because=because, by=by, now=now):
            raise LeaveRefused(gettext("%(name)s left before.") % {"name": seat.name})
        lock(sorted({*(move.prospect_id for move in moves), *asked_about(seat)}))
        moved = set(_move(seat, moves, because=because, by=by, now=now))
        late = [move for move in plan_leave(seat, now=now) if move.prospect_id not in moved]
        moved |= set(_move(seat, late, because=because, by=by, now=now))
        ended = _to_the_pool(seat, because=because, by=by, now=now)
        _close_covers(seat, now=now)
        _give_on(seat, now=now)
        ask_others(seat, by=by, now=now)
        cut_threads_of(seat, now=now)
    promised = sum(move.prospect_id in moved for move in [*moves, *late] if move.promised_at)
    return Left(len(moved), promised, ended)


def give_on_what_came_late(*, now: datetime) -> int:
    """What a running list, or a form, still gave to somebody who left at that moment has an owner who is here. How many moved.

    In pieces: a list may have brought thousands.
    """
    theirs = Prospect.objects.filter(owner=OuterRef("pk"))
    left = Seat.objects.filter(Exists(theirs), kind=Seat.Kind.PERSON, left_at__isnull=False)
    count = 0
    for seat in left.order_by("pk"):
        moves, because = plan_leave(seat, now=now), gettext("came in meanwhile")
        for start in range(0, len(moves), AT_ONCE):
            with transaction.atomic():
                count += len(_move(seat, moves[start : start + AT_ONCE], because=because, by=None, now=now))
        with transaction.atomic():
            count += _to_the_pool(seat, because=because, by=None, now=now)
    return count


def _check(seat: Seat, by: User | None, because: str) -> None:
    require_role(by, *RUNS_THE_TEAM)
    if seat.kind != Seat.Kind.PERSON:
        raise LeaveRefused(gettext("A team's pool stays; only a person leaves."))
    if not because.strip():
        raise LeaveRefused(gettext("Say why they leave: it stands on each prospect's page."))
    if by is not None and by.pk == seat.user_id:
        raise LeaveRefused(gettext("Ask somebody else to do this: you would sign yourself out for good."))
    admins = RoleGrant.objects.filter(role=Role.ADMIN, user__is_active=True)
    if admins.filter(user__seat=seat).exists() and not admins.exclude(user__seat=seat).exists():
        raise LeaveRefused(gettext("%(name)s is the last admin. Make somebody else admin first.") % {"name": seat.name})


def _move(seat: Seat, moves: list[Move], *, because: str, by: User | None, now: datetime) -> list[int]:
    left = gettext("%(name)s left (%(because)s)") % {"name": seat.name, "because": because.strip()}
    reasons = {move.prospect_id: f"{left}; {move.heir.because}" for move in moves}
    return carry_out(moves, reasons, from_seat=seat.pk, by=by, now=now)


def _to_the_pool(seat: Seat, *, because: str, by: User | None, now: datetime) -> int:
    """Ended prospects too have an owner who is here: should they come back, somebody has them at once."""
    ended = Prospect.objects.filter(owner=seat).order_by("pk").values_list("pk", flat=True)
    heir = Heir(pool_of(seat.team).pk, gettext("ended; the team's pool has it"))
    return len(_move(seat, [Move(pk, now, heir) for pk in ended], because=because, by=by, now=now))


def _give_on(seat: Seat, *, now: datetime) -> None:
    """What the house says has somebody who looks after it, too."""
    heir = house_heir(seat, now=now)
    for room in (content, programs, seminars, surveys):
        room.give_on(seat.pk, to=heir.pk)
    selling.give_on(seat.pk, now=now)
    customers.give_on(seat.pk)


def _close_covers(seat: Seat, *, now: datetime) -> None:
    """Nothing comes back to somebody who left, and what they had on loan is where it went now."""
    running = Cover.objects.filter(closed_at__isnull=True)
    running.filter(absence__seat=seat).update(closed_at=now)
    lent = running.filter(stand_in=seat)
    lent.filter(prospect__owner=F("owner")).update(closed_at=now)
    holder = Prospect.objects.filter(pk=OuterRef("prospect_id")).values("owner_id")[:1]
    lent.update(stand_in=Subquery(holder))
