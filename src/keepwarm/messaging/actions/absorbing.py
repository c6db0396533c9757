"""What the circle needs of this room: messages become another prospect's, go back, and lose their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from keepwarm.courier.actions import forget_parcels
from keepwarm.messaging.models import Heard, Message
from keepwarm.prospects.moving import move_all, return_all

MOVES = (Message, Heard)
STAYS = ()


def absorb(*, winner: int, loser: int) -> dict[str, list[int]]:
    """All of them: what was sent to the loser was sent to the same person."""
    return move_all(MOVES, winner=winner, loser=loser)


def give_back(moved: Mapping[str, Any], *, winner: int, loser: int) -> None:
    """The other way round."""
    return_all(MOVES, moved, winner=winner, loser=loser)


def reassign(to: Mapping[int, int]) -> None:
    """Whose message it is has nothing to do with who owns a prospect."""


def forget(prospect_ids: Sequence[int], *, now: datetime) -> None:
    """Clears words and numbers, also in what waits, which is not sent; that and when something went stays for the counts."""
    theirs = Message.objects.filter(prospect_id__in=prospect_ids)
    forget_parcels(list(theirs.exclude(parcel=None).values_list("parcel_id", flat=True)), now=now)
    theirs.update(text="", address=None)
    Heard.objects.filter(prospect_id__in=prospect_ids).update(sender="", text="")
