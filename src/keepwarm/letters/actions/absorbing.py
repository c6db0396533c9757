"""What the circle needs of this room: letters and drafts become another prospect's, change hands, and are forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from keepwarm.letters.models import Draft, Letter, LetterException, PointToSay
from keepwarm.prospects.moving import CHUNK, move_all, move_rows, return_all

MOVES = (Letter, LetterException, PointToSay, Draft)
STAYS = ()


def absorb(*, winner: int, loser: int) -> dict[str, list[int]]:
    """Everything moves but a second draft of one rep: that stays with the loser, whose page leads to the winner."""
    mine = set(Draft.objects.filter(prospect_id=winner).values_list("seat_id", flat=True))
    double = list(Draft.objects.filter(prospect_id=loser, seat_id__in=mine).values_list("pk", flat=True))
    drafts = move_rows(Draft, winner=winner, loser=loser, leave=double)
    return {Draft._meta.db_table: drafts, **move_all(MOVES[:-1], winner=winner, loser=loser)}


def give_back(moved: Mapping[str, Any], *, winner: int, loser: int) -> None:
    """The other way round; what was written since stays with the winner."""
    return_all(MOVES, moved, winner=winner, loser=loser)


def reassign(to: Mapping[int, int]) -> None:
    """A draft goes with the prospect, unless its new owner writes one already. What was sent stays in the name of who wrote it.

    One query, and one for each new owner who gets a draft.
    """
    people = sorted(to)
    for start in range(0, len(people), CHUNK):
        rows = Draft.objects.filter(prospect_id__in=people[start : start + CHUNK]).order_by("saved_at", "pk")
        drafts = list(rows.values_list("pk", "prospect_id", "seat_id"))
        busy = {prospect for _pk, prospect, seat in drafts if seat == to[prospect]}
        newest = {prospect: pk for pk, prospect, _seat in drafts if prospect not in busy}
        for seat in sorted({to[prospect] for prospect in newest}):
            Draft.objects.filter(pk__in=[pk for prospect, pk in newest.items() if to[prospect] == seat]).update(seat_id=seat)


def forget(prospect_ids: Sequence[int]) -> None:
    """Clears what was written; that and when a letter went, and what for, stays for the counts."""
    Draft.objects.filter(prospect_id__in=prospect_ids).delete()
    PointToSay.objects.filter(prospect_id__in=prospect_ids).delete()
    Letter.objects.filter(prospect_id__in=prospect_ids).update(subject="", text="", overruled=[], overruled_because="")
    LetterException.objects.filter(prospect_id__in=prospect_ids).update(because="")
