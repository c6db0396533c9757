"""A point to say that did not come from a draft: what a prospect objected to in a reply."""

from __future__ import annotations

from datetime import datetime

from keepwarm.letters.models import PointToSay


def note_point(prospect_id: int, seat_id: int, text: str, *, now: datetime) -> None:
    """Put it onto the call sheet, once. The caller holds the transaction."""
    words = " ".join(text.split())[:600]
    if words and not PointToSay.objects.filter(prospect_id=prospect_id, text=words, said_at__isnull=True).exists():
        PointToSay.objects.create(prospect_id=prospect_id, seat_id=seat_id, text=words, at=now)


def take_off_point(prospect_id: int, text: str, *, now: datetime) -> None:
    """It was none: it stands on no call sheet any more. The caller holds the transaction."""
    PointToSay.objects.filter(prospect_id=prospect_id, text=" ".join(text.split())[:600], said_at__isnull=True).update(said_at=now)
