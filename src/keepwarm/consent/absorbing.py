"""What the circle needs of this room: permissions and wishes become another's and go back, and lose their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from keepwarm.consent.models import Permission, Wish
from keepwarm.prospects.moving import move_all, return_rows

MOVES = (Permission, Wish)
STAYS = ()


def absorb(*, winner: int, loser: int) -> dict[str, list[int]]:
    """All of them: the wishes of both hold, so that the stricter wins."""
    return move_all(MOVES, winner=winner, loser=loser)


def give_back(moved: Mapping[str, Any], *, winner: int, loser: int) -> None:
    """The other way round."""
    for model in MOVES:
        return_rows(model, moved, winner=winner, loser=loser)


def forget(prospect_ids: Sequence[int]) -> None:
    """Clears proofs and words. Suppressions stay: they hold only keyed hashes, and must outlive the person's data."""
    Permission.objects.filter(prospect_id__in=prospect_ids).update(proof="", source="")
    Wish.objects.filter(prospect_id__in=prospect_ids).update(words="", lifted_because="")
