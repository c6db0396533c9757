"""People and inquiries come in, one or thousands: written complete with their next touch.

New people are inserted in bulk with the decision made in memory; those who are known already get the inquiry and are decided
anew. Everything that can be made ready before the transaction is. `arrive` writes all in one transaction; a list writes the same
in several short ones: `prepare`, then `write_people` in pieces, then `write_known`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from keepwarm.answers.actions import ask_first_questions
from keepwarm.decisions.actions.colleagues import tell_colleagues
from keepwarm.decisions.actions.completing import Known
from keepwarm.decisions.actions.heeding import heed
from keepwarm.decisions.actions.joining import join
from keepwarm.decisions.actions.newcomer_rows import Newcomers, Rows, build_rows
from keepwarm.decisions.actions.newcomers import House, ready, write_newcomers
from keepwarm.decisions.batch import Arrival
from keepwarm.decisions.rows import fetch
from keepwarm.prospects.actions.inserting import Keys
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import User
from keepwarm.touches.models import Inquiry


@dataclass(slots=True)
class Arrived:
    """What an arrival became. `already`: the same row of the same source was here before, and nothing was written.

    `filled`: columns of someone known that were empty, and what they hold now.
    """

    prospect_id: int
    inquiry_id: int
    created: bool
    already: bool
    filled: Mapping[str, Any] = field(default_factory=dict)


Alongside = Callable[[Sequence[Arrived]], None]
"""What the room above writes in the same transaction: it is given what the arrivals became."""
Before = Callable[[], None]
"""What the room above writes in the same transaction before the people: the firms that they refer to.

Not after: with one reference still open, SQLite looks for open references to every further row, in tables without an index for it.
"""


@dataclass(frozen=True, slots=True)
class Coming:
    """Arrivals made ready: what each becomes; the places of the new people, about whom all is decided, and of the known."""

    batch: Sequence[Arrival]
    arrived: Sequence[Arrived]
    new: Sequence[int]
    old: Sequence[int]
    newcomers: Newcomers | None

    def known(self, places: Sequence[int]) -> list[Known]:
        """The arrivals at these places, each with the keys of prospect and inquiry."""
        return [(self.batch[at], self.arrived[at].prospect_id, self.arrived[at].inquiry_id) for at in places]


def arrive(
    batch: Sequence[Arrival],
    *,
    by: User | None,
    now: datetime,
    house: House | None = None,
    before: Before | None = None,
    alongside: Alongside | None = None,
) -> list[Arrived]:
    """Write arrivals with their next touch. Either all are written or none. Returns what each became, in their order.

    A `prospect_id` that was merged into another goes to the one who remains. Give at most about 500 at a time: the
    transaction holds SQLite's one write lock. `house` saves reading policy and seats anew for each of many batches.
    """
    house = house or _open_house(now)
    coming = prepare(batch, house, now=now)
    rows = people_rows(coming, range(len(coming.new)))
    with transaction.atomic():
        if before is not None:
            before()
        write_newcomers(rows, by=by, now=now)
        write_known(coming, house, by=by, now=now)
        if alongside is not None:
            alongside(coming.arrived)
    return list(coming.arrived)


def prepare(batch: Sequence[Arrival], house: House, *, now: datetime) -> Coming:
    """Decide about the new people, and who is whom. Writes nothing but the keys that it reserves."""
    heed(batch)
    arrived = _placed(batch, house.reserved)
    new = [place for place, one in enumerate(arrived) if one.created]
    old = [place for place, one in enumerate(arrived) if not one.created and not one.already]
    newcomers = ready([(batch[place], arrived[place].prospect_id, arrived[place].inquiry_id) for place in new], house, now=now)
    return Coming(batch, arrived, new, old, newcomers)


def people_rows(coming: Coming, piece: range) -> Rows:
    """Every row of these of the new people, counted in `coming.new`; to be given to `write_newcomers`."""
    return build_rows(coming.newcomers, piece) if coming.newcomers is not None and piece else Rows({})


def write_known(coming: Coming, house: House, *, by: User | None, now: datetime, resumed: Sequence[int] = ()) -> None:
    """Write what arrivals bring to people who are here, and tell the colleagues of all. The caller holds the transaction.

    The new people stand. `resumed`: places of those that were written before the import broke off, their colleagues untold.
    """
    filled = join(coming.known(coming.old), house, by=by, now=now)
    for place in coming.old:
        coming.arrived[place].filled = filled.get(coming.arrived[place].inquiry_id, {})
    tell_colleagues(coming.known(sorted({*coming.new, *coming.old, *resumed})), house, by=by, now=now)


def _open_house(now: datetime) -> House:
    """What arrivals need, read for this batch alone; a house that asks nothing yet gets its first questions."""
    ask_first_questions()
    return House(now=now)


def _placed(batch: Sequence[Arrival], reserved: Keys) -> list[Arrived]:
    """Which prospect and which inquiry each arrival is; keys are reserved for the new ones."""
    known = _already_here(batch)
    winners = _winners({one.prospect_id for one in batch if one.prospect_id is not None})
    first: dict[tuple[int, str], int] = {}
    repeated = [first.setdefault((one.source_id, one.fingerprint), place) for place, one in enumerate(batch)]
    is_new = [
        one.prospect_id is None and one.same_as is None and (one.source_id, one.fingerprint) not in known and repeated[place] == place
        for place, one in enumerate(batch)
    ]
    prospect_ids = iter(reserved.take(Prospect, sum(is_new)))
    inquiry_ids = iter(reserved.take(Inquiry, len(batch)))
    placed: list[Arrived] = []
    for place, one in enumerate(batch):
        inquiry_id = next(inquiry_ids)
        here = known.get((one.source_id, one.fingerprint))
        if here is not None:
            placed.append(Arrived(*here, created=False, already=True))
        elif repeated[place] != place:
            before = placed[repeated[place]]
            placed.append(Arrived(before.prospect_id, before.inquiry_id, created=False, already=True))
        elif is_new[place]:
            placed.append(Arrived(next(prospect_ids), inquiry_id, created=True, already=False))
        else:
            who = placed[one.same_as].prospect_id if one.same_as is not None else winners[one.prospect_id or 0]
            placed.append(Arrived(who, inquiry_id, created=False, already=False))
    return placed


def _already_here(batch: Sequence[Arrival]) -> dict[tuple[int, str], tuple[int, int]]:
    """Prospect and inquiry of those rows that came in before, by source and fingerprint."""
    by_source: dict[int, list[str]] = {}
    for one in batch:
        by_source.setdefault(one.source_id, []).append(one.fingerprint)
    found: dict[tuple[int, str], tuple[int, int]] = {}
    for source_id, fingerprints in by_source.items():
        sql = "SELECT fingerprint, prospect_id, id FROM touches_inquiry WHERE source_id = %s AND fingerprint IN {those}"
        found |= {
            (source_id, str(text)): (int(str(pk)), int(str(inquiry))) for text, pk, inquiry in fetch(sql, fingerprints, before=[source_id])
        }
    return found


def _winners(ids: set[int]) -> dict[int, int]:
    """Each id to itself, or to the one it was merged into."""
    told = {id_: id_ for id_ in ids}
    merged = dict(Prospect.objects.filter(pk__in=ids, merged_into__isnull=False).values_list("pk", "merged_into_id"))
    for _ in range(10):
        if not merged:
            break
        told = {id_: merged.get(winner) or winner for id_, winner in told.items()}
        merged = dict(Prospect.objects.filter(pk__in=set(told.values()), merged_into__isnull=False).values_list("pk", "merged_into_id"))
    return told
