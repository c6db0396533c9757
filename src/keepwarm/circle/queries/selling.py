"""What was said and written before a sale, of which something may have been a promise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q

from keepwarm.touches.models import Channel, Direction, Touch

MOST: Final = 12


@dataclass(frozen=True, slots=True)
class Said:
    """A line of a talk, a note or a letter of ours, the newest first."""

    words: str
    at: datetime


def said_before(prospect_id: int) -> list[Said]:
    """What we noted in talks and wrote in letters: the rep reads it once more before saying what was promised."""
    ours = Q(channel__in=[Channel.PHONE, Channel.MEETING, Channel.NOTE]) | Q(channel=Channel.EMAIL, direction=Direction.OUT)
    rows = Touch.objects.filter(ours, prospect_id=prospect_id, voided_at__isnull=True).exclude(note="", learned="")
    found = rows.order_by("-happened_at")[:MOST].values_list("learned", "note", "happened_at")
    return [Said(" ".join((note or learned).split())[:300], at) for learned, note, at in found]
