"""An accepted lead goes to another rep of sales: by a manager's hand, or because whoever had them sells no more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.decisions.actions import settle
from keepwarm.decisions.actions.settling import lock
from keepwarm.handoff.actions.asking import ask_others
from keepwarm.handoff.actions.noticing import managers, tell
from keepwarm.handoff.actions.taking import give_prospect_to, settle_signals_of, wait_for
from keepwarm.handoff.actions.threads import cut_threads_of
from keepwarm.handoff.choosing import choose
from keepwarm.handoff.models import HandOff, Notice
from keepwarm.handoff.queries.askings import first_call_due
from keepwarm.handoff.queries.candidates import candidates_for
from keepwarm.handoff.queries.former import accepted_of, seats_that_sell_no_more
from keepwarm.handoff.reasons import in_words
from keepwarm.policy.queries import policy_in_force
from keepwarm.staff.models import Seat, User
from keepwarm.touches.models import Signal

AT_ONCE = 50
"""Accepted leads of one seat that move in one call; the next call is a minute away."""


def note_given(prospect_id: int, seat: Seat, *, by: User | None, now: datetime) -> None:
    """`seat` has the accepted lead from now on: they are told, and a first call that was not made is timed by their own hours.

    The caller holds the transaction and the prospect, whose owner is `seat`. Nothing when no accepted hand-off is open.
    """
    row = _accepted(prospect_id)
    if row is None:
        return
    if row.first_called_at is None:
        row.first_call_due_at = first_call_due(seat, now, policy_in_force())
        row.save(update_fields=["first_call_due_at"])
        settle_signals_of(row, now=now)
        wait_for(row, Signal.Kind.INTRODUCED, seat, due_at=row.first_call_due_at, now=now)
    tell([seat.user], Notice.Kind.GIVEN, row, now=now, by=by)
    settle([prospect_id], by=by, now=now)


def note_nobody_sells(prospect_ids: Sequence[int], *, now: datetime) -> None:
    """Accepted leads that somebody else looks after, since no closing rep is here: the managers know. Each is told of once."""
    rows = HandOff.objects.filter(prospect__in=prospect_ids, state=HandOff.State.ACCEPTED, closed_at__isnull=True)
    for row in rows.exclude(notices__kind=Notice.Kind.NO_REP, notices__asking__isnull=True):
        tell(managers(), Notice.Kind.NO_REP, row, now=now)


def move_from_former(*, now: datetime, everyone: bool = False) -> int:
    """Whoever sells no more is asked nothing, keeps no thread, and has no accepted lead: each goes to a closing rep. How many moved.

    While no other closing rep is here, accepted leads stay where they are, and the managers know.
    """
    moved = 0
    for seat in seats_that_sell_no_more(everyone=everyone):
        cut_threads_of(seat, now=now)
        moved += ask_others(seat, by=None, now=now)
        for prospect_id in accepted_of(seat)[:AT_ONCE]:
            moved += _move(prospect_id, seat, now=now)
    return moved


def _move(prospect_id: int, seat: Seat, *, now: datetime) -> bool:
    with transaction.atomic():
        lock([prospect_id])
        row = _accepted(prospect_id)
        if row is None or row.prospect.owner_id != seat.pk:
            return False
        chosen = choose(candidates_for(row.prospect, now=now))
        if chosen is None or not chosen.is_present:
            note_nobody_sells([prospect_id], now=now)
            return False
        heir = Seat.objects.select_related("user").get(pk=chosen.seat_id)
        words = {"name": seat.name, "reason": "; ".join(in_words(chosen.because))}
        because = gettext("%(name)s does not sell any more; %(reason)s") % words
        give_prospect_to(row, heir.pk, because=because, by=None, now=now)
        note_given(prospect_id, heir, by=None, now=now)
    return True


def _accepted(prospect_id: int) -> HandOff | None:
    rows = HandOff.objects.filter(prospect_id=prospect_id, state=HandOff.State.ACCEPTED, closed_at__isnull=True)
    return rows.select_related("prospect").first()
