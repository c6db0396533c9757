"""How many leads of the version in force came back: told to the room below, whose page says when a review is due."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q

from keepwarm.handoff.models import HandOff
from keepwarm.policy.queries import newest_definition
from keepwarm.qualification.actions.returns import keep_returns


def count_returns(*, now: datetime) -> None:
    """Of those offered under the newest version. A return counts as one whatever came of the prospect later."""
    number, state = newest_definition(), HandOff.State
    counts = HandOff.objects.filter(definition=number, state__in=[state.ACCEPTED, state.RETURNED]).aggregate(
        answered=Count("pk"), returned=Count("pk", filter=Q(state=state.RETURNED))
    )
    keep_returns(number, answered=counts["answered"], returned=counts["returned"], now=now)
