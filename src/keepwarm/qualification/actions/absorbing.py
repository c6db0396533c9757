"""What the circle needs of this room. Judgements are written by `decisions`, in the pass that sets the next touch.

A judgement tells of the row that was judged: it stays with that row in a merge, and the winner is judged anew.
"""

from __future__ import annotations

from collections.abc import Sequence

from keepwarm.qualification.models import Judgement

STAYS = (Judgement,)


def absorb(*, winner: int, loser: int) -> dict[str, list[int]]:
    """Nothing moves."""
    return {}


def forget(prospect_ids: Sequence[int]) -> None:
    """Clears which criteria were met or not; that and when they were a lead stays for the counts."""
    Judgement.objects.filter(prospect_id__in=prospect_ids).update(met=[], missing=[], contradicted=[])
