"""What was handed over and taken is kept for some weeks as it went; then only that it went, and when."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from keepwarm.courier.models import Attempt, Parcel, State
from keepwarm.policy.queries import policy_in_force

OVER = (State.ACCEPTED, State.CANCELLED)
AT_ONCE = 400
"""Parcels of one write: a few hundredths of a second."""


def empty_parcels(*, now: datetime, most: int = 20_000) -> int:
    """Take the body, the answer and the tries out of parcels that were taken, or not sent, long ago; how many.

    Their keys, what became of them and when stay: the timeline reads them, and nothing is queued a second time. What failed, is in doubt
    or was not read yet by its room stays as it is, and so does what waits.
    """
    emptied, before = 0, now - timedelta(days=policy_in_force().parcels_kept_days)
    for state in OVER:
        while emptied < most and (ids := _full(state, before)):
            with transaction.atomic():
                Attempt.objects.filter(parcel_id__in=ids)._raw_delete("default")  # noqa: SLF001 - nothing hangs on a try
                emptied += Parcel.objects.filter(pk__in=ids, state=state).update(body="", said="")
    return emptied


def _full(state: State, before: datetime) -> list[int]:
    """The oldest of them, by an index of their own."""
    rows = Parcel.objects.filter(body__gt="", state=state, settled_at__lt=before, told_at__isnull=False)
    return list(rows.order_by("settled_at").values_list("pk", flat=True)[:AT_ONCE])
