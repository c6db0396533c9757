"""What the background does for programs: choose what comes, carry out what is due, and read what became of it."""

from __future__ import annotations

from datetime import datetime

from keepwarm.lib.periodic import Periodic
from keepwarm.programs.actions.carrying import carry_out, settle_results
from keepwarm.programs.actions.choosing import choose_turns


def choose_what_comes(*, now: datetime) -> None:
    """Plan the turns of all whose date comes; those who have one planned are not looked at."""
    choose_turns(now=now)


def carry_out_what_is_due(*, now: datetime) -> None:
    """Send what is due by now."""
    carry_out(now=now)


def read_results(*, now: datetime) -> None:
    """Settle what is known of what was sent."""
    settle_results(now=now)


PERIODIC = (Periodic(choose_what_comes, minutes=10), Periodic(carry_out_what_is_due, minutes=1), Periodic(read_results, minutes=1))
