"""What the circle needs of this room: a prospect's rows become another's and go back, change owner, and are forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F, Q

from keepwarm.prospects.models import Address, Doubt, MatchKey, Prospect, StandingChange
from keepwarm.prospects.moving import CHUNK, move_all, move_rows, return_rows
from keepwarm.prospects.search.merging import unindex_for_good
from keepwarm.staff.models import User

MOVES = (MatchKey,)
STAYS = (StandingChange, Doubt)
"""A standing change tells of the row it stands at; a doubt names a pair. Both stay with the loser, and come back with it."""
NAMELESS = "Forgotten"


def absorb(*, winner: int, loser: int) -> dict[str, list[int]]:
    """Addresses and match keys; an address that the winner has too stays behind, so that nothing stands there twice.

    Their search lines are left to the caller, who writes them last: the index writes to the disk whenever other rows follow.
    """
    own = set(Address.objects.filter(prospect_id=winner).values_list("kind", "normalized"))
    double = [
        pk
        for pk, kind, normalized in Address.objects.filter(prospect_id=loser).values_list("pk", "kind", "normalized")
        if (kind, normalized) in own
    ]
    moved = move_rows(Address, winner=winner, loser=loser, leave=double)
    return {Address._meta.db_table: moved, **move_all(MOVES, winner=winner, loser=loser)}


def give_back(moved: Mapping[str, Any], *, winner: int, loser: int) -> None:
    """The other way round; the search lines are the caller's again."""
    for model in (Address, *MOVES):
        return_rows(model, moved, winner=winner, loser=loser)


def reassign(to: Mapping[int, int], because: Mapping[int, str], *, from_seat: int | None, by: User | None, now: datetime) -> list[int]:
    """Another owner for each prospect of `to`, with its reason; one that changed owner meanwhile is left alone.

    `from_seat` None takes whoever owns it. Gives the ids that moved. Set-based: one UPDATE for each new owner.
    """
    owned = {} if from_seat is None else {"owner_id": from_seat}
    was = _owners(sorted(to), owned)
    moving = [pk for pk in sorted(to) if pk in was and was[pk] != to[pk]]
    for seat in sorted({to[pk] for pk in moving}):
        mine = [pk for pk in moving if to[pk] == seat]
        for start in range(0, len(mine), CHUNK):
            Prospect.objects.filter(pk__in=mine[start : start + CHUNK]).update(owner=seat, version=F("version") + 1)
    _write_changes([(pk, str(was[pk]), str(to[pk]), because[pk][:300], to[pk]) for pk in moving], by=by, now=now)
    return moving


def forget(prospect_ids: Sequence[int]) -> None:
    """Clears who they are; the row stays for the counts. Their addresses, keys and doubts are deleted."""
    unindex_for_good(prospect_ids)
    Address.objects.filter(prospect_id__in=prospect_ids).delete()
    MatchKey.objects.filter(prospect_id__in=prospect_ids).delete()
    Doubt.objects.filter(Q(a__in=prospect_ids) | Q(b__in=prospect_ids)).delete()
    StandingChange.objects.filter(prospect_id__in=prospect_ids).update(because="")
    Prospect.objects.filter(pk__in=prospect_ids).update(
        name=NAMELESS,
        given_name="",
        family_name="",
        name_folded="",
        title="",
        born_on=None,
        because_args={},
        chosen_because="",
        version=F("version") + 1,
    )


def _write_changes(rows: Sequence[tuple[int, str, str, str, int]], *, by: User | None, now: datetime) -> None:
    """Changes of owner (prospect, old, new, reason, seat) by one prepared statement: a third of what rows of objects take."""
    at, who, what = connection.ops.adapt_datetimefield_value(now), by.pk if by else None, StandingChange.What.OWNER.value
    table = StandingChange._meta.db_table
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} (prospect_id, what, old, new, because, reason, seat_id, by_id, at)"  # noqa: S608 - our own name
            " VALUES (%s, %s, %s, %s, %s, '', %s, %s, %s)",
            [(prospect, what, old, new, words, seat, who, at) for prospect, old, new, words, seat in rows],
        )


def _owners(ids: Sequence[int], owned: Mapping[str, int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for start in range(0, len(ids), CHUNK):
        rows = Prospect.objects.filter(pk__in=ids[start : start + CHUNK], **owned)
        found.update(rows.values_list("pk", "owner_id"))
    return found
