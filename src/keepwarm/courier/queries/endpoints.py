"""Addresses as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from keepwarm.courier.models import Endpoint, Parcel, State


@dataclass(frozen=True, slots=True)
class Told:
    """An address, how it stands, and what waits for it."""

    ref: str
    name: str
    url: str
    is_inside: bool
    is_idempotent: bool
    paused_at: datetime | None
    paused_because: str
    checked_at: datetime | None
    checked_said: str
    made_at: datetime
    waiting: int
    doubtful: int
    failed: int


def gateway() -> Endpoint | None:
    """The one gateway for short messages, when the house has one."""
    return Endpoint.objects.filter(kind=Endpoint.Kind.MESSAGES, retired_at__isnull=True).first()


def has_gateway() -> bool:
    """Whether short messages can leave at all."""
    return Endpoint.objects.filter(kind=Endpoint.Kind.MESSAGES, retired_at__isnull=True).exists()


def tell(row: Endpoint) -> Told:
    """With counts, each by its index."""
    parcels = Parcel.objects.filter(endpoint=row)
    plain = {name: getattr(row, name) for name in Told.__dataclass_fields__ if hasattr(row, name)}
    return Told(
        **plain,
        waiting=parcels.filter(state=State.QUEUED).count(),
        doubtful=parcels.filter(state=State.UNCERTAIN, ruled_at__isnull=True).count(),
        failed=parcels.filter(state=State.FAILED).count(),
    )
