"""What became of queued letters is read from the outbox and written into their touches, with the next touch of each person."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from keepwarm.decisions.actions.results import settle_results_of
from keepwarm.outbox.models import Kind

OURS = ~Q(kind=Kind.MAILING)
"""What programs and mailings send is settled by them."""


def settle_results(*, now: datetime, rounds: int = 50) -> int:
    """Settle all that is known by now of what people wrote by hand. Returns how many."""
    return settle_results_of(OURS, now=now, rounds=rounds)
