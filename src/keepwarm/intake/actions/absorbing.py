"""What the circle needs of this room. Rows of an import stay where they are: they say what a line of a file became."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from keepwarm.intake.models import ImportedRow, Reject


def absorb(*, winner: int, loser: int) -> dict[str, list[int]]:
    """Nothing moves: the line became the loser, who is part of the winner now."""
    return {}


def give_back(moved: Mapping[str, Any], *, winner: int, loser: int) -> None:
    """Nothing was moved."""


def reassign(to: Mapping[int, int]) -> None:
    """An import has no owner."""


def forget(prospect_ids: Sequence[int]) -> None:
    """Clears the refused rows of the imports that brought these people: somebody's words may stand there too."""
    imports = ImportedRow.objects.filter(prospect_id__in=prospect_ids).values("imported")
    Reject.objects.filter(imported__in=imports).update(raw=[])
