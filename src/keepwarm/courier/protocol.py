"""The protocol of handing over, as pure questions: what an answer means, and what becomes of a parcel."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from keepwarm.courier.models import Attempt, State

LEASE: Final = timedelta(minutes=5)
"""Longer than all parcels that are taken along at once need when each of them waits for its whole time."""
GIVE_UP_AFTER: Final = timedelta(days=3)
"""A house may find a broken gateway on Monday morning. Our choice."""
LEAST_TRIES: Final = 5
LONGEST_WISH: Final = timedelta(days=1)
"""A Retry-After that asks for more is read as this much."""
DELAYS: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
"""After the first, second … try; the last repeats."""
_NOT_NOW: Final = frozenset({408, 425, 429})
_FOR_US: Final = frozenset({401, 402, 403, 407})
"""What the other side has against us, not against the parcel: our key, our account, our address."""
_TIMED_OUT_BEHIND: Final = 504

Outcome = Attempt.Outcome


def outcome_of(code: int) -> Outcome:
    """What an answer of HTTP means. A server that waited in vain for the one behind it (504) does not know either."""
    if 200 <= code < 300:
        return Outcome.ACCEPTED
    if code == _TIMED_OUT_BEHIND:
        return Outcome.UNCERTAIN
    if code in _NOT_NOW or code >= 500:
        return Outcome.LATER
    return Outcome.CLOSED if code in _FOR_US or code < 400 else Outcome.REFUSED


def becomes(outcome: str, *, is_idempotent: bool, tries: int, first_tried_at: datetime | None, now: datetime) -> State:
    """The state after a result. `tries` counts this one. What perhaps arrived goes again only where a key is known there."""
    if outcome == Outcome.UNCERTAIN and not is_idempotent:
        return State.UNCERTAIN
    if outcome in {Outcome.LATER, Outcome.UNCERTAIN, Outcome.CLOSED}:
        is_over = first_tried_at is not None and now - first_tried_at >= GIVE_UP_AFTER and tries >= LEAST_TRIES
        return State.FAILED if is_over else State.QUEUED
    return {Outcome.ACCEPTED: State.ACCEPTED, Outcome.REFUSED: State.FAILED}.get(Outcome(outcome), State.CANCELLED)


def after_lease(state: str, *, is_idempotent: bool) -> State:
    """What a parcel becomes whose sender was not heard of in time."""
    return State.UNCERTAIN if state == State.HANDING_OVER and not is_idempotent else State.QUEUED


def next_try(tries: int, *, wished: timedelta | None, now: datetime) -> datetime:
    """When it is tried again after its `tries`-th try; never before the other side asks for it."""
    delay = DELAYS[min(max(tries, 1), len(DELAYS)) - 1]
    return now + max(delay, min(wished or timedelta(), LONGEST_WISH))


def may_settle(state: str, fence: int, outcome: str, *, mine: int) -> bool:
    """Whether a result may still be written by whoever holds `mine`: the truth that comes late is believed, as with mail."""
    if fence != mine:
        return False
    if outcome == Outcome.ACCEPTED:
        return state in {State.HANDING_OVER, State.UNCERTAIN, State.QUEUED}
    return state in {State.HANDING_OVER, State.UNCERTAIN}
