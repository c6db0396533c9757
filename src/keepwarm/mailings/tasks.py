"""What the background does for mailings: write down their people, send what is due, watch, and read what became of it."""

from __future__ import annotations

from datetime import datetime

from keepwarm.lib.periodic import Periodic
from keepwarm.mailings.actions.listing import write_down
from keepwarm.mailings.actions.sending import send_what_is_due, settle_results
from keepwarm.mailings.actions.steering import skip_the_stopped


def write_down_people(*, now: datetime) -> None:
    """Who gets what was approved."""
    write_down(now=now)


def send_mailings(*, now: datetime) -> None:
    """Send what is due, stop what people turn away from, let the rest follow."""
    skip_the_stopped(now=now)
    send_what_is_due(now=now)


def read_results(*, now: datetime) -> None:
    """Settle what is known of what was sent."""
    settle_results(now=now)


PERIODIC = (Periodic(write_down_people, minutes=1), Periodic(send_mailings, minutes=1), Periodic(read_results, minutes=1))
