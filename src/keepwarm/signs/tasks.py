"""Clicks are written into the table soon after they were made, and in any case within the minute."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

from django.utils import timezone
from huey.contrib.djhuey import db_task

from keepwarm.lib.periodic import Periodic
from keepwarm.signs.actions import take_in_clicks, tell_robots_by_delivery
from keepwarm.signs.clicks import folder

SOON = timedelta(seconds=2)
"""Clicks gather so long before they are written together."""
_woken_at: datetime | None = None
_waking = threading.Lock()


def take_in(*, now: datetime) -> None:
    """Write what waits, and look at what the deliveries that are known by now say of the clicks."""
    take_in_clicks(folder(), now=now)
    tell_robots_by_delivery(now=now)


@db_task()  # type: ignore[untyped-decorator]
def take_in_now() -> None:
    """The same at once."""
    take_in_clicks(folder(), now=timezone.now())


def wake_soon(*, now: datetime) -> None:
    """After a click: one wake-up for all clicks of the next seconds. One that is lost costs a minute."""
    global _woken_at  # noqa: PLW0603 - one moment a process
    with _waking:
        if _woken_at is not None and timedelta() <= now - _woken_at < SOON:
            return
        _woken_at = now
    take_in_now.schedule(delay=int(SOON.total_seconds()))


PERIODIC = (Periodic(take_in, minutes=1),)
