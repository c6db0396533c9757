"""What the background does each minute for the rooms that follow a prospect, done once after a command: a house may never be served.

Beside a house that is served it finds nothing left to do, or what the background would have done a minute later.
"""

from __future__ import annotations

from dataclasses import astuple
from datetime import datetime

from keepwarm.circle.tasks import follow_who_left, keep_absences
from keepwarm.customers.tasks import look_after_customers
from keepwarm.handoff.actions import tick as follow_handoffs
from keepwarm.letters import tasks as letters
from keepwarm.mailings import tasks as mailings
from keepwarm.programs import tasks as programs
from keepwarm.selling.actions.following import tick as follow_opportunities

AT_MOST = 500
"""Looks of one clock after one command; each look takes a bounded number of rows."""


def follow(*, now: datetime) -> None:
    """What became of mail is read; then absences, hand-offs, opportunities and customers stand as their prospects do."""
    for room in (letters, programs, mailings):
        room.read_results(now=now)
    follow_who_left(now=now)
    keep_absences(now=now)
    for tick in (follow_handoffs, follow_opportunities):
        for _ in range(AT_MOST):
            if not any(astuple(tick(now=now))):
                break
    look_after_customers(now=now)
