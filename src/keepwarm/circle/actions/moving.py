"""Prospects change hands: owner, what waits for a touch, and who is on them, together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.circle.models import Cover
from keepwarm.circle.queries.plans import Move
from keepwarm.customers.actions import absorbing as customers
from keepwarm.decisions.actions import absorbing as decisions
from keepwarm.decisions.actions.settling import lock, lock_remaining
from keepwarm.handoff.actions import follow, note_given, note_nobody_sells
from keepwarm.handoff.models import HandOff
from keepwarm.handoff.queries import open_handoff
from keepwarm.handoff.queries.candidates import sells
from keepwarm.letters import actions as letters
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects import actions as prospects
from keepwarm.prospects.models import Prospect
from keepwarm.selling.actions import absorbing as selling
from keepwarm.staff.models import Seat, User
from keepwarm.staff.queries import RUNS_THE_TEAM, require_role
from keepwarm.touches import absorbing as touches


class HandOverRefused(Refusal):
    """A new owner who cannot be, or a hand-over without a reason."""


def carry_out(moves: Iterable[Move], reasons: dict[int, str], *, from_seat: int, by: User | None, now: datetime) -> list[int]:
    """New owner, signals and holds of each prospect that `from_seat` still owns; dates and promised hours stay.

    The caller holds the transaction. Gives the ids that moved.
    """
    listed = list(moves)
    to = {move.prospect_id: move.heir.seat_id for move in listed}
    lock(sorted(to))
    moved = prospects.reassign(to, reasons, from_seat=from_seat, by=by, now=now)
    mine = {pk: to[pk] for pk in moved}
    touches.reassign(mine)
    decisions.reassign(mine)
    letters.reassign(mine)
    selling.reassign(mine, by=by, now=now)
    customers.reassign(mine)
    if stopgaps := [move.prospect_id for move in listed if move.heir.is_stopgap and move.prospect_id in mine]:
        note_nobody_sells(stopgaps, now=now)
    return moved


def hand_over(prospect_id: int, seat: Seat, *, because: str, by: User | None, now: datetime) -> Prospect:
    """A manager gives a prospect to another seat, with a reason. A loan of it ends with that.

    Whom sales accepted stays with sales: only somebody who sells takes them over. Raises HandOverRefused, NotYours.
    """
    require_role(by, *RUNS_THE_TEAM)
    if not because.strip():
        raise HandOverRefused(gettext("Say why it changes hands: it stands on the prospect's page."))
    if seat.left_at is not None:
        raise HandOverRefused(gettext("%(name)s does not work here any more.") % {"name": seat.name})
    with transaction.atomic():
        prospect_id = lock_remaining([prospect_id])[prospect_id]
        follow([prospect_id], by=by, now=now)
        _check_sells(prospect_id, seat)
        moved = prospects.reassign({prospect_id: seat.pk}, {prospect_id: because.strip()}, from_seat=None, by=by, now=now)
        if moved:
            touches.reassign({prospect_id: seat.pk})
            decisions.reassign({prospect_id: seat.pk})
            letters.reassign({prospect_id: seat.pk})
            selling.reassign({prospect_id: seat.pk}, by=by, now=now)
            customers.reassign({prospect_id: seat.pk})
            Cover.objects.filter(prospect_id=prospect_id, closed_at__isnull=True).update(closed_at=now)
            note_given(prospect_id, seat, by=by, now=now)
    return Prospect.objects.get(pk=prospect_id)


def _check_sells(prospect_id: int, seat: Seat) -> None:
    accepted = open_handoff(prospect_id)
    if accepted is None or accepted.state != HandOff.State.ACCEPTED or sells(seat):
        return
    raise HandOverRefused(
        gettext("%(name)s is with sales, and %(rep)s does not sell. Choose a closing rep, or put them back to keep warm first.")
        % {"name": accepted.prospect.name, "rep": seat.name}
    )
