"""Whom sales may read about before they own them: those they are asked about, and those they gave back and keep a thread to."""

from __future__ import annotations

from collections.abc import Iterable

from keepwarm.handoff.models import Asking, Thread
from keepwarm.prospects.actions.showing import hide_all_but, show_to


def show_to_sales(prospect_ids: Iterable[int]) -> None:
    """Told anew from the askings and threads that run, whatever changed. The caller holds the prospects."""
    readers: dict[int, set[int]] = {pk: set() for pk in prospect_ids}
    asked = Asking.objects.filter(handoff__prospect_id__in=readers, outcome=Asking.Outcome.WAITS)
    threads = Thread.objects.filter(prospect_id__in=readers, cut_at__isnull=True)
    for pk, seat in (*asked.values_list("handoff__prospect_id", "seat_id"), *threads.values_list("prospect_id", "seat_id")):
        readers[pk].add(seat)
    show_to(readers)


def hide_from(seat_id: int) -> None:
    """A rep who left reads only what they are still asked about, until somebody else is."""
    asked = Asking.objects.filter(seat=seat_id, outcome=Asking.Outcome.WAITS)
    hide_all_but(seat_id, asked.values_list("handoff__prospect_id", flat=True))
