"""Rows of one prospect that become another's, by id, so that each can be given back; used by every room's `absorbing`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

CHUNK = 500


def move_rows(model: type[models.Model], *, winner: int, loser: int, leave: Iterable[int] = ()) -> list[int]:
    """Gives the loser's rows of `model` to the winner, all but `leave`; their ids. The caller holds the transaction."""
    kept = set(leave)
    rows: models.QuerySet[models.Model] = models.QuerySet(model).filter(prospect_id=loser).order_by("pk")
    ids = [pk for pk in rows.values_list("pk", flat=True) if pk not in kept]
    for start in range(0, len(ids), CHUNK):
        models.QuerySet(model).filter(pk__in=ids[start : start + CHUNK]).update(prospect_id=winner)
    return ids


def return_rows(model: type[models.Model], moved: Mapping[str, Any], *, winner: int, loser: int) -> None:
    """Gives back what `move_rows` moved, as far as the winner still has it."""
    ids = moved.get(model._meta.db_table, [])
    for start in range(0, len(ids), CHUNK):
        models.QuerySet(model).filter(pk__in=ids[start : start + CHUNK], prospect_id=winner).update(prospect_id=loser)


def return_all(models_: Iterable[type[models.Model]], moved: Mapping[str, Any], *, winner: int, loser: int) -> None:
    """`return_rows` for several tables."""
    for model in models_:
        return_rows(model, moved, winner=winner, loser=loser)


def move_all(models_: Iterable[type[models.Model]], *, winner: int, loser: int) -> dict[str, list[int]]:
    """`move_rows` for several tables, by table."""
    return {model._meta.db_table: move_rows(model, winner=winner, loser=loser) for model in models_}
