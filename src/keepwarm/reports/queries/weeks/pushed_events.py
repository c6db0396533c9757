"""Whom reps called or wrote to long before the day that was set for them, as events."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from django.db.models import OuterRef, Subquery

from keepwarm.decisions.models import Decision
from keepwarm.reports.queries.weeks.span import Span
from keepwarm.reports.queries.weeks.talk_events import Event
from keepwarm.touches.models import Channel, Direction, Touch

AHEAD = timedelta(days=7)
"""Whoever is called or written to so long before the day that was set for them is pushed. Our choice."""


def pushed_events(span: Span) -> Iterator[Event]:
    """pushed: each person once a day of a seat, by the day of the house."""
    seen: set[tuple[int, str, int]] = set()
    for seat_id, at, prospect_id in read_pushed(None if span.seat_id is None else [span.seat_id], span.begins, span.ends):
        place = (seat_id, span.local(at, None).date().isoformat(), prospect_id)
        if place not in seen:
            seen.add(place)
            yield Event(at, seat_id, prospect_id, "pushed", place[1])


def read_pushed(seats: Collection[int] | None, begins: datetime, ends: datetime) -> Iterator[tuple[int, datetime, int]]:
    """Our calls and letters long before the day that the newest decision had set. What they do themselves sets another day first."""
    ours = Touch.objects.filter(happened_at__gte=begins, happened_at__lt=ends, voided_at__isnull=True, seat__isnull=False)
    ours = ours.filter(channel__in=[Channel.PHONE, Channel.EMAIL], direction=Direction.OUT)
    if seats is not None:
        ours = ours.filter(seat__in=seats)
    before = Decision.objects.filter(prospect=OuterRef("prospect"), at__lt=OuterRef("happened_at")).order_by("-at", "-pk")
    rows = ours.annotate(set_for=Subquery(before.values("due_at")[:1])).order_by("happened_at", "pk")
    for seat_id, at, pk, set_for in rows.values_list("seat_id", "happened_at", "prospect_id", "set_for").iterator(4000):
        if set_for is not None and set_for - at > AHEAD:
            yield seat_id, at, pk
