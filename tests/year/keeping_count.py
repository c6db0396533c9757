"""What must hold on every day of the year, each by one query over all."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count

from keepwarm.content.models import Received
from keepwarm.engine.policy import Policy
from keepwarm.outbox.models import Message
from keepwarm.programs.models import Turn
from keepwarm.prospects.models import Prospect
from keepwarm.touches.models import Touch
from tests.abandonment.nobody import abandoned

POLICY = Policy()
WRITTEN = ("mailing", "email", "post")


def broken(now: datetime) -> list[str]:
    """Every promise that does not hold now; empty when all do."""
    return [*abandoned(now), *over_the_cap(now), *too_close(now), *left_in_silence(now), *asked_twice(now)]


def over_the_cap(now: datetime) -> list[str]:
    """Nobody got more than the cap in its days, over all channels."""
    since = now - timedelta(days=POLICY.cap_days)
    ours = Touch.objects.filter(direction="out", channel__in=WRITTEN, happened_at__gt=since, voided_at__isnull=True).exclude(
        disposition="failed"
    )
    many = ours.values("prospect").annotate(count=Count("pk")).filter(count__gt=POLICY.cap_touches)
    return [f"{row['prospect']}: {row['count']} touches in {POLICY.cap_days} days" for row in many]


def too_close(now: datetime) -> list[str]:
    """Nobody got two of our own accord within the gap."""
    since = now - timedelta(days=POLICY.gap_days) + timedelta(hours=2)
    ours = Touch.objects.filter(direction="out", channel__in=WRITTEN, happened_at__gt=since, voided_at__isnull=True).exclude(
        disposition="failed"
    )
    many = ours.values("prospect").annotate(count=Count("pk")).filter(count__gt=1)
    return [f"{row['prospect']}: two within {POLICY.gap_days} days" for row in many]


def left_in_silence(now: datetime) -> list[str]:
    """Nobody who may be written to was left alone for longer than the longest silence."""
    since = now - timedelta(days=POLICY.longest_silence_days)
    quiet = Prospect.objects.filter(ended_at__isnull=True, last_touch_at__lt=since, created_at__lt=since, next_step="keep_warm")
    quiet = quiet.exclude(because_rule__in=["nothing_allowed", "person_reviews"])
    quiet = quiet.exclude(touches__disposition="uncertain", touches__happened_at__gt=since)  # perhaps they heard
    return [f"{one.name}: silence since {one.last_touch_at}, {one.because_rule} on {one.next_touch_at}" for one in quiet]


def asked_twice(now: datetime) -> list[str]:
    """Nobody was asked the same twice without a sign between; a mail that never came has asked nothing."""
    since = now - timedelta(days=POLICY.longest_silence_days - 10)
    asked = Turn.objects.filter(state="sent", kind__in=["ask", "last_question"], ended_at__gt=since, prospect__ended_at__isnull=True)
    asked = asked.exclude(touch__disposition__in=["failed"])
    signs = asked.values("prospect", "kind").annotate(count=Count("pk")).filter(count__gt=1)
    return [f"{row['prospect']}: {row['kind']} twice" for row in signs if not _heard_between(row["prospect"], since)]


def _heard_between(prospect_id: int, since: datetime) -> bool:
    return (
        Touch.objects.filter(prospect_id=prospect_id, direction="in", happened_at__gt=since).exists()
        or Prospect.objects.get(pk=prospect_id).signs.filter(at__gt=since).exists()
    )


def sent_twice() -> list[str]:
    """Nothing was sent twice: no item to one person, no turn in two messages, no message for two turns."""
    items = Turn.objects.filter(state="sent", item__isnull=False).values("prospect", "item").annotate(count=Count("pk")).filter(count__gt=1)
    received = Received.objects.values("prospect", "item").annotate(count=Count("pk")).filter(count__gt=1)
    turns = Message.objects.filter(once_key__startswith="turn:").values("once_key").annotate(count=Count("pk")).filter(count__gt=1)
    return [str(row) for rows in (items, received, turns) for row in rows]
