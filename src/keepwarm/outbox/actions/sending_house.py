"""Whether this house may send: not from a copy and not from a restored backup, until somebody says so."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext

from keepwarm.lib.refusal import Refusal
from keepwarm.outbox import house_mark
from keepwarm.outbox.models import Message, SendingHouse, State
from keepwarm.staff.actions import note_in_audit
from keepwarm.staff.models import Role, User
from keepwarm.staff.queries import require_role

COPIED, RESTORED = "copied", "restored"


class NotFrozen(Refusal):
    """Sending is not held back."""


def look_at_the_house(*, now: datetime) -> SendingHouse:
    """The row of this house; frozen here when machine, folder or count are not what they were. Made on the first call."""
    here, counted = house_mark.fingerprint(), house_mark.read_count()
    row, _ = SendingHouse.objects.get_or_create(pk=1, defaults={"fingerprint": here})
    why = COPIED if row.fingerprint != here else RESTORED if row.handed < counted else ""
    if why and row.frozen_at is None:
        SendingHouse.objects.filter(pk=1).update(frozen_at=now, frozen_because=why)
        row.refresh_from_db()
    return row


def confirm_the_house(*, send_what_waits: bool, by: User | None, now: datetime) -> SendingHouse:
    """From now on this house sends. What waited when it was frozen goes too, or becomes uncertain: it may have left long ago.

    Raises NotYours, NotFrozen.
    """
    require_role(by, Role.MANAGER, Role.ADMIN)
    with transaction.atomic():
        row = SendingHouse.objects.select_for_update().filter(pk=1, frozen_at__isnull=False).first()
        if row is None:
            raise NotFrozen(gettext("Sending is not held back."))
        if not send_what_waits:
            waited = Message.objects.filter(state__in=[State.QUEUED, State.CLAIMED], queued_at__lte=row.frozen_at)
            waited.update(state=State.UNCERTAIN, because=row.frozen_because, settled_at=now, told_at=None, lease_until=None)
        row.fingerprint, row.handed = house_mark.fingerprint(), max(row.handed, house_mark.read_count())
        row.frozen_at, row.frozen_because, row.confirmed_at, row.confirmed_by = None, "", now, by
        row.save()
        note_in_audit("sending_confirmed", {"sent_what_waited": send_what_waits}, by=by, now=now)
    return row


def count_handed(count: int) -> None:
    """So many more are about to go; in the transaction that lets them pass, and last in it, for the row is everybody's."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE outbox_sendinghouse SET handed = handed + %s WHERE id = 1", [count])


def keep_count_outside() -> None:
    """The count of the database, in the folder too."""
    row = SendingHouse.objects.filter(pk=1).first()
    if row is not None and row.frozen_at is None:
        house_mark.write_count(row.handed)
