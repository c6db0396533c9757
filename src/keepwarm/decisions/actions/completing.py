"""What was not known of someone is filled in by an inquiry: firm, place for calling, and the plain columns; and emptied by its undo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db import connection

from keepwarm.decisions.actions.newcomers import where
from keepwarm.decisions.batch import Arrival
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.places import hours_key
from keepwarm.prospects.plain import PLAIN
from keepwarm.prospects.zones import split_zones

Known = tuple[Arrival, int, int]
"""An arrival, the key of its prospect, and the key reserved for its inquiry."""
Filled = Mapping[str, Any]
"""Columns that were empty, and what they hold now."""
PLACED: Final = ("place", "zone", "hours_key")
EMPTY: Final[Mapping[str, Any]] = {"organization_id": None, **dict.fromkeys((*PLAIN, *PLACED), "")}
"""The columns that are filled in, and how they are while nothing is known."""


def complete(batch: Sequence[Known], prospects: Mapping[int, Prospect]) -> dict[int, Filled]:
    """Fill what was not known; nothing known is overwritten. Returns by inquiry what it filled; the caller holds the transaction."""
    told: dict[int, Filled] = {}
    for one, prospect_id, inquiry_id in batch:
        if filled := _missing(one, prospects[prospect_id]):
            for name, value in filled.items():
                setattr(prospects[prospect_id], name, value)
            told[inquiry_id] = filled
    _write([prospects[pk] for pk in sorted({pk for _, pk, inquiry_id in batch if inquiry_id in told})])
    return told


def empty(pairs: Sequence[tuple[int, Filled]]) -> None:
    """Take back what was filled in, of each prospect, unless it was changed since. The caller holds the transaction."""
    prospects = Prospect.objects.in_bulk([prospect_id for prospect_id, _ in pairs])
    for prospect_id, filled in pairs:
        person = prospects.get(prospect_id)
        still = {name for name, value in filled.items() if name in EMPTY and person is not None and getattr(person, name) == value}
        if not still.issuperset(set(PLACED) & filled.keys()):
            still -= set(PLACED)  # a place is one fact
        for name in still:
            setattr(person, name, EMPTY[name])
    _write([prospects[pk] for pk in sorted(prospects)])


def _missing(one: Arrival, person: Prospect) -> dict[str, Any]:
    filled: dict[str, Any] = {name: value for name, value in one.plain.items() if value and not getattr(person, name)}
    if person.organization_id is None and one.organization_id is not None:
        filled["organization_id"] = one.organization_id
    if not person.hours_key:
        filled |= _where(one)
    return filled


def _where(one: Arrival) -> dict[str, str]:
    place, zones = where(one)
    if not zones:
        return {}
    return {"place": place, "zone": split_zones(zones)[0], "hours_key": hours_key(place, zones)}


def _write(people: Sequence[Prospect]) -> None:
    """One prepared statement for all. Their versions are raised by whoever tells their standing anew."""
    if not people:
        return
    sql = f"UPDATE prospects_prospect SET {', '.join(f'{name} = %s' for name in EMPTY)} WHERE id = %s"  # noqa: S608 - our own columns
    with connection.cursor() as cursor:
        cursor.executemany(sql, [(*(getattr(one, name) for name in EMPTY), one.pk) for one in people])
