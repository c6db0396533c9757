"""What the circle needs of this room: opportunities and sales become another prospect's and go back, change hands, and lose their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from keepwarm.prospects.moving import CHUNK, move_all, move_rows, return_rows
from keepwarm.selling.models import Opportunity, OpportunityChange, OpportunityPerson, Outcome, Sale
from keepwarm.staff.models import Seat, User
from keepwarm.touches.models import Signal

MOVES = (Opportunity, Sale, OpportunityPerson)
STAYS = ()
OUTCOMES = "outcomes"


def absorb(*, winner: int, loser: int) -> dict[str, Any]:
    """Everything moves, but a second place of the same person at one opportunity."""
    outcomes = {str(pk): outcome for pk, outcome in Opportunity.objects.filter(prospect_id=loser).values_list("pk", "outcome")}
    mine = OpportunityPerson.objects.filter(prospect_id=winner).values_list("opportunity_id", flat=True)
    double = list(OpportunityPerson.objects.filter(prospect_id=loser, opportunity__in=mine).values_list("pk", flat=True))
    people = move_rows(OpportunityPerson, winner=winner, loser=loser, leave=double)
    moved = {OpportunityPerson._meta.db_table: people, **move_all((Opportunity, Sale), winner=winner, loser=loser)}
    return {name: ids for name, ids in moved.items() if ids} | ({OUTCOMES: outcomes} if outcomes else {})


def give_back(moved: Mapping[str, Any], *, winner: int, loser: int) -> None:
    """What was won, lost or postponed since the merge stays with the winner; the rest goes back with what waits for it."""
    table = Opportunity._meta.db_table
    stand = dict(Opportunity.objects.filter(prospect_id=winner).values_list("pk", "outcome"))
    same = [pk for pk in moved.get(table, ()) if stand.get(pk) == moved[OUTCOMES].get(str(pk))]
    for model in (OpportunityPerson, Sale):
        return_rows(model, moved, winner=winner, loser=loser)
    return_rows(Opportunity, {table: same}, winner=winner, loser=loser)
    for prospect_id in (winner, loser):
        refs = Opportunity.objects.filter(prospect_id=prospect_id).values_list("ref", flat=True)
        sources = [source_of(ref) for ref in refs]
        Signal.objects.filter(source__in=sources, prospect_id__in=[winner, loser]).update(prospect_id=prospect_id)


def reassign(to: Mapping[int, int], *, by: User | None = None, now: datetime) -> None:
    """Open opportunities go with their prospect to its new owner. Set-based: one UPDATE for each new owner."""
    rows: list[tuple[int, int, int]] = []
    ids = sorted(to)
    for start in range(0, len(ids), CHUNK):
        found = Opportunity.objects.filter(prospect_id__in=ids[start : start + CHUNK], closed_at__isnull=True).order_by("pk")
        rows += [(pk, seat, to[prospect]) for pk, seat, prospect in found.values_list("pk", "seat_id", "prospect_id")]
    move_seats([row for row in rows if row[1] != row[2]], by=by, now=now)


def give_on(seat_id: int, *, by: User | None = None, now: datetime) -> None:
    """Open opportunities of a seat that is left belong to whoever has their prospect now."""
    found = Opportunity.objects.filter(seat_id=seat_id, closed_at__isnull=True).order_by("pk")
    move_seats([(pk, seat_id, owner) for pk, owner in found.values_list("pk", "prospect__owner_id") if owner != seat_id], by=by, now=now)


def move_seats(rows: Sequence[tuple[int, int, int]], *, by: User | None, now: datetime) -> None:
    """Gives opportunities (key, old seat, new seat) on, with a line in the history of each."""
    refs = dict(Seat.objects.filter(pk__in={seat for _pk, old, new in rows for seat in (old, new)}).values_list("pk", "ref"))
    for seat in sorted({new for _pk, _old, new in rows}):
        mine = [pk for pk, _old, new in rows if new == seat]
        for start in range(0, len(mine), CHUNK):
            Opportunity.objects.filter(pk__in=mine[start : start + CHUNK]).update(seat_id=seat)
    OpportunityChange.objects.bulk_create(
        [
            OpportunityChange(opportunity_id=pk, what=OpportunityChange.What.SEAT, old=refs[old], new=refs[new], by=by, at=now)
            for pk, old, new in rows
        ]
    )


def forget(prospect_ids: Sequence[int], *, now: datetime) -> None:
    """Clears what was said; what was offered and sold, when and for how much stays for the counts."""
    mine = Opportunity.objects.filter(prospect_id__in=prospect_ids)
    mine.filter(closed_at__isnull=True).update(closed_at=now, outcome=Outcome.ENDED)
    mine.update(name="", next_what="", reason="")
    OpportunityChange.objects.filter(opportunity__prospect_id__in=prospect_ids).update(because="")
    said = (OpportunityChange.What.NEXT, OpportunityChange.What.NAME, OpportunityChange.What.PERSON)
    OpportunityChange.objects.filter(opportunity__prospect_id__in=prospect_ids, what__in=said).update(old="", new="")
    OpportunityPerson.objects.filter(prospect_id__in=prospect_ids).delete()
    Sale.objects.filter(prospect_id__in=prospect_ids).update(fit={}, unfit_because="", undone_because="")


def source_of(ref: str) -> str:
    """What stands as the source of the signal of an opportunity."""
    return f"opportunity:{ref}"
