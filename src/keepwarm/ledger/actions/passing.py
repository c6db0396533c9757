"""Everyone is looked at, piece by piece: where they are since when, and who had what. What was found is kept with how far it went."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from keepwarm.ledger.models import Round
from keepwarm.ledger.queries.everyone import FEW, read_piece
from keepwarm.ledger.queries.house import the_house

PIECES_AT_ONCE = 10
SMALL = 20_000
OFTEN, SELDOM = timedelta(minutes=5), timedelta(hours=6)
"""After which time a house up to `SMALL`, and a larger one, is looked at anew. Our choice: a million people take about two minutes."""
KEPT = 2


@dataclass(frozen=True, slots=True)
class Passed:
    """How many people were looked at, and whether all are done."""

    people: int
    done: bool


def look_at_everyone(*, now: datetime, at_once: int = PIECES_AT_ONCE) -> Passed:
    """Go on with the round that runs, or begin one when it is time. Broken off, it goes on where the last piece was kept."""
    current = Round.objects.filter(runs=True).first() or _begin(now=now)
    if current is None:
        return Passed(0, done=True)
    people = 0
    for _piece in range(at_once):
        count = _go_on(current, now=now)
        people += count
        if not count:
            return Passed(people, done=True)
    return Passed(people, done=False)


def _begin(*, now: datetime) -> Round | None:
    last = Round.objects.filter(runs=False).order_by("-done_at").first()
    if last is not None and last.done_at is not None and timedelta(0) <= now - last.done_at < (OFTEN if last.people <= SMALL else SELDOM):
        return None
    return Round.objects.create(begun_at=now)


def _go_on(current: Round, *, now: datetime) -> int:
    """The next piece; at the end the round is done, and older ones go. What was found and how far it went are kept together."""
    piece = read_piece(current.upto, the_house(), now=now)
    for name, counts in piece.found.items():
        current.found[name] = dict(Counter(current.found.get(name, {})) + counts)
    for key, people in piece.who.items():
        before = current.few.get(key, [])
        current.few[key] = None if before is None or len(before) + len(people) > FEW else [*before, *people]
    count = piece.people
    current.upto, current.people = piece.upto, current.people + count
    if not count:
        current.runs, current.done_at = False, now
    with transaction.atomic():
        current.save()
        if not count:
            old = Round.objects.filter(runs=False).order_by("-done_at", "-pk").values_list("pk", flat=True)[KEPT:]
            Round.objects.filter(pk__in=list(old)).delete()
    return count
