"""Keep-warm touches that no program serves: somebody sends something by hand, or looks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from keepwarm.engine.words import NextStep
from keepwarm.programs.carried import CARRIED
from keepwarm.programs.models import Enrollment, Program, Turn
from keepwarm.prospects.models import Prospect

AT_ONCE = 1_000
LOOKED_AT = 20_000
"""Where programs serve nearly everyone, a page looks no further than this many people ahead, and says where to go on."""


def unserved(rows: QuerySet[Prospect]) -> QuerySet[Prospect]:
    """Of these prospects those for whom no running program has anything planned and who are in none."""
    within = Enrollment.objects.filter(prospect=OuterRef("pk"), left_at__isnull=True, program__state=Program.State.RUNNING)
    planned = Turn.objects.planned().exclude(kind=Turn.Kind.REST).filter(prospect=OuterRef("pk"))
    return rows.exclude(Exists(within)).exclude(Exists(planned))


def without_content(rows: QuerySet[Prospect]) -> QuerySet[Prospect]:
    """Of these prospects those whose keep-warm touch has nothing to carry it out. Where a person looks, nothing is needed."""
    return unserved(rows.filter(next_step=NextStep.KEEP_WARM, because_rule__in=CARRIED))


def first_for_a_person(rows: QuerySet[Prospect], most: int) -> tuple[list[int], tuple[datetime, int] | None]:
    """The keys of the first `most` of these by date whom a person serves or looks at, and after whom to go on; None at the end.

    It walks along the index of dates in pieces, so that a page of a million people takes no longer than one of a thousand.
    """
    found: list[tuple[datetime, int]] = []
    looked: list[tuple[datetime, int]] = []
    total = 0
    while total < LOOKED_AT:
        looked = [(at, pk) for at, pk in _after(rows, looked).values_list("next_touch_at", "pk")[:AT_ONCE] if at is not None]
        total += len(looked)
        kept = _by_hand(pk for _at, pk in looked)
        found += [key for key in looked if key[1] in kept]
        if len(found) > most:
            return [pk for _at, pk in found[:most]], found[most - 1]
        if len(looked) < AT_ONCE:
            return [pk for _at, pk in found], None
    return [pk for _at, pk in found], looked[-1]


def _after(rows: QuerySet[Prospect], looked: list[tuple[datetime, int]]) -> QuerySet[Prospect]:
    rows = rows.order_by("next_touch_at", "pk")
    return rows.filter(Q(next_touch_at__gt=looked[-1][0]) | Q(next_touch_at=looked[-1][0], pk__gt=looked[-1][1])) if looked else rows


def _by_hand(ids: Iterable[int]) -> set[int]:
    rows = Prospect.objects.filter(pk__in=list(ids))
    return {pk for some in (rows.exclude(because_rule__in=CARRIED), unserved(rows)) for pk in some.values_list("pk", flat=True)}
