"""Results that nobody has read yet."""

from __future__ import annotations

from keepwarm.courier.models import Parcel


def untold(kind: str, *, limit: int) -> list[Parcel]:
    """Parcels of this kind of endpoint that were settled and not acted upon yet, the oldest first."""
    waiting = Parcel.objects.filter(told_at__isnull=True, settled_at__isnull=False, endpoint__kind=kind)
    return list(waiting.select_related("endpoint").order_by("pk")[:limit])
