"""The clock moves: who is reminded, which manager is told, who is asked instead, what is over, and what the system offers itself.

Each hand-off in a transaction of its own; called each minute, and twice at once does nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet

from keepwarm.decisions.actions.following import Turned
from keepwarm.decisions.actions.settling import lock
from keepwarm.handoff.actions.asking import ask_another, ask_others
from keepwarm.handoff.actions.following import follow
from keepwarm.handoff.actions.noticing import managers, tell
from keepwarm.handoff.actions.offering import offer
from keepwarm.handoff.actions.taking import take
from keepwarm.handoff.actions.threads import cut_threads_of, warm_threads
from keepwarm.handoff.models import Asking, HandOff, Notice
from keepwarm.handoff.queries.candidates import present_closing_seats
from keepwarm.handoff.queries.waiting import ready_to_offer
from keepwarm.handoff.refusals import AnsweredAlready
from keepwarm.lib.refusal import Refusal
from keepwarm.policy.queries import policy_in_force
from keepwarm.prospects.models import Stage
from keepwarm.staff.models import Seat, User
from keepwarm.staff.queries import absent_at

AT_ONCE = 50
"""Of each kind in one call; the next call is a minute away."""


@dataclass(frozen=True, slots=True)
class Ticked:
    """How many reps were reminded, managers' cases raised, asked anew, closed, offered by the system, and told of warmth."""

    reminded: int
    unanswered: int
    passed_on: int
    closed: int
    offered: int
    warm_again: int


def tick(*, now: datetime) -> Ticked:
    """Everything that is due by the clock. Cheap when nothing is: eight short queries."""
    closed = _close_outlived(now=now)
    moved = _move_from_absent(now=now)
    late = _pass_on_late(now=now)
    return Ticked(
        reminded=_remind(now=now),
        unanswered=_tell_managers(now=now),
        passed_on=moved + late,
        closed=closed,
        offered=_offer_by_itself(now=now),
        warm_again=warm_threads(now=now),
    )


def _close_outlived(*, now: datetime) -> int:
    """What a turn that told nobody left open: an import, an undo of one."""
    rows = HandOff.objects.filter(closed_at__isnull=True)
    accepted = Q(state=HandOff.State.ACCEPTED, prospect__stage__lt=Stage.IN_SALES)
    put_back = Q(state=HandOff.State.OFFERED, prospect__recycled_at__gt=F("offered_at"))
    over = rows.filter(Q(prospect__ended_at__isnull=False) | Q(prospect__stage=Stage.CUSTOMER) | accepted | put_back)
    count = 0
    for pk in list(over.order_by("prospect_id").values_list("prospect_id", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            lock([pk])
            count += follow(Turned((pk,), None, now))
    return count


def _move_from_absent(*, now: datetime) -> int:
    """Reps who left or are away are asked nothing; while nobody else is here the clock of the absent one runs on."""
    waiting = Asking.objects.filter(outcome=Asking.Outcome.WAITS).values("seat")
    asked = Seat.objects.filter(pk__in=waiting)
    left = list(asked.filter(Q(left_at__isnull=False) | Q(user__is_active=False)))
    for seat in left:
        cut_threads_of(seat, now=now)
    away = list(asked.filter(left_at__isnull=True, user__is_active=True).filter(absent_at(now)))
    if away and not present_closing_seats(now).exists():
        away = []
    count = sum(ask_others(seat, by=None, now=now) for seat in left)
    return count + sum(ask_others(seat, by=None, now=now, if_others=True) for seat in away)


def _pass_on_late(*, now: datetime) -> int:
    late = Asking.objects.filter(outcome=Asking.Outcome.WAITS, half_at__lte=now, pass_on_at__lte=now).order_by("pass_on_at")
    count = 0
    for pk, ref in list(late.values_list("pk", "handoff__ref")[:AT_ONCE]):
        with transaction.atomic():
            try:
                handoff, asking = take(ref)
            except AnsweredAlready:
                continue
            if asking.pk == pk:
                _tell_unanswered([asking], managers(), now=now)
                ask_another(handoff, asking, Asking.Outcome.PASSED_ON, by=None, now=now)
                count += 1
    return count


def _remind(*, now: datetime) -> int:
    due = _running(now).filter(reminded_at__isnull=True)
    return _each_once(due, "reminded_at", lambda rows: _tell_reps(rows, now=now), now=now)


def _tell_managers(*, now: datetime) -> int:
    due = _running(now).filter(told_manager_at__isnull=True, due_at__lte=now)
    told = managers()
    return _each_once(due, "told_manager_at", lambda rows: _tell_unanswered(rows, told, now=now), now=now)


def _running(now: datetime) -> QuerySet[Asking]:
    return Asking.objects.filter(outcome=Asking.Outcome.WAITS, half_at__lte=now).select_related("handoff", "seat__user").order_by("half_at")


def _each_once(due: QuerySet[Asking], column: str, say: Callable[[Sequence[Asking]], None], *, now: datetime) -> int:
    rows = list(due[:AT_ONCE])
    if rows:
        with transaction.atomic():
            Asking.objects.filter(pk__in=[row.pk for row in rows], **{f"{column}__isnull": True}).update(**{column: now})
            say(rows)
    return len(rows)


def _tell_reps(rows: Sequence[Asking], *, now: datetime) -> None:
    for row in rows:
        tell([row.seat.user], Notice.Kind.HALF_TIME, row.handoff, now=now, asking=row)


def _tell_unanswered(rows: Sequence[Asking], users: Sequence[User], *, now: datetime) -> None:
    """Told before it is passed on, however late the clock comes."""
    for row in rows:
        tell(users, Notice.Kind.UNANSWERED, row.handoff, now=now, asking=row)
    Asking.objects.filter(pk__in=[row.pk for row in rows], told_manager_at__isnull=True).update(told_manager_at=now)


def _offer_by_itself(*, now: datetime) -> int:
    """When the policy says so. One who was given back is offered again only after something new was learned."""
    if not policy_in_force().offer_by_itself:
        return 0
    count = 0
    for pk in ready_to_offer(now=now)[:AT_ONCE]:
        try:
            offer(pk, by=None, now=now)
        except Refusal:
            continue
        count += 1
    return count
