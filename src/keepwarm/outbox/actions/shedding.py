"""Mail to ourselves names people: nothing of it is kept once it has left, nor when one of those people is forgotten."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from keepwarm.outbox.models import Frozen, Message, State
from keepwarm.outbox.words import FORGOTTEN
from keepwarm.staff.models import User

HOUSE = "house:"
"""How the `once_key` of mail to ourselves begins."""


def shed_house_mail() -> int:
    """Drop the bytes of such mails that were accepted or never will be; that and when they went stays. Gives how many."""
    done = (State.ACCEPTED, State.FAILED, State.BOUNCED, State.CANCELLED)
    return _drop(_house_mail().filter(state__in=done, frozen__isnull=False, file_next_at__isnull=True))


def forget_house_mail(*, now: datetime) -> None:
    """Somebody is forgotten, and may be named in one: none that waits is sent, and no bytes are kept. The report is read on its page."""
    waiting = _house_mail().filter(state__in=[State.QUEUED, State.CLAIMED])
    waiting.update(state=State.CANCELLED, because=FORGOTTEN, fence=0, lease_until=None, settled_at=now)
    _drop(_house_mail().filter(frozen__isnull=False))


def _house_mail() -> QuerySet[Message]:
    """Found by whom it goes to, which has an index."""
    return Message.objects.filter(to_email__in=User.objects.values("email"), prospect__isnull=True, once_key__startswith=HOUSE)


def _drop(rows: QuerySet[Message]) -> int:
    ids = list(rows.values_list("pk", "frozen_id"))
    Message.objects.filter(pk__in=[pk for pk, _ in ids]).update(frozen=None, file_next_at=None)
    Frozen.objects.filter(pk__in=[frozen for _, frozen in ids], messages__isnull=True).delete()
    return len(ids)
