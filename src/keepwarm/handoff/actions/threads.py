"""The thread of a rep of sales to somebody they gave back: kept, told when they warm up again, and cut."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from keepwarm.handoff.actions.readers import hide_from, show_to_sales
from keepwarm.handoff.models import HandOff, Notice, Thread
from keepwarm.staff.models import Seat
from keepwarm.touches.models import Direction, Inquiry, Touch

WARM_RULES = ("ready_again", "woken", "woken_in_writing", "hot_and_qualified", "hot_in_writing")
"""Rules by which somebody who was put back is warm again."""
WARM_AT_ONCE = 100


def keep_thread(prospect_id: int, seat_id: int, *, now: datetime) -> None:
    """The rep wants to know of this prospect, from now on and anew."""
    if not Thread.objects.filter(prospect_id=prospect_id, seat_id=seat_id, cut_at__isnull=True).update(since_at=now, told_at=None):
        Thread.objects.create(prospect_id=prospect_id, seat_id=seat_id, since_at=now)
    show_to_sales([prospect_id])


def cut_threads(prospect_id: int, *, now: datetime) -> None:
    """The prospect is in sales again: nobody waits for them."""
    Thread.objects.filter(prospect_id=prospect_id, cut_at__isnull=True).update(cut_at=now)
    show_to_sales([prospect_id])


def cut_thread(prospect_id: int, seat: Seat, *, now: datetime) -> None:
    """This rep lets go. That they knew the prospect stays on record."""
    Thread.objects.filter(prospect_id=prospect_id, seat=seat, cut_at__isnull=True).update(cut_at=now)
    show_to_sales([prospect_id])


def cut_threads_of(seat: Seat, *, now: datetime) -> None:
    """The rep left. However many they kept: set-based."""
    with transaction.atomic():
        Thread.objects.filter(seat=seat, cut_at__isnull=True).update(cut_at=now)
        hide_from(seat.pk)


def warm_threads(prospect_ids: Sequence[int] | None = None, *, now: datetime) -> int:
    """Tells the reps whose prospects are warm again: a rule says so, or they wrote, called or inquired themselves. How many.

    Of these prospects; of everyone without.
    """
    warm = _warm() if prospect_ids is None else _warm().filter(prospect_id__in=prospect_ids)
    if not warm.exists():
        return 0
    with transaction.atomic():
        waiting = warm.select_related("seat__user").select_for_update(of=("self",), skip_locked=True)
        found = list(waiting.order_by("since_at")[:WARM_AT_ONCE])
        Thread.objects.filter(pk__in=[one.pk for one in found]).update(told_at=now)
        Notice.objects.bulk_create(_notices(found, now))
    return len(found)


def _warm() -> QuerySet[Thread]:
    """Threads whose prospect is warm again, of reps who work here and have not heard of it."""
    theirs = Touch.objects.filter(
        prospect_id=OuterRef("prospect_id"), direction=Direction.IN, voided_at__isnull=True, happened_at__gt=OuterRef("since_at")
    )
    inquired = Inquiry.objects.filter(prospect_id=OuterRef("prospect_id"), voided_at__isnull=True, happened_at__gt=OuterRef("since_at"))
    waiting = Thread.objects.filter(cut_at__isnull=True, told_at__isnull=True, prospect__ended_at__isnull=True, seat__user__is_active=True)
    by_rule = Q(prospect__because_rule__in=WARM_RULES, prospect__decided_at__gt=F("since_at"))
    return waiting.filter(by_rule | Exists(theirs) | Exists(inquired))


def _notices(threads: Iterable[Thread], now: datetime) -> list[Notice]:
    found = list(threads)
    last = dict(HandOff.objects.filter(prospect__in=[one.prospect_id for one in found]).order_by("pk").values_list("prospect_id", "pk"))
    return [
        Notice(user=one.seat.user, kind=Notice.Kind.WARM_AGAIN, prospect_id=one.prospect_id, handoff_id=last.get(one.prospect_id), at=now)
        for one in found
        if one.seat.user is not None
    ]
