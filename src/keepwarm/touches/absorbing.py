"""What the circle needs of this room: a prospect's timeline becomes another's and goes back, changes hands, and is forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from keepwarm.prospects.moving import CHUNK, move_all, return_all
from keepwarm.touches.models import Inquiry, Remark, Signal, Touch

MOVES = (Inquiry, Touch, Signal, Remark)
STAYS = ()


def absorb(*, winner: int, loser: int) -> dict[str, list[int]]:
    """The whole timeline: inquiries, touches, what waits, and remarks."""
    return move_all(MOVES, winner=winner, loser=loser)


def give_back(moved: Mapping[str, Any], *, winner: int, loser: int) -> None:
    """The other way round; what was logged since the merge stays with the winner."""
    return_all(MOVES, moved, winner=winner, loser=loser)


def reassign(to: Mapping[int, int]) -> None:
    """What waits is from now on up to the new owner; due dates and promised hours stay as they are."""
    for seat in sorted(set(to.values())):
        mine = sorted(pk for pk, new in to.items() if new == seat)
        for start in range(0, len(mine), CHUNK):
            Signal.objects.open().filter(prospect_id__in=mine[start : start + CHUNK]).update(seat=seat)


def forget(prospect_ids: Sequence[int], *, now: datetime) -> None:
    """Clears what was said; what happened when, and how it ended, stays for the counts. Nothing waits any more."""
    Inquiry.objects.filter(prospect_id__in=prospect_ids).update(text="")
    Touch.objects.filter(prospect_id__in=prospect_ids).update(note="", learned="", args={})
    Signal.objects.filter(prospect_id__in=prospect_ids).update(args={})
    Signal.objects.open().filter(prospect_id__in=prospect_ids).update(voided_at=now)
    Remark.objects.filter(prospect_id__in=prospect_ids).update(text="")
