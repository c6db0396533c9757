"""What the background does for other software: read what happened, and hand it over."""

from __future__ import annotations

from datetime import datetime

from keepwarm.events.actions import clear_told, collect, send_due
from keepwarm.lib.periodic import Periodic


def tell_others(*, now: datetime) -> None:
    """Rows say what is due; a run that is lost costs its minute."""
    collect(now=now)
    send_due(now=now)


def clear_away(*, now: datetime) -> None:
    """What was taken long ago."""
    clear_told(now=now)


PERIODIC = (Periodic(tell_others, minutes=1), Periodic(clear_away, minutes=53))
