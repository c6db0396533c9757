"""What the circle needs of this room: letters become another prospect's, go back, and are forgotten with the files they stand in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from keepwarm.post.models import Batch, Letter, PrintedFile
from keepwarm.prospects.moving import move_rows, return_rows

MOVES = (Letter,)
STAYS = ()


def absorb(*, winner: int, loser: int) -> dict[str, list[int]]:
    """Every letter goes along: what was printed for the loser is mail to the same person."""
    return {Letter._meta.db_table: move_rows(Letter, winner=winner, loser=loser)}


def give_back(moved: Mapping[str, Any], *, winner: int, loser: int) -> None:
    """The other way round."""
    return_rows(Letter, moved, winner=winner, loser=loser)


def reassign(to: Mapping[int, int]) -> None:
    """Whose letter it is has nothing to do with who owns a prospect."""


def forget(prospect_ids: Sequence[int]) -> None:
    """Clears name, address, words and code; the PDF in which they stand goes, and is made anew from the others when asked for."""
    theirs = Letter.objects.filter(prospect_id__in=prospect_ids)
    touched = list(theirs.exclude(batch=None).values_list("batch_id", flat=True))
    theirs.filter(state__in=[Letter.State.WAITS, Letter.State.PRINTED]).update(state=Letter.State.CANCELLED, open_at=None)
    theirs.update(subject="", text="", printed={}, code="")
    Batch.objects.filter(pk__in=touched).update(pdf=None)
    PrintedFile.objects.filter(batches__isnull=True).delete()
