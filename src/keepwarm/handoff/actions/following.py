"""What becomes of an open hand-off when its prospect is turned: ended, put back, spoken with, or all that undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Min, Q
from django.utils.translation import gettext

from keepwarm.decisions.actions import settle
from keepwarm.decisions.actions.following import Turned
from keepwarm.decisions.refusals import NotOpenToUndo
from keepwarm.engine.words import ATTEMPTS, LIVE, Stage
from keepwarm.handoff.actions.noticing import tell
from keepwarm.handoff.actions.taking import close, give_prospect_to, home_of, source_of
from keepwarm.handoff.actions.threads import keep_thread
from keepwarm.handoff.models import Asking, HandOff, Notice, Thread
from keepwarm.handoff.queries.askings import open_asking
from keepwarm.prospects.models import StandingChange
from keepwarm.staff.models import Seat, User
from keepwarm.touches.models import Channel, Direction, Signal, Touch

Closed = HandOff.Closed
FOLLOWED = (Closed.RECYCLED, Closed.ENDED, Closed.CUSTOMER)


def follow(turned: Turned) -> int:
    """Called in the transaction of the turn. One query where nobody is handed over. How many hand-offs were closed."""
    if turned.undone_at is not None:
        _open_again(turned.prospect_ids, turned.undone_at, by=turned.by, now=turned.now)
    rows = list(
        HandOff.objects.filter(prospect_id__in=turned.prospect_ids, closed_at__isnull=True)
        .select_related("prospect__owner", "from_seat__team")
        .order_by("prospect_id")
    )
    _note_first_calls([row for row in rows if row.state == HandOff.State.ACCEPTED])
    over = [(row, how) for row in rows if (how := _how_it_ended(row))]
    for row, how in over:
        _close(row, how, by=turned.by, now=turned.now)
    settle([row.prospect_id for row, how in over if how != Closed.ENDED], by=turned.by, now=turned.now)
    return len(over)


def _how_it_ended(row: HandOff) -> str:
    """Empty while it goes on."""
    prospect, is_accepted = row.prospect, row.state == HandOff.State.ACCEPTED
    if prospect.ended_at is not None:
        return Closed.ENDED
    if prospect.stage == Stage.CUSTOMER:
        return Closed.CUSTOMER
    left_sales = is_accepted and prospect.stage < Stage.IN_SALES
    put_back = not is_accepted and prospect.recycled_at is not None and prospect.recycled_at > row.offered_at
    return Closed.RECYCLED if left_sales or put_back else ""


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


def _note_first_calls(rows: Sequence[HandOff]) -> None:
    """When sales first dialled or spoke with them after accepting; told from the timeline, so that an undo takes it back."""
    for row in rows:
        talks = Touch.objects.filter(prospect_id=row.prospect_id, voided_at__isnull=True, happened_at__gte=row.answered_at)
        if row.from_seat_id != row.prospect.owner_id:
            talks = talks.exclude(seat_id=row.from_seat_id)  # whoever had them before is not sales
        dialled = Q(channel=Channel.PHONE, direction=Direction.OUT, disposition__in=ATTEMPTS)
        live = Q(channel__in=[Channel.PHONE, Channel.MEETING], disposition__in=LIVE)
        at = talks.filter(dialled | live).aggregate(at=Min("happened_at"))["at"]
        if at != row.first_called_at:
            row.first_called_at = at
            HandOff.objects.filter(pk=row.pk).update(first_called_at=at)


def _open_again(prospect_ids: Sequence[int], undone_at: datetime, *, by: User | None, now: datetime) -> None:
    """A touch is undone: what it closed is open as it was. Raises NotOpenToUndo when they were handed over since."""
    mine = HandOff.objects.filter(prospect_id__in=prospect_ids)
    if mine.filter(Q(closed_at__isnull=True, offered_at__gt=undone_at) | Q(answered_at__gt=undone_at)).exists():
        raise NotOpenToUndo(gettext("They were handed over to sales since. Undoing this would undo that too."))
    for row in mine.filter(closed_at=undone_at, closed_as__in=FOLLOWED).select_related("prospect"):
        row.closed_at, row.closed_as = None, ""
        row.save(update_fields=["closed_at", "closed_as"])
        Asking.objects.filter(handoff=row, outcome=Asking.Outcome.WITHDRAWN, ended_at=undone_at).update(outcome="", ended_at=None)
        Signal.objects.filter(source=source_of(row), settled_at=undone_at, settled_by_touch__isnull=True).update(settled_at=None)
        Thread.objects.filter(prospect_id=row.prospect_id, since_at=undone_at).delete()
        _owner_again(row, undone_at, by=by, now=now)
        settle([row.prospect_id], by=by, now=now, because=gettext("undone"))


def _owner_again(row: HandOff, undone_at: datetime, *, by: User | None, now: datetime) -> None:
    moved = StandingChange.objects.filter(prospect_id=row.prospect_id, what=StandingChange.What.OWNER, at=undone_at).order_by("-pk").first()
    if moved is not None and moved.old.isdigit() and Seat.objects.filter(pk=int(moved.old), left_at__isnull=True).exists():
        give_prospect_to(row, int(moved.old), because=gettext("undone"), by=by, now=now)
