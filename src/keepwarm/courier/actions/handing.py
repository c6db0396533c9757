"""Parcels are taken along under a lease, let pass or held back, and settled by what came of the try."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from keepwarm.courier import protocol
from keepwarm.courier.actions.endpoints import ABOUT, pause, say_answer
from keepwarm.courier.models import Attempt, Endpoint, Parcel, State
from keepwarm.courier.new import Claim, Held
from keepwarm.courier.posting import Answer
from keepwarm.outbox.actions.sending_house import count_handed, keep_count_outside, look_at_the_house
from keepwarm.outbox.sealing import SecretLost, unseal

AT_ONCE = 40
SWEPT_AT_ONCE = 500
Outcome = Attempt.Outcome


@dataclass(frozen=True, slots=True)
class Done:
    """What came of handing a claim over, and when."""

    claim: Claim
    answer: Answer
    at: datetime


def claim(kind: str, *, now: datetime, limit: int = AT_ONCE) -> list[Claim]:
    """Take along what is due for the endpoints of this kind that are in use. Nothing while the house is frozen."""
    house = look_at_the_house(now=now)
    open_ones = Endpoint.objects.filter(kind=kind, paused_at__isnull=True, retired_at__isnull=True)
    due = Parcel.objects.filter(endpoint__in=open_ones, state=State.QUEUED, next_try_at__lte=now)
    if house.frozen_at is not None or not due.exists():
        return []
    if house.confirmed_at is not None:
        _doubt_what_was_restored(house.confirmed_at, now=now)
    fence, until = secrets.randbits(62) + 1, now + protocol.LEASE
    with transaction.atomic():
        rows = due.select_for_update(of=("self",), skip_locked=True).order_by("next_try_at", "pk")
        ids = [row.pk for row in rows.only("pk")[:limit]]
        Parcel.objects.filter(pk__in=ids).update(state=State.CLAIMED, fence=fence, lease_until=until)
        Parcel.objects.filter(pk__in=ids, first_tried_at__isnull=True).update(first_tried_at=now)
    return _read(ids, fence, now=now)


def _doubt_what_was_restored(confirmed_at: datetime, *, now: datetime) -> None:
    """What had waited when a copy or a backup began to send may have gone from the other house."""
    waited = Parcel.objects.filter(state=State.QUEUED, queued_at__lte=confirmed_at, first_tried_at__isnull=True, handed_at__isnull=True)
    doubtful = waited.filter(endpoint__is_idempotent=False)
    ended = {"state": State.UNCERTAIN, "because": "restored", "settled_at": now, "told_at": None}
    doubtful.update(**ended)


def _read(ids: Sequence[int], fence: int, *, now: datetime) -> list[Claim]:
    """With the secrets of their endpoints; one whose secret cannot be read rests until a person sets another."""
    rows = list(Parcel.objects.filter(pk__in=ids, fence=fence).select_related("endpoint").order_by("next_try_at", "pk"))
    known: dict[int, str] = {}
    for endpoint in {row.endpoint_id: row.endpoint for row in rows}.values():
        try:
            known[endpoint.pk] = unseal(endpoint.secret, about=ABOUT)
        except SecretLost as lost:
            pause(endpoint.pk, lost.sentence, now=now)
            Parcel.objects.filter(pk__in=ids, endpoint=endpoint, fence=fence).update(state=State.QUEUED, lease_until=None)
    return [_claim(row, known[row.endpoint_id]) for row in rows if row.endpoint_id in known]


def _claim(row: Parcel, secret: str) -> Claim:
    endpoint = row.endpoint
    return Claim(row.pk, row.ref, row.fence, row.what, row.body.encode(), endpoint.url, secret, endpoint.is_inside)


def hand_over(claims: Sequence[Claim], held: Mapping[int, Held], *, now: datetime) -> list[Claim]:
    """Those that may go now; they are `handing_over` from then on. What is held is cancelled or waits. In the caller's transaction,
    in which it asked what holds them, so that a wish that was committed before always wins.
    """
    rows = Parcel.objects.select_for_update(of=("self",)).filter(pk__in=[one.id for one in claims]).order_by("pk")
    fences = {one.id: one.fence for one in claims}
    mine = {row.pk: row for row in rows if row.state == State.CLAIMED and row.fence == fences[row.pk] and _leased(row, now)}
    for pk, why in held.items():
        if pk in mine:
            _hold(mine[pk], why, now=now)
    going = [one for one in claims if one.id in mine and one.id not in held]
    passed = Parcel.objects.filter(pk__in=[one.id for one in going])
    if passed.update(state=State.HANDING_OVER, handed_at=now, lease_until=now + protocol.LEASE):
        count_handed(len(going))
    return going


def _leased(row: Parcel, now: datetime) -> bool:
    return row.lease_until is not None and row.lease_until > now


def _hold(row: Parcel, why: Held, *, now: datetime) -> None:
    if why.until_at is not None and why.until_at > now:
        Parcel.objects.filter(pk=row.pk).update(state=State.QUEUED, next_try_at=why.until_at, lease_until=None)
        return
    ended = {"state": State.CANCELLED, "because": why.because[:40], "settled_at": now, "told_at": None, "lease_until": None}
    Parcel.objects.filter(pk=row.pk).update(**ended)
    Attempt.objects.create(parcel=row, number=row.tries + 1, at=now, outcome=Outcome.CANCELLED, said=why.because[:300])


def settle(done: Sequence[Done], *, now: datetime) -> None:
    """Write what came of each try, as far as it is still this sender's to say; every try is kept in any case."""
    if not done:
        return
    with transaction.atomic():
        found = Parcel.objects.select_for_update(of=("self",)).filter(pk__in=[one.claim.id for one in done]).order_by("pk")
        rows = {row.pk: row for row in found.select_related("endpoint")}
        for one in done:
            if one.claim.id in rows:
                _settle(rows[one.claim.id], one)
    keep_count_outside()


def _settle(row: Parcel, one: Done) -> None:
    answer = one.answer
    Attempt.objects.create(parcel=row, number=row.tries + 1, at=one.at, outcome=answer.outcome, code=answer.code, said=answer.said)
    if not protocol.may_settle(row.state, row.fence, answer.outcome, mine=one.claim.fence):
        return
    Parcel.objects.filter(pk=row.pk).update(**_change(row, one))
    if answer.outcome == Outcome.CLOSED:
        pause(row.endpoint_id, say_answer(answer), now=one.at)


def _change(row: Parcel, one: Done) -> dict[str, Any]:
    answer, tries = one.answer, row.tries + 1
    state = protocol.becomes(
        answer.outcome, is_idempotent=row.endpoint.is_idempotent, tries=tries, first_tried_at=row.first_tried_at, now=one.at
    )
    change: dict[str, Any] = {"state": state, "tries": tries, "lease_until": None, "code": answer.code, "said": answer.said}
    if state == State.QUEUED:
        return {**change, "next_try_at": protocol.next_try(tries, wished=answer.wished, now=one.at)}
    change |= {"settled_at": one.at, "told_at": None, "their_ref": answer.their_ref or row.their_ref, "ruled_at": None}
    return {**change, "because": _because(state, answer)}


def _because(state: State, answer: Answer) -> str:
    if state == State.FAILED:
        return "refused" if answer.outcome == Outcome.REFUSED else "too_long"
    return "no_answer" if state == State.UNCERTAIN else ""


def sweep(*, now: datetime) -> int:
    """Parcels whose lease ran out: taken along, they wait again; handed over, nobody knows. How many."""
    expired = Parcel.objects.filter(Q(state=State.CLAIMED) | Q(state=State.HANDING_OVER), lease_until__lte=now)
    if not expired.exists():
        return 0
    with transaction.atomic():
        rows = list(expired.select_for_update(of=("self",), skip_locked=True).select_related("endpoint").order_by("pk")[:SWEPT_AT_ONCE])
        for row in rows:
            state = protocol.after_lease(row.state, is_idempotent=row.endpoint.is_idempotent)
            end = {"because": "sender_died", "settled_at": now, "told_at": None} if state == State.UNCERTAIN else {"next_try_at": now}
            Parcel.objects.filter(pk=row.pk).update(state=state, lease_until=None, **end)
    return len(rows)
