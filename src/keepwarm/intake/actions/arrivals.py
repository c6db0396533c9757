"""A recognized row as an arrival: the one place that says what a row tells of a person, whether of a list, a form or the API."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime
from typing import Any

from keepwarm.decisions.batch import Arrival, NewAddress
from keepwarm.intake.owners import Chosen
from keepwarm.intake.recognizing.recognizer import Recognized
from keepwarm.prospects.plain import PLAIN


def arrival_of(one: Recognized, owner: Chosen, *, source_id: int, firm: int | None, common: AbstractSet[int], **said: Any) -> Arrival:
    """What the row tells, with what its door knows: owner, source, firm, and in `said` the other fields of `Arrival`.

    `common`: keys that too many hold.
    """
    row = one.shaped
    return Arrival(
        name=row.name,
        name_folded=row.name_folded,
        given_name=row.given,
        family_name=row.family,
        plain=dict(zip(PLAIN, row.plain, strict=True)),
        born_on=date.fromisoformat(row.born) if row.born else None,
        organization_id=firm,
        organization_folded=row.organization_folded,
        addresses=_addresses(one),
        place=row.place,
        zones=row.zones,
        match_keys=tuple([key for key in row.keys if key not in common]) if common else row.keys,
        prospect_id=one.prospect_id,
        same_as=one.same_as,
        source_id=source_id,
        owner_id=owner.seat_id,
        owner_because=owner.because,
        topic=row.topic,
        text=row.text,
        **said,
    )


def _addresses(one: Recognized) -> tuple[NewAddress, ...]:
    return tuple(
        [
            NewAddress(kind, value, normalized, place, zones, shared or (kind, normalized) in one.shared)
            for kind, value, normalized, place, zones, shared in one.shaped.addresses
        ]
    )


def as_moment(seconds: int | None) -> datetime | None:
    """Back from seconds since 1970."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
