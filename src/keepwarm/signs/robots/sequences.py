"""What the clicks of one mail say together: a scanner takes all links at once, right after the delivery, and the hidden one too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from keepwarm.signs.robots import Because

SOON: Final = timedelta(seconds=10)
"""After the delivery nobody has read a mail yet. Our choice: scanners come at once; somebody quick costs us one click."""
EARLY: Final = timedelta(seconds=5)
"""Clocks differ: a click may be told a little before the delivery that it followed."""
TOGETHER: Final = timedelta(seconds=2)
"""Two different links within it: nobody reads and returns to the mail so quickly. Our choice."""
MANY: Final = 3
MANY_WITHIN: Final = timedelta(seconds=10)
"""Or so many different links within this."""
AROUND_TRAP: Final = timedelta(minutes=10)
"""A scanner that followed the hidden link followed the others about then. Later ones may be the person's."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One click of one mail. `because`: what its request said of itself already."""

    link: int
    at: datetime
    is_trap: bool = False
    because: str = ""


def judge_mail(clicks: Sequence[Seen], delivered_at: datetime | None) -> list[str]:
    """Why each click is a robot's, or "". The clicks of one mail, in any order; `delivered_at` None: not known, or not yet."""
    return [_judge(one, clicks, delivered_at) for one in clicks]


def _judge(one: Seen, clicks: Sequence[Seen], delivered_at: datetime | None) -> str:
    if one.because:
        return one.because
    if any(other.is_trap and abs(other.at - one.at) <= AROUND_TRAP for other in clicks):
        return Because.TRAP
    if delivered_at is not None and delivered_at - EARLY <= one.at <= delivered_at + SOON:
        return Because.TOO_SOON
    return Because.MANY if _is_one_of_many(one, clicks) else ""


def _is_one_of_many(one: Seen, clicks: Sequence[Seen]) -> bool:
    if any(other.link != one.link and abs(other.at - one.at) <= TOGETHER for other in clicks):
        return True
    starts = [other.at for other in clicks if timedelta() <= one.at - other.at <= MANY_WITHIN]
    return any(len({other.link for other in clicks if start <= other.at <= start + MANY_WITHIN}) >= MANY for start in starts)
