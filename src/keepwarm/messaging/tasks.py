"""What the background does for short messages: take up what programs queued, send what is due, settle what came of it."""

from __future__ import annotations

from datetime import datetime

from keepwarm.lib.periodic import Periodic
from keepwarm.messaging.actions import send_due, settle_results, take_up


def look_after_messages(*, now: datetime) -> None:
    """Rows say what is due; a run that is lost costs its minute."""
    settle_results(now=now)
    take_up(now=now)
    send_due(now=now)


PERIODIC = (Periodic(look_after_messages, minutes=1),)
