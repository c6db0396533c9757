"""The numbers of a prospect, in the order to dial them: their own before the firm's, the lowest rank first."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from keepwarm.prospects.models import Address, Prospect
from keepwarm.prospects.places import show_number


@dataclass(frozen=True, slots=True)
class Number:
    """A number in use. `shown` is how people there write it, `dial` what goes into the `tel:` link."""

    ref: str
    id: int
    shown: str
    dial: str
    label: str
    is_firms: bool


def numbers_to_dial(prospect: Prospect, *, home: str = "") -> tuple[Number, ...]:
    """Numbers in use, those of the prospect first. `home` is the country of who dials (`DE`). One query."""
    mine = Q(prospect=prospect)
    if prospect.organization_id is not None:
        mine |= Q(organization_id=prospect.organization_id)
    rows = Address.objects.filter(mine, kind=Address.Kind.PHONE, state=Address.State.OK)
    ordered = sorted(rows[:50], key=lambda row: (row.prospect_id != prospect.pk, row.shared, row.rank, row.pk))
    return tuple(_number(row, prospect, home) for row in ordered)


def _number(row: Address, prospect: Prospect, home: str) -> Number:
    return Number(
        ref=row.ref,
        id=row.pk,
        shown=show_number(row.normalized, home=home),
        dial=row.normalized,
        label=row.label,
        is_firms=row.prospect_id != prospect.pk or row.shared,
    )
