"""What the circle needs of this room: who is to get what, and got it, becomes another prospect's, and is forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from keepwarm.mailings.models import Mailing, Recipient
from keepwarm.mailings.words import HAD_IT
from keepwarm.outbox.models import State as Mailed
from keepwarm.prospects.moving import move_rows, return_rows

WAITED = "waited"
"""Under it stand the winner's rows that waited for what the loser had already."""
CAME_BACK = (Mailed.BOUNCED, Mailed.FAILED, Mailed.CANCELLED)


def absorb(*, winner: int, loser: int) -> dict[str, list[int]]:
    """All of the loser's but those mailings that both are in: nobody gets the same twice.

    Where the loser had one of those, the winner waits for it no more.
    """
    both = Recipient.objects.filter(prospect_id=winner).values("mailing_id")
    leave = Recipient.objects.filter(prospect_id=loser, mailing_id__in=both)
    waited = _wait_no_more(winner, leave)
    table = Recipient._meta.db_table
    return {table: move_rows(Recipient, winner=winner, loser=loser, leave=leave.values_list("pk", flat=True)), WAITED: waited}


def give_back(moved: Mapping[str, Any], *, winner: int, loser: int) -> None:
    """The other way round. Who waited waits again, as long as the mailing is on its way."""
    return_rows(Recipient, moved, winner=winner, loser=loser)
    rows = Recipient.objects.filter(pk__in=moved.get(WAITED, ()), prospect_id=winner, state=Recipient.State.SKIPPED, because=HAD_IT)
    on_its_way = rows.filter(mailing__state__in=(Mailing.State.RUNNING, Mailing.State.PAUSED))
    Recipient.objects.filter(pk__in=list(on_its_way.values_list("pk", flat=True))).update(
        state=Recipient.State.WAITS, because="", ended_at=None
    )


def _wait_no_more(winner: int, losers: QuerySet[Recipient]) -> list[int]:
    """The winner's rows that waited for a mailing that the loser has, by these rows; whose mail came back has not."""
    has = Q(state=Recipient.State.SENT) | Q(state=Recipient.State.SKIPPED, because=HAD_IT)
    had = dict(losers.filter(has).exclude(message__state__in=CAME_BACK).values_list("mailing_id", "ended_at"))
    waiting = list(Recipient.objects.filter(prospect_id=winner, mailing_id__in=had, state=Recipient.State.WAITS))
    for row in waiting:
        row.state, row.because, row.ended_at = Recipient.State.SKIPPED, HAD_IT, had[row.mailing_id]
    Recipient.objects.bulk_update(waiting, ["state", "because", "ended_at"])
    return [row.pk for row in waiting]


def reassign(to: Mapping[int, int]) -> None:
    """A mailing speaks for the house: nothing of it belongs to a seat."""


def forget(prospect_ids: Sequence[int]) -> None:
    """What waits for them goes; that something went stays for the counts, with nobody's name."""
    Recipient.objects.filter(prospect_id__in=prospect_ids, state=Recipient.State.WAITS).delete()
