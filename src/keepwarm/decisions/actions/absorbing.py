"""What the circle needs of this room. Decisions, deferrals and refused advice explain the row they were made for: they stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from keepwarm.decisions.models import AdviceRefused, Decision, Deferral, Hold
from keepwarm.prospects.moving import CHUNK

STAYS = (Decision, Deferral, AdviceRefused, Hold)


def absorb(*, winner: int, loser: int) -> dict[str, list[int]]:
    """Nothing moves; whoever was on one of the two opens the one that is left anew."""
    Hold.objects.filter(prospect_id__in=[winner, loser]).delete()
    return {}


def reassign(to: Mapping[int, int]) -> None:
    """Nobody is on prospects that change hands."""
    ids = sorted(to)
    for start in range(0, len(ids), CHUNK):
        Hold.objects.filter(prospect_id__in=ids[start : start + CHUNK]).delete()


def forget(prospect_ids: Sequence[int]) -> None:
    """Clears what the decisions saw and said; that and when the rules decided stays for the counts."""
    Hold.objects.filter(prospect_id__in=prospect_ids).delete()
    Decision.objects.filter(prospect_id__in=prospect_ids).update(args={}, facts={}, because="")
    Deferral.objects.filter(prospect_id__in=prospect_ids).update(because="")
