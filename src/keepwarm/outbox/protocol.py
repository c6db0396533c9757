"""The protocol of handing over, as pure questions: who may pass the last gate, and what a row becomes. Actions ask here, and so does
the test that walks through every order of two senders, two messages and a crash anywhere.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from keepwarm.outbox.models import Attempt, State

LEASE: Final = timedelta(minutes=20)
"""Longer than connecting (30 s) and the wait for the answer to the dot (10 minutes, RFC 5321, section 4.5.3.2.6) together."""
GIVE_UP_AFTER: Final = timedelta(days=5)
"""RFC 5321, section 4.5.4.1: at least four to five days."""
LEAST_TRIES: Final = 5
DELAYS: Final = tuple(timedelta(minutes=minutes) for minutes in (2, 10, 30, 60, 120, 240, 480))
"""After the first, second … try. Greylisting wants minutes, a full mailbox hours; the last repeats."""


class Verdict(StrEnum):
    """What the last gate says to a sender."""

    GO = "go"
    CANCELLED = "cancelled"  # held back: wish, suppression, end, undo …
    LOST = "lost"  # the claim is no longer this sender's, or nobody could write it down: send nothing


def may_pass(state: str, fence: int, lease_until: datetime | None, *, mine: int, now: datetime) -> bool:
    """Whether the row is still claimed by whoever holds `mine`. At most one try of a message ever passes: passing ends `claimed`."""
    return state == State.CLAIMED and fence == mine and lease_until is not None and lease_until > now


def may_settle(state: str, fence: int, outcome: str, *, mine: int) -> bool:
    """Whether a result may still be written by whoever holds `mine`.

    A result that came after the sweeper made the row uncertain is the truth about it. That it was accepted is believed even when a
    person had it wait again in the meantime, as long as no other sender took it.
    """
    if fence != mine:
        return False
    if outcome == Attempt.Outcome.ACCEPTED:
        return state in {State.HANDING_OVER, State.UNCERTAIN, State.QUEUED}
    return state in {State.CLAIMED, State.HANDING_OVER, State.UNCERTAIN}


def after_lease(state: str) -> State:
    """What a row becomes whose sender was not heard of in time: what may have left is uncertain, and never waits again by itself."""
    return State.UNCERTAIN if state == State.HANDING_OVER else State.QUEUED


def becomes(outcome: str, *, tries: int, first_tried_at: datetime | None, now: datetime) -> State:
    """The state after a result. `tries` counts this one."""
    if outcome in {Attempt.Outcome.LATER, Attempt.Outcome.CUT}:
        is_over = first_tried_at is not None and now - first_tried_at >= GIVE_UP_AFTER and tries >= LEAST_TRIES
        return State.FAILED if is_over else State.QUEUED
    return _ENDS[outcome]


_ENDS: dict[str, State] = {
    Attempt.Outcome.ACCEPTED: State.ACCEPTED,
    Attempt.Outcome.REFUSED: State.FAILED,
    Attempt.Outcome.UNCERTAIN: State.UNCERTAIN,
    Attempt.Outcome.CANCELLED: State.CANCELLED,
}


def next_try(tries: int, *, now: datetime) -> datetime:
    """When a message waits until after its `tries`-th try."""
    return now + DELAYS[min(tries, len(DELAYS)) - 1]
