"""What the circle needs of this room: what somebody did becomes another prospect's, goes back, and loses its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from keepwarm.prospects.moving import move_all, return_rows
from keepwarm.signs.models import Sign

MOVES = (Sign,)
STAYS = ()


def absorb(*, winner: int, loser: int) -> dict[str, list[int]]:
    """All of them: both were the same person."""
    return move_all(MOVES, winner=winner, loser=loser)


def give_back(moved: Mapping[str, Any], *, winner: int, loser: int) -> None:
    """The other way round."""
    for model in MOVES:
        return_rows(model, moved, winner=winner, loser=loser)


def forget(prospect_ids: Sequence[int]) -> None:
    """Clears what it was about; that somebody clicked stays for the counts of the mailing."""
    Sign.objects.filter(prospect_id__in=prospect_ids).update(about="")
