"""Of whom something was written below since the clock last looked: only they can stand otherwise than their hand-off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Exists, Manager, Max, OuterRef, QuerySet

from keepwarm.decisions.models import Decision
from keepwarm.handoff.models import HandOff, Watch
from keepwarm.prospects.models import StandingChange
from keepwarm.touches.models import Inquiry, Touch

WATCHED: Final[Mapping[str, Manager[Any]]] = {
    "change": StandingChange.objects,
    "touch": Touch.objects,
    "inquiry": Inquiry.objects,
    "decision": Decision.objects,
}
"""Append-only tables: whatever ends, puts back, calls or warms a prospect, and whatever undoes it, adds a row to one of them."""
IN_TURN: Final = 200
"""Hand-offs that are looked at in one call whether anything was written or not: all of them in turn, so that nothing stays unseen."""
AT_ONCE: Final = 500
"""Prospects in one question to the database."""


@dataclass(frozen=True, slots=True)
class News:
    """`ids`: the prospects to look at; None: everyone. `upto`: the newest key of each table; `swept`: of the last hand-off in turn."""

    ids: tuple[int, ...] | None
    upto: Mapping[str, int]
    swept: int = 0

    def chunks(self) -> Iterator[Sequence[int] | None]:
        """Piece by piece; one None for everyone."""
        if self.ids is None:
            yield None
        else:
            yield from (self.ids[start : start + AT_ONCE] for start in range(0, len(self.ids), AT_ONCE))


def read_news() -> News:
    """What was written since, by the keys of the rows. The first call of a house looks at everyone."""
    upto = {name: rows.aggregate(last=Max("pk"))["last"] or 0 for name, rows in WATCHED.items()}
    watch = Watch.objects.first()
    if watch is None:
        return News(None, upto)
    found: set[int] = set()
    for name, rows in WATCHED.items():
        found.update(_with_handoff(rows, since=watch.safe_to.get(name, 0), upto=upto[name]))
    in_turn = list(HandOff.objects.filter(pk__gt=watch.swept).order_by("pk").values_list("pk", "prospect_id")[:IN_TURN])
    found.update(prospect_id for _, prospect_id in in_turn)
    is_last = len(in_turn) < max(IN_TURN, 1)  # then it begins anew
    return News(tuple(sorted(found)), upto, swept=0 if is_last else in_turn[-1][0])


def _with_handoff(rows: Manager[Any], *, since: int, upto: int) -> QuerySet[Any, int]:
    """The prospects of these rows who were ever offered to sales; by the key of the rows, so that nothing else is read."""
    theirs = HandOff.objects.filter(prospect=OuterRef("prospect"))
    return rows.filter(Exists(theirs), pk__gt=since, pk__lte=upto).order_by("pk").values_list("prospect_id", flat=True)
