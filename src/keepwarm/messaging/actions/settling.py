"""What became of messages, into their touches, with the next touch of each person, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from keepwarm.consent.actions import withdraw_all
from keepwarm.consent.models import Channel as Way
from keepwarm.courier.actions import mark_told
from keepwarm.courier.models import Endpoint, Parcel, State
from keepwarm.courier.queries import untold
from keepwarm.decisions.actions import LetterResult, settle_letters
from keepwarm.decisions.actions.letters import CANCELLED
from keepwarm.decisions.actions.settling import lock_remaining, ready_hours
from keepwarm.engine.words import Disposition
from keepwarm.messaging.models import Message
from keepwarm.prospects.models import Address

AT_ONCE = 40
OUTCOME = {
    State.ACCEPTED: Disposition.DELIVERED,
    State.UNCERTAIN: Disposition.UNCERTAIN,
    State.FAILED: Disposition.FAILED,
    State.CANCELLED: CANCELLED,
}
REPORTED = {Message.Report.DELIVERED: Disposition.DELIVERED, Message.Report.FAILED: Disposition.FAILED}


def settle_results(*, now: datetime, rounds: int = 50) -> int:
    """Settle what is known by now. Returns how many; a crash between two transactions leaves results that are read again."""
    told = 0
    for _round in range(rounds):
        parcels = untold(Endpoint.Kind.MESSAGES, limit=AT_ONCE)
        if not parcels:
            break
        _settle(parcels, now=now)
        told += len(parcels)
    return told


def _settle(parcels: Sequence[Parcel], *, now: datetime) -> None:
    by_parcel = {one.pk: one for one in parcels}
    messages = list(Message.objects.filter(parcel_id__in=by_parcel))
    ids = [one.prospect_id for one in messages]
    ready_hours(ids, now=now)
    with transaction.atomic():
        lock_remaining(sorted(set(ids)))
        for message in messages:
            parcel = by_parcel[message.parcel_id or 0]
            if parcel.state == State.FAILED and not message.report:
                close_way(message, read_why(parcel.said), now=now)
        settle_letters([_result(one, by_parcel[one.parcel_id or 0], now) for one in messages if one.touch_id], now=now)
        mark_told(parcels, now=now)


def _result(message: Message, parcel: Parcel, now: datetime) -> LetterResult:
    """What the gateway told afterwards is nearer to the truth than what it said at the door."""
    outcome = REPORTED[Message.Report(message.report)] if message.report else OUTCOME[State(parcel.state)]
    return LetterResult(message.touch_id or 0, outcome, parcel.settled_at or now, parcel.because)


def read_why(said: str) -> str:
    """The reason in the gateway's answer, when it names one of ours."""
    return next((why.value for why in Message.Why if why.value in said), Message.Why.OTHER.value)


def close_way(message: Message, why: str, *, now: datetime) -> None:
    """A number that does not exist is used no more; one that takes no messages, or wants none, stays for calls. Settle afterwards."""
    if why == Message.Why.UNKNOWN_NUMBER:
        Address.objects.filter(pk=message.address_id or 0, state=Address.State.OK).update(state=Address.State.WRONG)
    elif why in {Message.Why.CANNOT_RECEIVE, Message.Why.OPTED_OUT}:
        withdraw_all(message.prospect_id, [Way.MESSAGE], by=None, now=now)
