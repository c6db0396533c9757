"""Which open opportunities stand otherwise than their prospect."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Concat

from keepwarm.touches.models import Channel, Direction, Signal, Touch

DAY = timedelta(days=1)


def recycled_since() -> Q:
    """Their prospect was put back to keep warm since: the signal of the opportunity waits no more, and a day to come back is set."""
    waits = Signal.objects.open().filter(prospect=OuterRef("prospect"), kind=Signal.Kind.OPPORTUNITY)
    return Q(~Exists(waits), prospect__recycled_at__gte=F("opened_at"), prospect__wake_at__isnull=False, prospect__ended_at__isnull=True)


def spoken_since(now: datetime) -> Q:
    """Its day came, and somebody dialled, spoke or wrote since that day began: the prospect's next touch is another by now."""
    today = now.astimezone(UTC).date() + DAY
    return Q(_tried(now), next_on__lte=today, prospect__ended_at__isnull=True)


def came_back(now: datetime) -> Q:
    """It was lost or postponed until a day that came, and somebody was in touch since."""
    today = now.astimezone(UTC).date() + DAY
    return Q(_tried(now), wake_on__lte=today)


def _tried(now: datetime) -> Exists:
    """The signal of the opportunity is due, and somebody dialled, spoke or wrote since."""
    mine = Q(source=Concat(Value("opportunity:"), OuterRef("ref")))
    due = Signal.objects.open().filter(mine, prospect=OuterRef("prospect"), kind=Signal.Kind.OPPORTUNITY, due_at__lte=now)
    called = Q(due_at__lte=OuterRef("prospect__last_attempt_at")) | Q(due_at__lte=OuterRef("prospect__last_reached_at"))
    letters = Touch.objects.filter(prospect=OuterRef("prospect"), channel__in=[Channel.EMAIL, Channel.POST], direction=Direction.OUT)
    wrote = Exists(letters.filter(seat__isnull=False, voided_at__isnull=True, happened_at__gte=OuterRef("due_at")))
    return Exists(due.filter(called | Q(wrote)))
