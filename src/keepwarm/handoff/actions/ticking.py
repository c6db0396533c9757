"""The clock moves: who is reminded, which manager is told, who is asked instead, what is over, and what the system offers itself.

Each hand-off in a transaction of its own; called each minute, and twice at once does nothing twice.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from keepwarm.handoff.actions.asking import ask_another, ask_others
from keepwarm.handoff.actions.giving import move_from_former
from keepwarm.handoff.actions.introducing import remind_of_introductions
from keepwarm.handoff.actions.noticing import managers, tell
from keepwarm.handoff.actions.offering import offer
from keepwarm.handoff.actions.taking import take
from keepwarm.handoff.actions.threads import cut_threads_of
from keepwarm.handoff.actions.watching import follow_news
from keepwarm.handoff.clock import Clock, Due, what_is_due
from keepwarm.handoff.models import Asking, HandOff, Notice
from keepwarm.handoff.queries.candidates import closing_seats, present_closing_seats
from keepwarm.handoff.queries.waiting import ready_to_offer
from keepwarm.handoff.refusals import AnsweredAlready
from keepwarm.lib.refusal import Refusal
from keepwarm.policy.queries import definition_in_force, policy_in_force
from keepwarm.staff.models import Seat
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
    """Everything that is due by the clock. Cheap when nothing is: some twenty short queries, however many hand-offs there are."""
    followed = follow_news(now=now)
    moved = _move_from_absent(now=now) + move_from_former(now=now)
    clocks = _move_clocks(now=now)
    remind_of_introductions(now=now)
    return Ticked(
        reminded=clocks[Due.REMINDER],
        unanswered=clocks[Due.MANAGER],
        passed_on=moved + clocks[Due.NEXT_REP],
        closed=followed.closed,
        offered=_offer_by_itself(now=now),
        warm_again=followed.warm_again,
    )


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


def _move_clocks(*, now: datetime) -> Counter[Due]:
    """What each running clock asks for, each hand-off in a transaction of its own: it may be answered in this moment."""
    running = Asking.objects.filter(outcome=Asking.Outcome.WAITS, half_at__lte=now)
    late = Q(pass_on_at__lte=now) | Q(due_at__lte=now, told_manager_at__isnull=True) | Q(reminded_at__isnull=True)
    done: Counter[Due] = Counter()
    for pk, ref in list(running.filter(late).order_by("half_at").values_list("pk", "handoff__ref")[:AT_ONCE]):
        with transaction.atomic():
            try:
                handoff, asking = take(ref)
            except AnsweredAlready:
                continue
            if asking.pk == pk:
                done.update(_move(handoff, asking, now=now))
    return done


def _move(handoff: HandOff, asking: Asking, *, now: datetime) -> tuple[Due, ...]:
    marks = Clock(asking.half_at, asking.due_at, asking.pass_on_at)
    due = what_is_due(marks, now, reminded=asking.reminded_at is not None, told=asking.told_manager_at is not None)
    if Due.REMINDER in due:
        tell([asking.seat.user], Notice.Kind.HALF_TIME, handoff, now=now, asking=asking)
        asking.reminded_at = now
    if Due.MANAGER in due:
        tell(managers(), Notice.Kind.UNANSWERED, handoff, now=now, asking=asking)
        asking.told_manager_at = now
    asking.save(update_fields=["reminded_at", "told_manager_at"])
    if Due.NEXT_REP in due:
        ask_another(handoff, asking, Asking.Outcome.PASSED_ON, by=None, now=now)
    return due


def _offer_by_itself(*, now: datetime) -> int:
    """When the policy says so. One who was given back is offered again only after something new was learned.

    Whom the action refuses keeps nobody behind them waiting; nobody is looked for while nothing is agreed, or nobody sells.
    """
    if not policy_in_force().offer_by_itself or definition_in_force().provisional or not closing_seats().exists():
        return 0
    count = 0
    for pk in ready_to_offer(now=now):
        try:
            offer(pk, by=None, now=now)
        except Refusal:
            continue
        count += 1
        if count == AT_ONCE:
            break
    return count
