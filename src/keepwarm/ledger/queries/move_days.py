"""Who went from one stage to another on a day, and how long they had been there."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any

from django.db.models import BooleanField, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL

from keepwarm.engine.words import Stage
from keepwarm.ledger.models import MoveSum
from keepwarm.ledger.moving import waited_of
from keepwarm.ledger.queries.house import House
from keepwarm.prospects.models import FORGOTTEN, StandingChange

MOVES = (StandingChange.What.STAGE, StandingChange.What.END)
NO_MOVE = ("merged", FORGOTTEN)
"""Ends that end no conversation: another record of the same person goes on, or nobody may be told of any more."""
_IS_MOVE = RawSQL("\"prospects_standingchange\".\"what\" IN ('stage', 'end')", (), BooleanField())
"""Word for word as in `prospects_moves_by_day`: SQLite takes a partial index only then."""
Key = tuple[int, int, int]


def moves() -> QuerySet[StandingChange]:
    """Changes of stage, ends, and comings back."""
    return StandingChange.objects.filter(_IS_MOVE).exclude(what="end", new__in=NO_MOVE).exclude(what="end", old__in=NO_MOVE)


def move_of(what: str, old: str, new: str) -> tuple[int, int]:
    """From which stage to which; an end is from 0, a coming back from ENDED."""
    if what == StandingChange.What.END:
        return (0, int(Stage.ENDED)) if new else (int(Stage.ENDED), int(Stage.CONVERSING))
    return int(old or 0), int(new or 0)


def is_move(came_from: int, went_to: int) -> Q:
    """The rows of one move."""
    if went_to == Stage.ENDED:
        return Q(what="end") & ~Q(new="")
    if came_from == Stage.ENDED:
        return Q(what="end", new="")
    return Q(what="stage", old=str(came_from), new=str(went_to))


def count_moves(on: date, house: House) -> dict[Key, int]:
    """People by move and how long they had waited for it, since the move before or since they came in."""
    begins, ends = house.span(on)
    before = StandingChange.objects.filter(prospect=OuterRef("prospect"), what__in=MOVES, at__lt=OuterRef("at")).order_by("-at")
    rows: QuerySet[Any] = moves().filter(at__gte=begins, at__lt=ends).annotate(before=Subquery(before.values("at")[:1]))
    found: Counter[Key] = Counter()
    for what, old, new, at, before_at, created_at in rows.values_list("what", "old", "new", "at", "before", "prospect__created_at"):
        found[*move_of(what, old, new), _waited(at, before_at or created_at)] += 1
    return dict(found)


def kept_moves(on: date) -> dict[Key, int]:
    """As they were kept, in the same shape."""
    rows = MoveSum.objects.filter(on=on).values_list("came_from", "went_to", "waited", "people")
    return {(came_from, went_to, waited): people for came_from, went_to, waited, people in rows}


def _waited(at: datetime, since: datetime) -> int:
    return waited_of(at - since)
