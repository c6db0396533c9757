"""What the demo cost and brought is counted at its end, as the background would in minutes: a director finds figures at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from keepwarm.ledger.actions import count_up, look_at_everyone
from keepwarm.ledger.models import Credit, CreditSum, Day, MoveSum, Round, SeatSum, SourceSum, Story, Watch


def count_everything(*, now: datetime) -> None:
    """Every day, and everyone."""
    while count_up(now=now).left:
        pass
    while not look_at_everyone(now=now).done:
        pass


def remove_counts() -> None:
    """All sums go, and those of what stays are counted anew by the background: they are told from its rows."""
    kept: tuple[Any, ...] = (Credit, CreditSum, Story, MoveSum, SeatSum, SourceSum, Day, Round, Watch)
    for model in kept:
        model.objects.all().delete()
