"""What the circle needs of this room: a prospect's mail becomes another's and goes back, changes hands, and is forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F

from keepwarm.outbox.actions.shedding import forget_house_mail
from keepwarm.outbox.models import Attempt, Frozen, Message, Ruling, State
from keepwarm.outbox.words import FORGOTTEN
from keepwarm.prospects.moving import move_all, return_all

MOVES = (Message,)
STAYS = ()


def absorb(*, winner: int, loser: int) -> dict[str, list[int]]:
    """All of it. What waits still goes, if the wishes of both allow: the gate asks by the row's prospect."""
    return move_all(MOVES, winner=winner, loser=loser)


def give_back(moved: Mapping[str, Any], *, winner: int, loser: int) -> None:
    """The other way round."""
    return_all(MOVES, moved, winner=winner, loser=loser)


def reassign(to: Mapping[int, int]) -> None:
    """Nothing: a letter stays in the name of whoever wrote it."""


def forget(prospect_ids: Sequence[int], *, now: datetime) -> None:
    """What waits is not sent; who it went to and what it said is cleared. That something was sent, and when, stays.

    Two letters of one touch went to different addresses, and still must: each takes its reference in place of one.
    """
    forget_house_mail(now=now)
    rows = Message.objects.filter(prospect_id__in=prospect_ids)
    waiting = rows.filter(state__in=[State.QUEUED, State.CLAIMED])
    waiting.update(state=State.CANCELLED, because=FORGOTTEN, fence=0, lease_until=None, settled_at=now)
    Frozen.objects.filter(messages__in=rows).delete()
    Attempt.objects.filter(message__in=rows).update(reply="")
    Ruling.objects.filter(message__in=rows).update(because="")
    rows.update(
        to_email=F("ref"), to_domain="", to_name="", envelope_from="", from_email="", from_name="", subject="", values={}, last_reply="",
        in_reply_to="", once_key="", frozen=None, file_next_at=None,
    )  # fmt: skip
