"""Taking messages along, and what becomes of those whose sender was not heard of again."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists
from django.db.models.functions import Coalesce

from keepwarm.outbox import protocol
from keepwarm.outbox.building import BytesDiffer, bytes_of
from keepwarm.outbox.models import Account, Message, SendingHouse, Slot, State, Template

AT_ONCE = 128
"""Messages a sender takes along for one account."""
BYTES_AT_ONCE = 32 * 2**20
SOON = timedelta(seconds=2)
"""Whose turn comes so soon may be taken along now."""
SWEPT_AT_ONCE = 500
_READ = (
    "ref", "account_id", "envelope_from", "from_email", "from_name", "to_email", "to_name", "message_id", "dated_at", "boundary", "values",
    "hashed", "template_id", "frozen__raw",
)  # fmt: skip
"""What the bytes and a claim are made of."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A message taken along: what a sender needs of it. `raw` is not signed yet."""

    id: int
    fence: int
    lease_until: datetime
    account_id: int
    sender: str
    recipient: str
    dated_at: datetime
    raw: bytes


def claim(account: Account, *, worker: str, now: datetime, lease: timedelta = protocol.LEASE, limit: int = AT_ONCE) -> list[Claim]:
    """Takes along what is due for `account`, as far as the pace of each domain allows: a lease, and a fence nobody else has.

    Nothing while the house is frozen or the account rests. One transaction; on PostgreSQL rows that others hold are passed over.
    """
    due = Message.objects.filter(account=account, state=State.QUEUED, next_try_at__lte=now).order_by("next_try_at", "id")
    if not due.exists() or _is_at_rest(account):
        return []
    fence, until = secrets.randbits(62) + 1, now + lease
    with transaction.atomic():
        rows = list(due.select_for_update(skip_locked=True).only("id", "to_domain", "size")[:limit])
        ids = _within(BYTES_AT_ONCE, _paced(account, rows, now))
        taken = Message.objects.filter(pk__in=ids)
        held = {"state": State.CLAIMED, "claimed_by": worker, "fence": fence, "lease_until": until}
        taken.update(**held, first_tried_at=Coalesce("first_tried_at", now))
    return _read(ids, fence, until, now)


def _is_at_rest(account: Account) -> bool:
    frozen = SendingHouse.objects.filter(frozen_at__isnull=False)
    return not Account.objects.filter(~Exists(frozen), pk=account.pk, paused_at__isnull=True, retired_at__isnull=True).exists()


def _within(limit: int, rows: Sequence[Message]) -> list[int]:
    """As many as fit into memory, one at least."""
    ids: list[int] = []
    total = 0
    for row in rows:
        total += row.size
        if ids and total > limit:
            break
        ids.append(row.pk)
    return ids


def _paced(account: Account, rows: list[Message], now: datetime) -> list[Message]:
    """Those whose turn it is; the others wait until theirs. Turns are kept in rows, so that all senders share one pace."""
    if not account.pace_per_minute:
        return rows
    step = timedelta(minutes=1) / account.pace_per_minute
    slots = Slot.objects.filter(account=account, domain__in={row.to_domain for row in rows}).select_for_update().order_by("domain")
    free = dict(slots.values_list("domain", "free_at"))
    turns = {domain: max(at, now) for domain, at in free.items()}
    first, later = [], []
    for row in rows:
        turn = turns.get(row.to_domain, now)
        if turn <= now + SOON:
            turns[row.to_domain] = turn + step
            first.append(row)
        else:
            row.next_try_at = turn
            later.append(row)
    Message.objects.bulk_update(later, ["next_try_at"], batch_size=100)
    kept = [Slot(account=account, domain=domain, free_at=at) for domain, at in sorted(turns.items())]
    Slot.objects.bulk_create(kept, update_conflicts=True, unique_fields=["account", "domain"], update_fields=["free_at"])
    return first


def _read(ids: Sequence[int], fence: int, until: datetime, now: datetime) -> list[Claim]:
    rows = list(Message.objects.filter(pk__in=ids, fence=fence).select_related("frozen").only(*_READ).order_by("next_try_at", "id"))
    templates = Template.objects.in_bulk({row.template_id for row in rows if row.template_id})
    claims, broken = [], []
    for row in rows:
        row.template = templates.get(row.template_id or 0)
        try:
            raw = bytes_of(row)
        except BytesDiffer:
            broken.append(row.pk)
            continue
        sender = row.envelope_from or row.from_email
        claims.append(Claim(row.pk, fence, until, row.account_id, sender, row.to_email, row.dated_at, raw))
    if broken:
        ended = {"state": State.CANCELLED, "because": "unreadable", "settled_at": now, "told_at": None, "lease_until": None}
        Message.objects.filter(pk__in=broken, fence=fence, state=State.CLAIMED).update(**ended)
    return claims


def release(claims: Sequence[Claim], *, now: datetime) -> None:
    """Taken along and not begun: they wait again, for a sender that stops."""
    for fence in {one.fence for one in claims}:
        ids = [one.id for one in claims if one.fence == fence]
        mine = Message.objects.filter(pk__in=ids, state=State.CLAIMED, fence=fence)
        mine.update(state=State.QUEUED, lease_until=None, next_try_at=now)


def sweep(*, now: datetime) -> int:
    """Rows whose lease ran out: claimed ones wait again, handed-over ones are uncertain. How many."""
    expired = Message.objects.filter(lease_until__lte=now, state__in=[State.CLAIMED, State.HANDING_OVER])
    if not expired.exists():
        return 0
    with transaction.atomic():
        rows = list(expired.select_for_update(skip_locked=True).order_by("pk").values_list("pk", "state")[:SWEPT_AT_ONCE])
        for state in {state for _, state in rows}:
            ids = [pk for pk, its in rows if its == state]
            after = protocol.after_lease(state)
            end = {"because": "sender_died", "settled_at": now, "told_at": None} if after == State.UNCERTAIN else {"next_try_at": now}
            Message.objects.filter(pk__in=ids, state=state, lease_until__lte=now).update(state=after, lease_until=None, **end)
    return len(rows)
