"""What has not left of a mailing that was held or stopped is taken back from the outbox: nobody else gets it before somebody decides."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from keepwarm.mailings.actions.editing import take
from keepwarm.mailings.models import Mailing, Recipient
from keepwarm.mailings.words import HELD, STOPPED
from keepwarm.outbox.actions import cancel_for
from keepwarm.outbox.models import Message
from keepwarm.outbox.models import State as Mailed
from keepwarm.outbox.words import BY_HAND

AT_ONCE = 200
LATELY = timedelta(days=1)
"""What waits of a mailing that was stopped longer ago was taken back by then."""


def take_back_what_waits(*, now: datetime) -> int:
    """Of every mailing that is held, or was stopped lately. What a crash leaves in the outbox is taken back the next time."""
    held = Q(state=Mailing.State.PAUSED) | Q(state=Mailing.State.STOPPED, ended_at__gt=now - LATELY)
    return sum(take_back(mailing, now=now) for mailing in Mailing.objects.filter(held).order_by("pk"))


def take_back(mailing: Mailing, *, now: datetime) -> int:
    """In short writes. Of one that is held they wait again, to get it when it goes on; of one that was stopped they do not get it.

    Returns how many. What is being handed over at this moment leaves.
    """
    done = 0
    waiting = Message.objects.filter(mailing_recipients__mailing=mailing, state__in=(Mailed.QUEUED, Mailed.CLAIMED))
    while keys := list(waiting.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        taken = _take_back(mailing, keys, now=now)
        done += taken
        if not taken:
            break
    return done


def _take_back(mailing: Mailing, keys: list[int], *, now: datetime) -> int:
    with transaction.atomic():
        state = take(mailing.ref).state
        if state not in {Mailing.State.PAUSED, Mailing.State.STOPPED} or not cancel_for(keys, because=BY_HAND, now=now):
            return 0
        rows = Recipient.objects.filter(message_id__in=keys, message__state=Mailed.CANCELLED, state=Recipient.State.SENT)
        if state == Mailing.State.STOPPED:
            return rows.update(state=Recipient.State.SKIPPED, because=STOPPED, ended_at=now, touch=None)
        return rows.update(state=Recipient.State.WAITS, because=HELD, due_at=now, ended_at=None, touch=None)
