"""Each minute: seats that became free are given on, guests are told and reminded, and those who missed it are written to."""

from __future__ import annotations

from datetime import datetime

from keepwarm.lib.periodic import Periodic
from keepwarm.seminars.actions import keep_items, move_up, remind_guests, tell_guests, write_to_missing


def look_after_guests(*, now: datetime) -> None:
    """Rows say what is due; a minute that is lost costs a minute."""
    move_up(now=now)
    tell_guests(now=now)
    remind_guests(now=now)


def look_after_seminars(*, now: datetime) -> None:
    """What is over is offered no more, and those who did not come hear from us."""
    keep_items(now=now)
    write_to_missing(now=now)


PERIODIC = (Periodic(look_after_guests, minutes=1), Periodic(look_after_seminars, minutes=1))
