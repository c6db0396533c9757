"""What the circle needs of this room: who is to get what, and got it, becomes another prospect's, and is forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from keepwarm.mailings.models import Recipient
from keepwarm.prospects.moving import move_rows, return_rows


def absorb(*, winner: int, loser: int) -> dict[str, list[int]]:
    """All of the loser's but those mailings that both are in: nobody gets the same twice."""
    both = Recipient.objects.filter(prospect_id=winner).values("mailing_id")
    leave = Recipient.objects.filter(prospect_id=loser, mailing_id__in=both)
    table = Recipient._meta.db_table
    return {table: move_rows(Recipient, winner=winner, loser=loser, leave=leave.values_list("pk", flat=True))}


def give_back(moved: Mapping[str, Any], *, winner: int, loser: int) -> None:
    """The other way round."""
    return_rows(Recipient, moved, winner=winner, loser=loser)


def reassign(to: Mapping[int, int]) -> None:
    """A mailing speaks for the house: nothing of it belongs to a seat."""


def forget(prospect_ids: Sequence[int]) -> None:
    """What waits for them goes; that something went stays for the counts, with nobody's name."""
    Recipient.objects.filter(prospect_id__in=prospect_ids, state=Recipient.State.WAITS).delete()
