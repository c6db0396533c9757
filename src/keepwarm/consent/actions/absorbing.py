"""What the circle needs of this room: permissions and wishes become another's and go back, and lose their words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from keepwarm.consent.actions.suppressions import suppress_hashes
from keepwarm.consent.models import Channel, Permission, Suppression, Wish
from keepwarm.consent.proofs import drop_unneeded
from keepwarm.prospects.models import Address
from keepwarm.prospects.moving import move_all, return_rows

MOVES = (Permission, Wish)
STAYS = ()
CLOSES: Mapping[str, tuple[str, str]] = {
    Channel.PHONE: (Address.Kind.PHONE, Suppression.Scope.ALL),
    Channel.EMAIL: (Address.Kind.EMAIL, Suppression.Scope.ALL),
    Channel.MAILING: (Address.Kind.EMAIL, Suppression.Scope.MAILING),
    Channel.POST: (Address.Kind.POST, Suppression.Scope.ALL),
}
"""The addresses that a closed channel means, and how far they are closed."""


def absorb(*, winner: int, loser: int) -> dict[str, list[int]]:
    """All of them: the wishes of both hold, so that the stricter wins."""
    return move_all(MOVES, winner=winner, loser=loser)


def give_back(moved: Mapping[str, Any], *, winner: int, loser: int) -> None:
    """The other way round."""
    for model in MOVES:
        return_rows(model, moved, winner=winner, loser=loser)


def forget(prospect_ids: Sequence[int], *, now: datetime) -> None:
    """Clears proofs and words. What they wished outlives them as suppressions of their addresses, which hold only keyed hashes.

    Call it before their addresses are deleted.
    """
    suppress_hashes(_closed_for_good(prospect_ids), reason=Suppression.Reason.FORGOTTEN, source="forgotten", now=now)
    permissions = Permission.objects.filter(prospect_id__in=prospect_ids)
    files = set(permissions.exclude(proof_file="").values_list("proof_file", flat=True))
    permissions.update(proof="", proof_file="", source="")
    Wish.objects.filter(prospect_id__in=prospect_ids).update(words="", lifted_because="")
    transaction.on_commit(partial(drop_unneeded, files))


def _closed_for_good(prospect_ids: Sequence[int]) -> list[tuple[str, str, str]]:
    """Kind, normalized and scope of each own address that a wish of theirs closes. One that several share is not theirs to close."""
    wishes = Wish.objects.filter(prospect_id__in=prospect_ids, lifted_at__isnull=True, kind__in=[Wish.Kind.STOP, Wish.Kind.NO_CHANNEL])
    closed = {pair for kind, channel in wishes.values_list("kind", "channel") for pair in _meant(kind, channel)}
    rows = Address.objects.filter(prospect_id__in=prospect_ids, shared=False).values_list("kind", "normalized")
    return [(kind, normalized, scope) for kind, normalized in rows for wanted, scope in sorted(closed) if wanted == kind]


def _meant(kind: str, channel: str) -> Iterable[tuple[str, str]]:
    return CLOSES.values() if kind == Wish.Kind.STOP or not channel else [CLOSES[channel]]
