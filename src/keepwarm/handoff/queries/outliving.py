"""Which hand-offs stand otherwise than their prospect: the clock of this room brings them in line."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext

from keepwarm.engine.words import ATTEMPTS, LIVE, Stage
from keepwarm.handoff.models import HandOff
from keepwarm.prospects.models import Prospect
from keepwarm.touches.models import Channel, Direction, Signal, Touch

ACCEPTED = HandOff.State.ACCEPTED
BY_A_TURN = (HandOff.Closed.RECYCLED, HandOff.Closed.ENDED)


def outlived() -> Q:
    """The condition that an open hand-off is over: its prospect ended, bought, left sales, or was put back since the offer.

    In the very moment of the offer its signal tells which came first: putting back settles it.
    """
    left_sales = Q(state=ACCEPTED, prospect__stage__lt=Stage.IN_SALES)
    waits = Signal.objects.open().filter(prospect=OuterRef("prospect"), kind=Signal.Kind.HANDOFF)
    since = Q(prospect__recycled_at__gt=F("offered_at")) | (Q(prospect__recycled_at=F("offered_at")) & ~Exists(waits))
    put_back = Q(since, state=HandOff.State.OFFERED)
    return Q(prospect__ended_at__isnull=False) | Q(prospect__stage=Stage.CUSTOMER) | left_sales | put_back


def undone() -> Q:
    """The condition that a closed hand-off runs on: what took its prospect out of sales was undone."""
    running = HandOff.objects.filter(prospect=OuterRef("prospect"), closed_at__isnull=True)
    newer = HandOff.objects.filter(prospect=OuterRef("prospect"), offered_at__gt=OuterRef("offered_at"))
    in_sales = Q(prospect__ended_at__isnull=True, prospect__stage=Stage.IN_SALES)
    return Q(state=ACCEPTED, closed_as__in=BY_A_TURN) & in_sales & ~Exists(running) & ~Exists(newer)


def runs_again(prospect_id: int) -> bool:
    """Whether a hand-off of the prospect is closed only until the clock sees that what closed it was undone: nobody takes its place."""
    return HandOff.objects.filter(undone(), prospect_id=prospect_id).exists()


def called_otherwise() -> QuerySet[HandOff]:
    """Open hand-offs whose first call of sales is another than was noted, because one was logged, or undone; `called_at` is that call.

    The standing says of which it may be so: each minute looks at few timelines, and never at those whom only others called.
    """
    since = Q(prospect__last_attempt_at__gte=F("answered_at")) | Q(prospect__last_reached_at__gte=F("answered_at"))
    still = Q(prospect__last_attempt_at__gte=F("first_called_at")) | Q(prospect__last_reached_at__gte=F("first_called_at"))
    doubtful = (Q(first_called_at__isnull=True) & since) | (Q(first_called_at__isnull=False) & ~still)
    accepted = HandOff.objects.filter(doubtful, closed_at__isnull=True, answered_at__isnull=False)  # an offered one has no answer
    one_missing = Q(called_at__isnull=False, first_called_at__isnull=True) | Q(called_at__isnull=True, first_called_at__isnull=False)
    unlike = Q(called_at__isnull=False, first_called_at__isnull=False) & ~Q(called_at=F("first_called_at"))
    return accepted.annotate(called_at=first_call()).filter(one_missing | unlike)


def first_call() -> Subquery:
    """When sales first dialled or spoke with them after accepting. Whoever had them before, and has them no more, is not sales."""
    dialled = Q(channel=Channel.PHONE, direction=Direction.OUT, disposition__in=ATTEMPTS)
    live = Q(channel__in=[Channel.PHONE, Channel.MEETING], disposition__in=LIVE)
    others = Q(seat__isnull=True) | ~Q(seat=OuterRef("from_seat")) | Q(seat=OuterRef("prospect__owner"))
    talks = Touch.objects.filter(prospect=OuterRef("prospect"), voided_at__isnull=True, happened_at__gte=OuterRef("answered_at"))
    return Subquery(talks.filter(dialled | live).filter(others).order_by("happened_at").values("happened_at")[:1])


def bought_already(prospect: Prospect) -> str:
    """Why a customer is not offered, as a sentence, "" for whoever is none: an offer would fall away by itself within the minute."""
    if prospect.stage != Stage.CUSTOMER:
        return ""
    return gettext("%(name)s is a customer, and sales has them. What else they may buy is opened as an opportunity.") % {
        "name": prospect.name
    }
