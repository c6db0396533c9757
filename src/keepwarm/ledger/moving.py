"""How long somebody was where they were: steps of days, so that days can be summed and the middle still be told. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import timedelta
from itertools import accumulate
from typing import Final

WAITED: Final = (0, 1, 2, 4, 8, 15, 31, 61, 91, 181, 366)
"""Whole days from which each step begins; the last is open. So the middle is known to the step, and told as "within" its end."""
STUCK_DAYS: Final = 91
"""Whoever has been in one stage for so long and neither moved nor ended is stuck, unless keeping warm is where they belong. Our choice."""


def waited_of(waited: timedelta) -> int:
    """The step in which a time falls; what lies before nothing is none."""
    return max(bisect_right(WAITED, waited.days) - 1, 0)


def middle_of(steps: Sequence[int]) -> int | None:
    """Days within which half of them went on, as the end of its step; None of nobody, and where it lies in the open last step."""
    whole = sum(steps)
    if not whole:
        return None
    for place, upto in enumerate(accumulate(steps)):
        if 2 * upto >= whole:
            return WAITED[place + 1] - 1 if place + 1 < len(WAITED) else None
    return None
