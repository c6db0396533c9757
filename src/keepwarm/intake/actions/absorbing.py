"""What the circle needs of this room. Rows of an import stay where they are: they say what a line of a file became."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from keepwarm.intake.models import Filled, ImportedRow, Reject
from keepwarm.prospects.moving import move_all, return_rows


def absorb(*, winner: int, loser: int) -> dict[str, list[int]]:
    """The forms they sent. A line of an import stays: it became the loser, who is part of the winner now."""
    return move_all((Filled,), winner=winner, loser=loser)


def give_back(moved: Mapping[str, Any], *, winner: int, loser: int) -> None:
    """The other way round."""
    return_rows(Filled, moved, winner=winner, loser=loser)


def reassign(to: Mapping[int, int]) -> None:
    """An import has no owner."""


def forget(prospect_ids: Sequence[int]) -> None:
    """Clears the refused rows of the imports that brought these people: somebody's words may stand there too."""
    imports = ImportedRow.objects.filter(prospect_id__in=prospect_ids).values("imported")
    Filled.objects.filter(prospect_id__in=prospect_ids).update(waits={}, address_hash="", network_hash="")
    Reject.objects.filter(imported__in=imports).update(raw=[])
