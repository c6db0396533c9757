"""Counts for the map: how many people stand where, whom an item fits, and how many of those had it. Read in chunks, written at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from keepwarm.answers.models import Answer
from keepwarm.content.models import CellCount, ItemCount, Received, State
from keepwarm.content.queries.items import ItemLine, items_in_use
from keepwarm.prospects.models import Prospect

CHUNK = 5000
SMALL = 20_000
"""People up to which the house is counted anew each hour; a larger one once a day."""
People = dict[int, tuple[int, frozenset[str]]]


def count_anew(*, now: datetime) -> bool:
    """Count where it is time to. Whether it was."""
    counted = CellCount.objects.aggregate(at=Max("counted_at"))["at"]
    largest = Prospect.objects.aggregate(pk=Max("pk"))["pk"] or 0
    if counted is not None and now - counted < timedelta(hours=1 if largest <= SMALL else 20):
        return False
    count_everyone(now=now)
    return True


def count_everyone(*, now: datetime) -> None:
    """Count all open people. Nothing is locked while it reads; all is written in one short transaction."""
    shelf = {line.id: line for line in items_in_use(now, stale_too=True)}
    cells: Counter[tuple[str, int]] = Counter()
    groups: Counter[tuple[int, frozenset[str]]] = Counter()
    had: Counter[int] = Counter()
    for people in _everyone():
        groups.update(people.values())
        had.update(_had(people, shelf))
    for (stage, interests), count in groups.items():
        for interest in ("", *interests):
            cells[interest, stage] += count
    fits = {pk: sum(count for (stage, topics), count in groups.items() if line.suits(topics, stage)) for pk, line in shelf.items()}
    _write(cells, fits, had, now)


def _everyone() -> Iterator[People]:
    """Open people in chunks: stage and interests of each, by id."""
    last = Prospect.objects.aggregate(pk=Max("pk"))["pk"] or 0
    for start in range(0, last + 1, CHUNK):
        rows = Prospect.objects.filter(pk__gt=start, pk__lte=start + CHUNK, ended_at__isnull=True)
        stages = dict(rows.values_list("pk", "stage"))
        yield {pk: (stage, frozenset(found)) for pk, (stage, found) in _with_interests(stages, start).items()}


def _with_interests(stages: dict[int, int], start: int) -> dict[int, tuple[int, list[str]]]:
    people: dict[int, tuple[int, list[str]]] = {pk: (stage, []) for pk, stage in stages.items()}
    said = Answer.objects.filter(prospect_id__gt=start, prospect_id__lte=start + CHUNK, question__group="topic", value_folded="yes")
    said = said.filter(superseded_by__isnull=True, voided_at__isnull=True)
    for pk, key in said.values_list("prospect_id", "question__key"):
        if pk in people:
            people[pk][1].append(key)
    return people


def _had(people: People, shelf: dict[int, ItemLine]) -> Iterator[int]:
    """Items that these people had and that fit them, one for each time."""
    if not people:
        return
    rows = Received.objects.filter(prospect_id__gte=min(people), prospect_id__lte=max(people), item__state=State.IN_USE)
    for pk, item in rows.values_list("prospect_id", "item_id"):
        if pk in people and item in shelf and shelf[item].suits(people[pk][1], people[pk][0]):
            yield item


def _write(cells: Counter[tuple[str, int]], fits: dict[int, int], had: Counter[int], now: datetime) -> None:
    with transaction.atomic():
        CellCount.objects.all().delete()
        CellCount.objects.bulk_create(
            [CellCount(interest=interest, stage=stage, people=count, counted_at=now) for (interest, stage), count in cells.items()]
        )
        ItemCount.objects.all().delete()
        ItemCount.objects.bulk_create([ItemCount(item_id=pk, fits=count, had=had[pk], counted_at=now) for pk, count in fits.items()])
