"""The ledger in the background: days are counted, and everyone is looked at in turn."""

from __future__ import annotations

from datetime import datetime

from keepwarm.ledger.actions import count_up, look_at_everyone
from keepwarm.lib.periodic import Periodic


def count_days(*, now: datetime) -> None:
    """Of which something was written."""
    count_up(now=now)


def pass_over_everyone(*, now: datetime) -> None:
    """Where they are, and who had what."""
    look_at_everyone(now=now)


PERIODIC = (Periodic(count_days, minutes=1), Periodic(pass_over_everyone, minutes=1))
