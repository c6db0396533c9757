"""Did it help? People who got something beside similar ones who did not, stratum by stratum. Pure.

A stratum is a group of people alike in what might explain both: where they came from, when, and whether we had spoken with them.
Within each the share of buyers is compared, and the differences are averaged by how much each stratum can tell (Mantel and Haenszel's
weights; Greenland and Robins 1985). It is a comparison, not an experiment: who got it may differ in what nobody wrote down.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Final

from keepwarm.engine.likeness import share_of
from keepwarm.engine.shares import Z

FEWEST: Final = 30
"""On each side, in strata that have both. Our choice."""
FEWEST_BUYERS: Final = 5
"""Among all of them. Our choice."""


@dataclass(frozen=True, slots=True)
class Stratum:
    """People alike: those who got it and those who did not, and how many of each bought afterwards."""

    got: int
    got_bought: int
    without: int
    without_bought: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Buyers among 1 who got it less buyers among 1 similar who did not, with its 95 % range. `tells`: whether it is not just chance.

    `got` and `without` are the people compared; `left_out` had nobody similar on the other side, `left_got` of them got it. `known`
    False: too few to tell anything.
    """

    known: bool
    got: int
    without: int
    left_out: int
    difference: float = 0.0
    low: float = -1.0
    high: float = 1.0
    left_got: int = 0

    @property
    def all_got(self) -> int:
        """Everyone who got it, compared or not."""
        return self.got + self.left_got

    @property
    def all_without(self) -> int:
        """Everyone who did not."""
        return self.without + self.left_out - self.left_got

    @property
    def tells(self) -> bool:
        """Whether the range leaves nothing out."""
        return self.known and (self.low > 0 or self.high < 0)


def compare(strata: Iterable[Stratum]) -> Difference:
    """The difference over all strata. Those with people on one side only tell nothing and are left out."""
    everyone = list(strata)
    both = [one for one in everyone if one.got and one.without]
    got, without = sum(one.got for one in both), sum(one.without for one in both)
    left_out, left_got = sum(one.got + one.without for one in everyone) - got - without, sum(one.got for one in everyone) - got
    buyers = sum(one.got_bought + one.without_bought for one in both)
    counted = {"got": got, "without": without, "left_out": left_out, "left_got": left_got}
    if min(got, without) < FEWEST or buyers < FEWEST_BUYERS:
        return Difference(known=False, **counted)
    weights = [one.got * one.without / (one.got + one.without) for one in both]
    whole = sum(weights)
    differences = [one.got_bought / one.got - one.without_bought / one.without for one in both]
    middle = sum(weight * part for weight, part in zip(weights, differences, strict=True)) / whole
    spread = sqrt(sum(weight * weight * _variance(one) for weight, one in zip(weights, both, strict=True))) / whole
    low, high = max(-1.0, middle - Z * spread), min(1.0, middle + Z * spread)
    return Difference(known=True, **counted, difference=middle, low=low, high=high)


def _variance(one: Stratum) -> float:
    """Of the difference in a stratum; a buyer and another are added to each side (Agresti and Caffo 2000): few are not certain."""
    return sum(_of_share(bought, of) for bought, of in ((one.got_bought, one.got), (one.without_bought, one.without)))


def _of_share(bought: int, of: int) -> float:
    share = (bought + 1) / (of + 2)
    return share * (1 - share) / (of + 2)


@dataclass(frozen=True, slots=True)
class Each:
    """What one cost, in minor units, between `low` and `high` in 19 of 20 cases; None where nobody was found, or the end is open."""

    value: int | None
    low: int | None
    high: int | None


def cost_each(cost: int, found: int, among: int) -> Each:
    """What it cost to find one, when `found` were found among so many. The range is that of the share (Wilson); the cost is known."""
    if among <= 0 or found > among:
        return Each(round(cost / found) if found else None, None, None)
    share = share_of(found, among)
    a_person = cost / among
    low = round(a_person / share.high) if share.high else None
    high = round(a_person / share.low) if share.low > 0 and found else None
    return Each(round(cost / found) if found else None, low, high)
