"""What the circle needs of this room: a sheet becomes another prospect's, goes back, and loses its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from keepwarm.prospects.moving import move_rows, return_rows
from keepwarm.surveys.models import Sheet, SheetAnswer, Survey

MOVES = (Sheet,)
STAYS = (SheetAnswer,)


def absorb(*, winner: int, loser: int) -> dict[str, list[int]]:
    """A sheet of a survey that the winner filled in too stays with the loser, and counts no more."""
    mine = Sheet.objects.filter(prospect_id=winner).values_list("survey_id", flat=True)
    double = list(Sheet.objects.filter(prospect_id=loser, survey__in=mine).values_list("pk", flat=True))
    return {Sheet._meta.db_table: move_rows(Sheet, winner=winner, loser=loser, leave=double)}


def give_back(moved: Mapping[str, Any], *, winner: int, loser: int) -> None:
    """The other way round."""
    return_rows(Sheet, moved, winner=winner, loser=loser)


def reassign(to: Mapping[int, int]) -> None:
    """Whose survey it is has nothing to do with who owns a prospect."""


def give_on(seat_id: int, *, to: int) -> None:
    """The surveys of a seat that is left belong to another."""
    Survey.objects.filter(owner=seat_id).update(owner=to)


def forget(prospect_ids: Sequence[int]) -> None:
    """What they said goes; that somebody answered stays for the counts."""
    SheetAnswer.objects.filter(sheet__prospect_id__in=prospect_ids).delete()
