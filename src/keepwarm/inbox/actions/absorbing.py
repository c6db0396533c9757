"""What the circle needs of this room: mails become another's and go back, change hands, and are forgotten with their bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from keepwarm.inbox import files
from keepwarm.inbox.models import CameBack, Lesson, Proposal, Received
from keepwarm.prospects.moving import move_all, return_all

MOVES = (Received, CameBack, Proposal)
STAYS = ()


def absorb(*, winner: int, loser: int) -> dict[str, list[int]]:
    """All of it."""
    return move_all(MOVES, winner=winner, loser=loser)


def give_back(moved: Mapping[str, Any], *, winner: int, loser: int) -> None:
    """The other way round."""
    return_all(MOVES, moved, winner=winner, loser=loser)


def reassign(to: Mapping[int, int]) -> None:
    """Nothing: whoever owns the prospect sees their mails."""


def forget(prospect_ids: Sequence[int]) -> None:
    """Clears what they wrote, in the rows and on the disk; that something came, and of what kind, stays for the counts.

    The bytes go when the transaction is committed; a mail that stands with somebody else too keeps them.
    """
    rows = Received.objects.filter(prospect_id__in=prospect_ids)
    hashes = set(rows.exclude(hashed="").values_list("hashed", flat=True))
    kept = set(Received.objects.filter(hashed__in=hashes).exclude(prospect_id__in=prospect_ids).values_list("hashed", flat=True))
    Lesson.objects.filter(received__in=rows).update(subject="", text="")
    CameBack.objects.filter(prospect_id__in=prospect_ids).update(said="")
    Proposal.objects.filter(prospect_id__in=prospect_ids).update(name="", email="")
    rows.update(
        from_email="", from_name="", to_emails="", subject="", message_id="", text="", reading={}, problem="", hashed="", same_as=""
    )
    transaction.on_commit(lambda: _drop(hashes - kept))


def _drop(hashes: set[str]) -> None:
    for hashed in hashes:
        files.drop(hashed)
