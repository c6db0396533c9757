"""Who had a part in what was sold: read from the timeline."""

from __future__ import annotations

from keepwarm.engine.words import LIVE
from keepwarm.prospects.models import StandingChange
from keepwarm.selling.models import SalePart
from keepwarm.touches.models import Channel, Direction, Touch

Part = SalePart.Part


def parts_of(prospect_id: int) -> list[tuple[int, str]]:
    """Seats and their parts: who talked with them, who wrote to them, who kept them warm until they were ready. Three queries."""
    touches = Touch.objects.filter(prospect_id=prospect_id, voided_at__isnull=True, seat__isnull=False).order_by("seat_id")
    talked = touches.filter(channel__in=[Channel.PHONE, Channel.MEETING], disposition__in=LIVE)
    wrote = touches.filter(channel__in=[Channel.EMAIL, Channel.POST], direction=Direction.OUT).exclude(disposition="failed")
    recycled = StandingChange.objects.filter(prospect_id=prospect_id, what="recycle", by__seat__isnull=False).order_by("by__seat")
    found = [
        *((seat, Part.TALKED) for seat in talked.values_list("seat_id", flat=True).distinct()),
        *((seat, Part.WROTE) for seat in wrote.values_list("seat_id", flat=True).distinct()),
        *((seat, Part.KEPT_WARM) for seat in recycled.values_list("by__seat", flat=True).distinct()),
    ]
    return [(int(seat or 0), str(part)) for seat, part in found]
