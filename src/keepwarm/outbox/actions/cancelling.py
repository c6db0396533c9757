"""Holding back what has not left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.lib.refusal import Refusal
from keepwarm.outbox.models import Message, Ruling, State
from keepwarm.outbox.words import BY_HAND
from keepwarm.staff.models import User

CAN_BE_HELD_BACK = (State.QUEUED, State.CLAIMED)


class TooLateToHoldBack(Refusal):
    """It is being handed over, or was."""


def cancel(message: Message, *, because: str, by: User | None, now: datetime) -> Message:
    """It is not sent. Also one that a sender took along: without the fence it cannot hand it over. Raises `TooLateToHoldBack`."""
    with transaction.atomic():
        if not cancel_for([message.pk], because=BY_HAND, now=now):
            raise TooLateToHoldBack(gettext("This is on its way already and cannot be held back."))
        Ruling.objects.create(message=message, what=Ruling.What.CANCEL, because=because.strip()[:300], by=by, at=now)
    message.refresh_from_db()
    return message


def cancel_for(message_ids: Sequence[int], *, because: str, now: datetime) -> int:
    """The same for several, for a reason of `words.BECAUSE`; how many of them had not left yet."""
    rows = Message.objects.filter(pk__in=message_ids, state__in=CAN_BE_HELD_BACK)
    return rows.update(state=State.CANCELLED, because=because, fence=0, lease_until=None, settled_at=now, told_at=None)
