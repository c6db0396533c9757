"""A message that their server had accepted came back."""

from __future__ import annotations

from datetime import datetime

from keepwarm.outbox.models import Message, State

CAN_BOUNCE = (State.ACCEPTED, State.UNCERTAIN, State.HANDING_OVER)


def record_bounce(message: Message, *, reply: str, now: datetime, is_dead: bool = True) -> bool:
    """It came back for good, in their server's words. False when that was known, or when it never left: then nothing changes.

    A bounce of a doubtful message also says that it had left us: it is doubtful no more. Not `is_dead`: it did not arrive, and
    that says nothing against the address (a full mailbox, or a policy that is about us).
    """
    because = "bounced" if is_dead else "sent_back"
    came_back = {"state": State.BOUNCED, "because": because, "last_reply": reply[:300], "settled_at": now, "told_at": None, "fence": 0}
    return bool(Message.objects.filter(pk=message.pk, state__in=CAN_BOUNCE).update(**came_back, lease_until=None))


def record_sign_of_arrival(message: Message, *, now: datetime) -> bool:
    """A reply to it, or a report that it was delivered: a doubtful message has arrived. False when nobody doubted it."""
    arrived = {"state": State.ACCEPTED, "because": "", "settled_at": now, "told_at": None}
    return bool(Message.objects.filter(pk=message.pk, state=State.UNCERTAIN).update(**arrived))


def record_complaint(message: Message, *, now: datetime) -> bool:
    """Their provider told us that they reported it as unwanted. False when that was known."""
    return bool(Message.objects.filter(pk=message.pk, complained_at__isnull=True).update(complained_at=now))
