"""What the circle needs of this room: a guest becomes another prospect's, goes back, and is forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from keepwarm.prospects.moving import move_rows, return_rows
from keepwarm.seminars.models import Guest, Seminar

MOVES = (Guest,)
STAYS = ()


def absorb(*, winner: int, loser: int) -> dict[str, list[int]]:
    """A seat at a seminar where the winner has one too stays with the loser: a person sits once."""
    mine = Guest.objects.filter(prospect_id=winner).values_list("seminar_id", flat=True)
    double = list(Guest.objects.filter(prospect_id=loser, seminar__in=mine).values_list("pk", flat=True))
    return {Guest._meta.db_table: move_rows(Guest, winner=winner, loser=loser, leave=double)}


def give_back(moved: Mapping[str, Any], *, winner: int, loser: int) -> None:
    """The other way round."""
    return_rows(Guest, moved, winner=winner, loser=loser)


def reassign(to: Mapping[int, int]) -> None:
    """Whose seminar it is has nothing to do with who owns a guest."""


def give_on(seat_id: int, *, to: int) -> None:
    """The seminars of a seat that is left belong to another."""
    Seminar.objects.filter(owner=seat_id).update(owner=to)


def forget(prospect_ids: Sequence[int]) -> None:
    """Clears who it was, and what they were still to be told; that a seat was taken stays for the counts."""
    cleared = {"name": "", "email": "", "to_tell": "", "remind_at": None, "reminder": "", "follow_at": None}
    Guest.objects.filter(prospect_id__in=prospect_ids).update(**cleared)
