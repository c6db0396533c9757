"""Pieces of an arrival: organizations, people and their addresses, many at once. The caller holds the transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from keepwarm.lib.text import fold
from keepwarm.prospects.models import Address, Organization, Prospect

CHUNK = 500
LONGEST_NAME = 200


def find_or_create_organizations(names: Iterable[str], *, now: datetime) -> dict[str, int]:
    """The id of each named organization by its folded name; those that are not known yet are made, with the name as written first.

    Names that fold alike are one organization. Empty names are left out.
    """
    wanted: dict[str, str] = {}
    for name in names:
        if folded := fold(name)[:LONGEST_NAME]:
            wanted.setdefault(folded, " ".join(name.split())[:LONGEST_NAME])
    found = _known(list(wanted))
    missing = [folded for folded in wanted if folded not in found]
    made = Organization.objects.bulk_create(
        [Organization(name=wanted[folded], name_folded=folded, created_at=now) for folded in missing], batch_size=CHUNK
    )
    return found | {row.name_folded: row.pk for row in made}


def _known(folded: Sequence[str]) -> dict[str, int]:
    """The oldest organization of each folded name."""
    found: dict[str, int] = {}
    for chunk in _chunks(folded):
        for name, pk in Organization.objects.filter(name_folded__in=chunk).order_by("pk").values_list("name_folded", "pk"):
            found.setdefault(name, pk)
    return found


def new_prospects(rows: Sequence[Prospect]) -> list[Prospect]:
    """Insert prospects with their ids; each already has its next touch, the database refuses one without."""
    for row in rows:
        row.name_folded = row.name_folded or fold(row.name)[:LONGEST_NAME]
    return Prospect.objects.bulk_create(rows, batch_size=CHUNK)


def new_addresses(rows: Sequence[Address]) -> list[Address]:
    """Insert addresses, already normalized and placed (`prospects.places`)."""
    return Address.objects.bulk_create(rows, batch_size=CHUNK)


def _chunks(items: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
