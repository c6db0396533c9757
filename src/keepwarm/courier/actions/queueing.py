"""Parcels are queued, called back while they wait, told, and forgotten."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from keepwarm.courier.models import Attempt, Parcel, State
from keepwarm.courier.new import NewParcel
from keepwarm.lib.ids import new_refs


def queue_parcels(news: Sequence[NewParcel], *, now: datetime) -> dict[str, Parcel]:
    """A parcel for each, by its `once_key`; one that is there already stays as it is. In the caller's transaction."""
    rows = [_parcel(new, ref, now) for new, ref in zip(news, new_refs(len(news)), strict=True)]
    Parcel.objects.bulk_create(rows, batch_size=200, ignore_conflicts=True)
    return {row.once_key: row for row in Parcel.objects.filter(once_key__in=[new.once_key for new in news])}


def _parcel(new: NewParcel, ref: str, now: datetime) -> Parcel:
    body = json.dumps({"id": ref, "type": new.what, "created_at": now.isoformat(), "data": dict(new.body)}, ensure_ascii=False)
    return Parcel(
        ref=ref,
        endpoint_id=new.endpoint_id,
        once_key=new.once_key[:80],
        what=new.what[:40],
        body=body,
        queued_at=now,
        next_try_at=new.next_try_at or now,
    )


def cancel_parcels(because: Mapping[int, str], *, now: datetime) -> list[int]:
    """Do not send these, by key, each with its reason; gives those that had not begun. What is being handed over goes its way."""
    waiting = Parcel.objects.select_for_update(of=("self",)).filter(pk__in=because, state__in=[State.QUEUED, State.CLAIMED]).order_by("pk")
    rows = list(waiting)
    for row in rows:
        row.state, row.because, row.settled_at, row.told_at, row.lease_until = State.CANCELLED, because[row.pk], now, None, None
    Parcel.objects.bulk_update(rows, ["state", "because", "settled_at", "told_at", "lease_until"], batch_size=200)
    return [row.pk for row in rows]


def mark_told(parcels: Sequence[Parcel], *, now: datetime) -> None:
    """Results that were read and acted upon, in the reader's transaction. One that changed in the meantime is told again."""
    for state in {row.state for row in parcels}:
        ids = [row.pk for row in parcels if row.state == state]
        Parcel.objects.filter(pk__in=ids, state=state, told_at__isnull=True).update(told_at=now)


def forget_parcels(ids: Sequence[int], *, now: datetime) -> None:
    """What stood in them goes; what waits is not sent."""
    mine = Parcel.objects.filter(pk__in=ids)
    ended = {"state": State.CANCELLED, "because": "forgotten", "settled_at": now, "told_at": now}
    mine.filter(state__in=[State.QUEUED, State.CLAIMED]).update(**ended)
    mine.update(body="", said="", their_ref="")
    Attempt.objects.filter(parcel_id__in=ids).update(said="")
