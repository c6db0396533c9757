"""What a person says of a parcel nobody can be sure of, or does to one that waits."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from keepwarm.courier.models import Parcel, State
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.actions import note_in_audit
from keepwarm.staff.models import User

ARRIVED, AGAIN, LEAVE, CANCEL = "arrived", "again", "leave", "cancel"
RULINGS = {ARRIVED: State.UNCERTAIN, AGAIN: State.UNCERTAIN, LEAVE: State.UNCERTAIN, CANCEL: State.QUEUED}
"""What may be said, and in which state of a parcel. The roles are asked by the room whose parcel it is."""


class ParcelRefused(Refusal):
    """What cannot be said of a parcel, as it stands."""


def rule(ref: str, what: str, *, by: User | None, now: datetime) -> Parcel:
    """It arrived; send it again, by decision of a person; leave it; or do not send it. Raises ParcelRefused."""
    if what not in RULINGS:
        raise ParcelRefused(_("Say what becomes of it: arrived, again, leave or cancel."))
    with transaction.atomic():
        row = Parcel.objects.select_for_update(of=("self",)).filter(ref=ref).first()
        if row is None or row.state != RULINGS[what] or (row.state == State.UNCERTAIN and row.ruled_at is not None):
            raise ParcelRefused(_("This cannot be said of it any more. Look at how it stands now."))
        _apply(row, what, now=now)
        row.save()
        note_in_audit("parcel_ruled", {"parcel": row.ref, "what": what}, by=by, now=now)
    return row


def _apply(row: Parcel, what: str, *, now: datetime) -> None:
    row.ruled_at = now
    if what == ARRIVED:
        row.state, row.because, row.told_at = State.ACCEPTED, "", None
    elif what == AGAIN:
        row.state, row.because, row.settled_at, row.told_at, row.next_try_at, row.ruled_at = State.QUEUED, "", None, None, now, None
    elif what == CANCEL:
        row.state, row.because, row.settled_at, row.told_at, row.lease_until = State.CANCELLED, "called_back", now, None, None
