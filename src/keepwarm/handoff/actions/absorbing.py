"""What the circle needs of this room: hand-offs become another prospect's and go back, and are forgotten.

Of two open hand-offs the one that came further stays open, the other is closed as merged; undoing opens it again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from keepwarm.handoff.actions.readers import show_to_sales
from keepwarm.handoff.models import Asking, HandOff, Notice, Thread
from keepwarm.prospects.moving import move_all, move_rows, return_rows
from keepwarm.touches.models import Signal

MOVES = (HandOff, Thread, Notice)
STAYS = ()
MERGED, STATES = "merged", "states"


def absorb(*, winner: int, loser: int) -> dict[str, Any]:
    """Everything moves but a second thread of one rep. `merged`: the hand-off that was closed for it, with what waited for it."""
    closed = _close_one(winner, loser)
    states = {str(pk): [state, at is None] for pk, state, at in _rows(loser)}
    mine = set(Thread.objects.filter(prospect_id=winner, cut_at__isnull=True).values_list("seat_id", flat=True))
    double = Thread.objects.filter(prospect_id=loser, cut_at__isnull=True, seat_id__in=mine).values_list("pk", flat=True)
    threads = move_rows(Thread, winner=winner, loser=loser, leave=list(double))
    moved = move_all((HandOff, Notice), winner=winner, loser=loser)
    show_to_sales([winner, loser])
    found = {Thread._meta.db_table: threads, **moved}
    return {name: ids for name, ids in found.items() if ids} | ({STATES: states} if states else {}) | ({MERGED: closed} if closed else {})


def _rows(prospect_id: int) -> Any:
    return HandOff.objects.filter(prospect_id=prospect_id).values_list("pk", "state", "closed_at")


def _close_one(winner: int, loser: int) -> dict[str, Any]:
    """Of two open ones: accepted before offered, the winner's before the loser's. The moment is that of the newest write there."""
    rows = {row.prospect_id: row for row in HandOff.objects.filter(prospect_id__in=[winner, loser], closed_at__isnull=True)}
    if len(rows) < 2:
        return {}
    is_further = rows[loser].state == HandOff.State.ACCEPTED and rows[winner].state != HandOff.State.ACCEPTED
    over = rows[winner] if is_further else rows[loser]
    askings = list(Asking.objects.filter(handoff=over, outcome=Asking.Outcome.WAITS).values_list("pk", flat=True))
    signals = list(Signal.objects.open().filter(source=f"handoff:{over.ref}").values_list("pk", flat=True))
    at = over.answered_at or over.offered_at
    HandOff.objects.filter(pk=over.pk).update(closed_at=at, closed_as=HandOff.Closed.MERGED)
    Asking.objects.filter(pk__in=askings).update(outcome=Asking.Outcome.WITHDRAWN, ended_at=at)
    Signal.objects.filter(pk__in=signals).update(settled_at=at)
    return {"handoff": over.pk, "askings": askings, "signals": signals}


def give_back(moved: Mapping[str, Any], *, winner: int, loser: int) -> None:
    """What sales did since the merge stays with the winner; the rest goes back, and what the merge closed is open again."""
    stand = {str(pk): [state, at is None] for pk, state, at in _rows(winner)}
    table = HandOff._meta.db_table
    same = [pk for pk in moved.get(table, ()) if stand.get(str(pk)) == moved[STATES].get(str(pk)) or _was_closed(pk, moved)]
    kept = set(moved.get(table, ())) - set(same)
    for model in (Thread, Notice):
        return_rows(model, moved, winner=winner, loser=loser)
    return_rows(HandOff, {table: same}, winner=winner, loser=loser)
    for prospect_id, source_of_signals in ((winner, kept),):
        refs = HandOff.objects.filter(pk__in=source_of_signals).values_list("ref", flat=True)
        Signal.objects.filter(source__in=[f"handoff:{ref}" for ref in refs]).update(prospect_id=prospect_id)
    if (closed := moved.get(MERGED)) is not None:
        _open_again(closed)
    show_to_sales([winner, loser])


def _was_closed(pk: int, moved: Mapping[str, Any]) -> bool:
    return bool(moved.get(MERGED)) and moved[MERGED]["handoff"] == pk


def _open_again(closed: Mapping[str, Any]) -> None:
    """Unless its prospect is with sales by another hand-off now."""
    row = HandOff.objects.get(pk=closed["handoff"])
    if row.closed_as != HandOff.Closed.MERGED or HandOff.objects.filter(prospect_id=row.prospect_id, closed_at__isnull=True).exists():
        return
    HandOff.objects.filter(pk=row.pk).update(closed_at=None, closed_as="")
    Asking.objects.filter(pk__in=closed["askings"]).update(outcome=Asking.Outcome.WAITS, ended_at=None)
    Signal.objects.filter(pk__in=closed["signals"]).update(settled_at=None)


def reassign(to: Mapping[int, int]) -> None:
    """Who is asked stays asked, whoever owns the prospect; a rep who leaves or is away is the matter of `ask_others`."""


def forget(prospect_ids: Sequence[int], *, now: datetime) -> None:
    """Clears what was said; that and when sales was asked, and what came of it, stays for the counts. Nobody is asked any more."""
    mine = HandOff.objects.filter(prospect_id__in=prospect_ids)
    mine.filter(closed_at__isnull=True).update(closed_at=now, closed_as=HandOff.Closed.FORGOTTEN)
    mine.update(why="", brief={}, introduction="", return_words="")
    askings = Asking.objects.filter(handoff__prospect_id__in=prospect_ids)
    askings.filter(outcome=Asking.Outcome.WAITS).update(outcome=Asking.Outcome.WITHDRAWN, ended_at=now)
    askings.update(words="")
    Thread.objects.filter(prospect_id__in=prospect_ids, cut_at__isnull=True).update(cut_at=now)
    Notice.objects.filter(prospect_id__in=prospect_ids).delete()
    show_to_sales(prospect_ids)
