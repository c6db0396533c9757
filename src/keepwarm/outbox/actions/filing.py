"""Which accepted letters still want a copy in their account's Sent folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from keepwarm.outbox.models import Account, Message

AT_ONCE = 50
DELAYS: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480))
MOST_TRIES = 20
"""About five days; then it is left, and the letter stands on the timeline in any case."""


@dataclass(frozen=True, slots=True)
class Due:
    """Letters of one account to be filed."""

    account: Account
    messages: Sequence[Message]


def take_due(*, now: datetime) -> list[Due]:
    """At most AT_ONCE, by account. Their next try is put off at once, so that of two at work only one files them."""
    rows = Message.objects.filter(file_next_at__lte=now).order_by("file_next_at").select_related("account", "frozen", "template")[:AT_ONCE]
    mine = [row for row in rows if _take(row, now)]
    ordered = sorted(mine, key=lambda row: row.account_id)
    return [Due(messages[0].account, messages) for messages in (list(group) for _, group in groupby(ordered, lambda row: row.account_id))]


def _take(row: Message, now: datetime) -> bool:
    later = now + DELAYS[min(row.file_tries, len(DELAYS) - 1)]
    return bool(Message.objects.filter(pk=row.pk, file_next_at=row.file_next_at).update(file_next_at=later, file_tries=row.file_tries + 1))


def note_filed(message: Message, *, now: datetime) -> int:
    """It stands in the Sent folder."""
    return Message.objects.filter(pk=message.pk).update(filed_at=now, file_next_at=None)


def note_not_filed(messages: Sequence[Message], *, said: str, now: datetime) -> None:
    """It did not work; after many tries it is left. The account says what its server said."""
    given_up = [one.pk for one in messages if one.file_tries + 1 >= MOST_TRIES]
    Message.objects.filter(pk__in=given_up).update(file_next_at=None)
    if messages:
        Account.objects.filter(pk=messages[0].account_id).update(checked_at=now, checked_said=said[:300])
