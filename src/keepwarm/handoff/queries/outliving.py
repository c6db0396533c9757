"""Which hand-offs stand otherwise than their prospect: the clock of this room brings them in line."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q

from keepwarm.engine.words import Stage
from keepwarm.handoff.models import HandOff

ACCEPTED = HandOff.State.ACCEPTED
BY_A_TURN = (HandOff.Closed.RECYCLED, HandOff.Closed.ENDED)


def outlived() -> Q:
    """The condition that an open hand-off is over: its prospect ended, bought, left sales, or was put back since the offer."""
    left_sales = Q(state=ACCEPTED, prospect__stage__lt=Stage.IN_SALES)
    put_back = Q(state=HandOff.State.OFFERED, prospect__recycled_at__gt=F("offered_at"))
    return Q(prospect__ended_at__isnull=False) | Q(prospect__stage=Stage.CUSTOMER) | left_sales | put_back


def undone() -> Q:
    """The condition that a closed hand-off runs on: what took its prospect out of sales was undone."""
    running = HandOff.objects.filter(prospect=OuterRef("prospect"), closed_at__isnull=True)
    newer = HandOff.objects.filter(prospect=OuterRef("prospect"), offered_at__gt=OuterRef("offered_at"))
    in_sales = Q(prospect__ended_at__isnull=True, prospect__stage=Stage.IN_SALES)
    return Q(state=ACCEPTED, closed_as__in=BY_A_TURN) & in_sales & ~Exists(running) & ~Exists(newer)


def called_otherwise() -> Q:
    """The condition that the first call of sales may be another than was noted: one was logged, or undone."""
    since = Q(prospect__last_attempt_at__gte=F("answered_at")) | Q(prospect__last_reached_at__gte=F("answered_at"))
    still = Q(prospect__last_attempt_at__gte=F("first_called_at")) | Q(prospect__last_reached_at__gte=F("first_called_at"))
    return Q(state=ACCEPTED, closed_at__isnull=True) & (
        (Q(first_called_at__isnull=True) & since) | (Q(first_called_at__isnull=False) & ~still)
    )
