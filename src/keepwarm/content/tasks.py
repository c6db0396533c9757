"""In the background: counts for the map, and feeds that are due."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from huey.contrib.djhuey import db_task

from keepwarm.content.actions.counting import count_anew
from keepwarm.content.actions.feeds import read_due_feeds
from keepwarm.lib.periodic import Periodic


def count_items(*, now: datetime) -> None:
    """Counts for the map."""
    count_anew(now=now)


def read_feeds(*, now: datetime) -> None:
    """Feeds that are due."""
    read_due_feeds(now=now)


@db_task()  # type: ignore[untyped-decorator]
def read_feeds_soon() -> None:
    """Feeds that somebody wants to be read at once."""
    read_due_feeds(now=timezone.now())


PERIODIC = (Periodic(count_items, minutes=30), Periodic(read_feeds, minutes=10))
