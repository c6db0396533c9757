"""Who gets a mailing now, and what becomes of the others: asked right before, for a chunk at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from keepwarm.consent.queries import Mail, Sending, may_send
from keepwarm.facts.pacing import Pace, open_from
from keepwarm.mailings.models import Mailing, Recipient
from keepwarm.mailings.words import ENDED, NO_ADDRESS, NOT_PERMITTED, OLD_AFTER, TOO_LATE
from keepwarm.outbox.addressing import is_usable
from keepwarm.outbox.models import Message
from keepwarm.outbox.models import State as Mailed
from keepwarm.prospects.models import Address, Prospect
from keepwarm.touches.models import Channel

MINUTE = timedelta(minutes=1)
EARLY = MINUTE
"""So little of the pace may be missing."""
IN_HAND = 2_000
"""Messages of one mailing that wait in the outbox at most, or twice what left in the last minute: what has not left can be stopped."""


@dataclass(frozen=True, slots=True)
class Ready:
    """Somebody who gets it now, and where."""

    row: Recipient
    prospect_ref: str
    name: str
    address_id: int
    address_ref: str
    email: str


@dataclass(frozen=True, slots=True)
class Held:
    """Somebody who does not get it now. `to_at` None: not at all."""

    row: Recipient
    because: str
    to_at: datetime | None = None


def running(*, now: datetime) -> QuerySet[Mailing]:
    """Mailings on their way whose people are written down, the oldest first."""
    found = Mailing.objects.filter(state=Mailing.State.RUNNING, listed_at__isnull=False, begins_at__lte=now)
    return found.select_related("approved_by").order_by("approved_at", "pk")


def due(mailing: Mailing, limit: int, *, now: datetime) -> list[Recipient]:
    """Whose date has come: of the first share alone until the rest may follow."""
    rows = mailing.recipients.filter(state=Recipient.State.WAITS, due_at__lte=now)
    if mailing.first and (mailing.rest_at is None or mailing.rest_at > now):
        rows = rows.filter(ahead=True)
    return list(rows.order_by("due_at", "pk")[:limit])


def room_in_the_outbox(mailing: Mailing, *, now: datetime) -> int:
    """How many more may wait there. A server that takes many is fed with as many; the sending comes by once a minute."""
    ours = Message.objects.filter(mailing_recipients__mailing=mailing)
    left = ours.filter(settled_at__gt=now - MINUTE, settled_at__lte=now).count()
    return max(0, max(IN_HAND, 2 * left) - ours.filter(state__in=(Mailed.QUEUED, Mailed.CLAIMED)).count())


def sort_out(rows: Sequence[Recipient], *, now: datetime) -> tuple[list[Ready], list[Held]]:
    """Which of these go now, and what becomes of the others."""
    keys = [row.prospect_id for row in rows]
    paces = open_from(keys, channel=Channel.MAILING, now=now)
    people = {pk: (ref, name) for pk, ref, name in Prospect.objects.filter(pk__in=keys).values_list("pk", "ref", "name")}
    addresses = _addresses(keys)
    answers = may_send([Sending(key, Mail.MAILING, addresses[key][0] if key in addresses else None) for key in keys], now=now)
    ready: list[Ready] = []
    held: list[Held] = []
    for row, answer in zip(rows, answers, strict=True):
        why = _held(row, paces.get(row.prospect_id), now=now)
        if why is None and row.prospect_id not in addresses:
            why = Held(row, NO_ADDRESS)
        if why is None and not answer.yes:
            why = _later(row, NOT_PERMITTED, answer.until_at)
        if why is None:
            ref, name = people[row.prospect_id]
            ready.append(Ready(row, ref, name, *addresses[row.prospect_id]))
        else:
            held.append(why)
    return ready, held


def _held(row: Recipient, pace: Pace | None, *, now: datetime) -> Held | None:
    if pace is None:
        return Held(row, ENDED)
    if pace.at is None:
        return Held(row, NOT_PERMITTED)
    return _later(row, pace.because, pace.at) if pace.at > now + EARLY else None


def _later(row: Recipient, because: str, at: datetime | None) -> Held:
    """Moved to the date, unless the mailing is old by then."""
    if at is None:
        return Held(row, because)
    begins = row.mailing.begins_at or row.due_at
    return Held(row, because, at) if at <= begins + OLD_AFTER else Held(row, TOO_LATE)


def _addresses(keys: Sequence[int]) -> dict[int, tuple[int, str, str]]:
    """The first address in use of each that a mail can bear: one that it cannot would hold up all others."""
    rows = Address.objects.filter(prospect_id__in=keys, kind=Address.Kind.EMAIL, state=Address.State.OK).order_by("-rank", "-pk")
    found = rows.values_list("prospect_id", "pk", "ref", "value")
    return {key or 0: (pk, ref, value) for key, pk, ref, value in found if is_usable(value)}
