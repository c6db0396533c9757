"""How often more was promised than came true, with its range: of an offering, of whoever sold, of a source. Pure.

A promise that the customer knows of and we had not written down counts heavier than a broken one that was written down: it could
not even be kept. A few cases say little, and the range says so; nobody is named for three.
"""

from dataclasses import dataclass
from typing import Final

from keepwarm.engine.shares import wilson

UNRECORDED_COUNTS: Final = 2
"""How many broken promises one counts as that was not written down. Our choice."""
LEAST: Final = 10
"""Of fewer cases nobody and nothing is said to stand out. Our choice."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Promises whose day is settled: of how many, how many broken, how many of all were not written down; customers lost after one."""

    settled: int
    broken: int
    unrecorded: int = 0
    lost: int = 0


@dataclass(frozen=True, slots=True)
class Judged:
    """Shares from 0 to 1; None without a case. `stands_out`: LEAST cases or more, and the low end lies above the high end of all others."""

    share: float | None
    low: float | None
    high: float | None
    stands_out: bool = False


def weighed(tally: Tally) -> tuple[float, int]:
    """Broken ones and all, with what was not written down counted heavier; the range is of the cases there are, not of their weights."""
    extra = tally.unrecorded * (UNRECORDED_COUNTS - 1)
    cases = max(tally.settled, tally.unrecorded)
    return min(float(cases), tally.broken + extra), cases


def judge(tally: Tally, house: Tally) -> Judged:
    """The share with its range, beside everybody else of the house; a share of nothing is none."""
    hits, cases = weighed(tally)
    if not cases:
        return Judged(None, None, None)
    low, high = wilson(hits, cases)
    others, of_others = (all_ - mine for all_, mine in zip(weighed(house), (hits, cases), strict=True))
    is_enough = cases >= LEAST and of_others >= LEAST
    return Judged(hits / cases, low, high, stands_out=is_enough and low > wilson(others, of_others)[1])
