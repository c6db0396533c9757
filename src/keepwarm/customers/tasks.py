"""What happens after a sale by itself."""

from __future__ import annotations

from datetime import datetime

from keepwarm.customers.actions import ask_openly, call_again, plan_new_sales, raise_due, tell_customers, wait_again, withdraw_undone
from keepwarm.lib.periodic import Periodic


def look_after_customers(*, now: datetime) -> None:
    """New sales are planned, what has come to its day begins to wait, and what is to be told is queued. Rows say what is due."""
    plan_new_sales(now=now)
    withdraw_undone(now=now)
    raise_due(now=now)
    call_again(now=now)
    wait_again(now=now)
    ask_openly(now=now)
    tell_customers(now=now)


PERIODIC = (Periodic(look_after_customers, minutes=5),)
