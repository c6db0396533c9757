"""What the circle needs of this room: what somebody received becomes another's and goes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from keepwarm.content.models import Feed, Item, Received
from keepwarm.prospects.moving import move_rows, return_rows

MOVES = (Received,)
STAYS = ()


def absorb(*, winner: int, loser: int) -> dict[str, list[int]]:
    """What the winner had too stays with the loser: a person had an item once."""
    had = Received.objects.filter(prospect_id=winner).values_list("item_id", flat=True)
    double = list(Received.objects.filter(prospect_id=loser, item__in=had).values_list("pk", flat=True))
    return {Received._meta.db_table: move_rows(Received, winner=winner, loser=loser, leave=double)}


def give_back(moved: Mapping[str, Any], *, winner: int, loser: int) -> None:
    """The other way round; what was received since stays with the winner."""
    return_rows(Received, moved, winner=winner, loser=loser)


def reassign(to: Mapping[int, int]) -> None:
    """Nothing here belongs to whoever owns a prospect."""


def give_on(seat_id: int, *, to: int) -> None:
    """What a seat that is left looked after, somebody else looks after: items and feeds."""
    for model in (Item, Feed):
        model.objects.filter(owner=seat_id).update(owner=to)


def forget(prospect_ids: Sequence[int]) -> None:
    """A row holds no words of theirs; that an item was received stays for the counts."""
