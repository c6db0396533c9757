"""What is due goes through the gateway: asked once more, handed over, and settled."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from keepwarm.courier.actions import claim, deliver, hand_over, sweep
from keepwarm.courier.models import Endpoint
from keepwarm.courier.posting import SECONDS
from keepwarm.messaging.actions.settling import settle_results
from keepwarm.messaging.models import Message
from keepwarm.messaging.queries.holding import held_back


def send_due(*, now: datetime, rounds: int = 20, seconds: float = SECONDS) -> int:
    """Hand over what is due, at most `rounds` batches; how many were taken or refused. `seconds`: how long the gateway may take.

    The question whether each may still go stands in the transaction that lets it pass: a wish committed before always wins.
    """
    sweep(now=now)
    sent = 0
    for _round in range(rounds):
        claims = claim(Endpoint.Kind.MESSAGES, now=now)
        if not claims:
            break
        with transaction.atomic():
            messages = list(Message.objects.filter(parcel_id__in=[one.id for one in claims]).select_related("touch"))
            going = hand_over(claims, held_back(messages, now=now), now=now)
        sent += len(deliver(going, now=now, seconds=seconds))
        settle_results(now=now)
    settle_results(now=now)
    return sent
