"""That a process sends, and was heard of."""

from __future__ import annotations

from datetime import datetime, timedelta

from keepwarm.outbox.models import Sender

FORGOTTEN_AFTER = timedelta(days=1)


def note_sender(name: str, *, now: datetime) -> None:
    """This sender lives. Those not heard of for a day are forgotten."""
    Sender.objects.update_or_create(name=name, defaults={"seen_at": now}, create_defaults={"seen_at": now, "started_at": now})
    Sender.objects.filter(seen_at__lt=now - FORGOTTEN_AFTER).delete()


def forget_sender(name: str) -> None:
    """This sender ended."""
    Sender.objects.filter(name=name).delete()
