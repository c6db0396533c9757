"""What rooms above write in the same transaction when this room turns somebody: ended, put back, spoken with, undone.

This room knows nobody above it. A room that must follow at once says so when the house opens (`follow_with` in its `apps.py`);
what it does is its own action.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from keepwarm.staff.models import User


@dataclass(frozen=True, slots=True)
class Turned:
    """Whom something happened to, by whom and when. `undone_at`: when the touch was logged that is undone now, else None."""

    prospect_ids: tuple[int, ...]
    by: User | None
    now: datetime
    undone_at: datetime | None = None


Follower = Callable[[Turned], object]
_followers: list[Follower] = []


def follow_with(follower: Follower) -> None:
    """From now on `follower` is called in the transaction of each turn, after it was written. It may raise a Refusal."""
    if follower not in _followers:
        _followers.append(follower)


def tell_followers(prospect_ids: Sequence[int], *, by: User | None, now: datetime, undone_at: datetime | None = None) -> None:
    """The caller holds the transaction and the prospects."""
    turned = Turned(tuple(prospect_ids), by, now, undone_at)
    for follower in _followers:
        follower(turned)
