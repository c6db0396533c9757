"""What the customer sees on their page: their own promises of one sale, and nothing about anybody else."""

from __future__ import annotations

from dataclasses import dataclass

from keepwarm.customers.models import Asked, Promise, PromiseChange

GONE = (Promise.State.CHANGED, Promise.State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class PublicAsked:
    """The open question of one sale. `open`: those that wait for their word; `settled`: what was said, by them or by us."""

    asked: Asked
    offering: str
    open: tuple[Promise, ...]
    settled: tuple[Promise, ...]


def public_asked(ref: str) -> PublicAsked | None:
    """None for what is not there, of an undone sale, and of somebody who was forgotten."""
    rows = Asked.objects.select_related("sale__offering", "prospect").filter(sale__undone_at__isnull=True)
    asked = rows.exclude(prospect__end_reason="forgotten").filter(ref=ref).first() if ref else None
    if asked is None:
        return None
    promises = list(Promise.objects.filter(sale=asked.sale).exclude(state__in=GONE).order_by("due_on", "pk"))
    return PublicAsked(
        asked=asked,
        offering=asked.sale.offering.name,
        open=tuple(one for one in promises if one.state == Promise.State.OPEN),
        settled=tuple(one for one in promises if one.state != Promise.State.OPEN),
    )


def public_change(ref: str) -> PromiseChange | None:
    """The question whether a promise may change; None for what is not there."""
    rows = PromiseChange.objects.select_related("promise__prospect", "promise__sale__offering")
    rows = rows.filter(promise__sale__undone_at__isnull=True).exclude(promise__prospect__end_reason="forgotten")
    return rows.filter(ref=ref).first() if ref else None
