"""What becomes of an open hand-off whose prospect was turned meanwhile: ended, put back, spoken with, or all that undone.

The rooms below know nothing of hand-offs: the clock sees within a minute what they wrote, and whoever offers or answers looks first.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from keepwarm.decisions.actions import settle
from keepwarm.engine.words import Stage
from keepwarm.handoff.actions.noticing import tell
from keepwarm.handoff.actions.taking import close, give_prospect_to, home_of
from keepwarm.handoff.actions.threads import cut_threads, keep_thread
from keepwarm.handoff.models import Asking, HandOff, Notice
from keepwarm.handoff.queries.askings import open_asking
from keepwarm.handoff.queries.outliving import called_otherwise, outlived
from keepwarm.staff.models import Seat, User

Closed = HandOff.Closed
CALLS_AT_ONCE = 500


def follow(prospect_ids: Sequence[int], *, by: User | None, now: datetime) -> int:
    """Close what these prospects have outlived. The caller holds the transaction and the prospects. How many were closed."""
    note_first_calls(prospect_ids)
    rows = list(
        HandOff.objects.filter(outlived(), prospect_id__in=prospect_ids, closed_at__isnull=True)
        .select_related("prospect__owner", "from_seat__team")
        .order_by("prospect_id")
    )
    over = [(row, _how_it_ended(row)) for row in rows]
    for row, how in over:
        _close(row, how, by=by, now=now)
    settle([row.prospect_id for row, how in over if how != Closed.ENDED], by=by, now=now)
    return len(over)


def _how_it_ended(row: HandOff) -> str:
    if row.prospect.ended_at is not None:
        return Closed.ENDED
    return Closed.CUSTOMER if row.prospect.stage == Stage.CUSTOMER else Closed.RECYCLED


def _close(row: HandOff, how: str, *, by: User | None, now: datetime) -> None:
    """The rep who had them keeps a thread; whoever is put back goes home to the one who had them before."""
    asked = open_asking(row)
    close(row, how, now=now)
    if asked is not None:
        tell([asked.seat.user], Notice.Kind.WITHDRAWN, row, now=now, asking=asked, by=by)
    if row.state != HandOff.State.ACCEPTED or how == Closed.CUSTOMER:
        return
    if (rep := _rep_of(row)) is not None:
        keep_thread(row.prospect_id, rep, now=now)
    if how == Closed.RECYCLED:
        give_prospect_to(row, home_of(row).pk, because=gettext("sales put them back to keep warm"), by=by, now=now)


def _rep_of(row: HandOff) -> int | None:
    """Whoever has the prospect, else whoever accepted; None when nobody of them is here."""
    accepted = row.askings.filter(outcome=Asking.Outcome.ACCEPTED).values_list("seat_id", flat=True).first()
    here = Seat.objects.filter(kind=Seat.Kind.PERSON, left_at__isnull=True)
    for seat_id in (row.prospect.owner_id, accepted):
        if seat_id is not None and here.filter(pk=seat_id).exists():
            return seat_id
    return None


def note_first_calls(prospect_ids: Sequence[int] | None = None, *, at_most: int = CALLS_AT_ONCE) -> int:
    """When sales first dialled or spoke with them after accepting; told from the timeline, so that an undo takes it back. How many."""
    rows: Any = called_otherwise()
    if prospect_ids is not None:
        rows = rows.filter(prospect_id__in=prospect_ids)
    found = list(rows.order_by("offered_at").values_list("pk", "called_at")[:at_most])
    for pk, called_at in found:
        HandOff.objects.filter(pk=pk).update(first_called_at=called_at)
    return len(found)


def open_again(row: HandOff, *, now: datetime) -> None:
    """What was undone never closed it: it runs on, with the rep who accepted. The caller holds the transaction and the prospect."""
    rep = row.askings.filter(outcome=Asking.Outcome.ACCEPTED, seat__left_at__isnull=True).values_list("seat_id", flat=True).first()
    row.closed_at, row.closed_as = None, ""
    row.save(update_fields=["closed_at", "closed_as"])
    cut_threads(row.prospect_id, now=now)
    if rep is not None:
        give_prospect_to(row, rep, because=gettext("undone"), by=None, now=now)
    settle([row.prospect_id], by=None, now=now, because=gettext("undone"))
