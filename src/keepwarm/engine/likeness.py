"""How alike people are, what sets a group of them apart from all others, and into which unlike groups it falls.

What is known of people is a table of yes and no: a row a person, a column a trait ("chose roofs", "clicked about walls"). All
figures come from such tables; the room `segments` fills them, sampled where the group is large, and puts them into words.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from keepwarm.engine.shares import Z, wilson

Traits = NDArray[np.bool_]
"""People x traits."""

ALIKE_AT, SIMILAR_AT = 0.6, 0.35
"""From these likenesses on a group is called alike, or somewhat alike. Our choice."""
FEWEST_IN_GROUP, SMALLEST_SHARE = 10, 0.1
"""A group has at least so many people, and at least this share of them all. Our choice."""
MOST_GROUPS = 6
LEAST_LIFT = 1.5  # a trait that sets people apart is at least so many times as frequent. Our choice


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its 95 % interval by Wilson: `low` <= `share` <= `high`, all 0 to 1."""

    count: int
    of: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Lift:
    """A trait by its column: how many of these have it, how many of all others, and how many times as often (with its interval)."""

    trait: int
    inside: Share
    outside: Share
    lift: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Group:
    """One of several unlike groups: the trait that they share and the others do not (-1: none of those named), and who they are."""

    trait: int
    members: NDArray[np.intp]


def share_of(count: int, of: int) -> Share:
    """A share with its interval (Wilson 1927), which holds for few and for none as well. Of nobody: 0, and anything is possible."""
    if not of:
        return Share(0, 0, 0.0, 0.0, 1.0)
    part = count / of
    low, high = wilson(count, of)
    return Share(count, of, part, min(part, low), max(part, high))


def likeness(traits: Traits) -> float:
    """0 to 1: how much two of them, drawn at random, have in common among what is known of either (Jaccard, on the average).

    The expected number of shared traits over the expected number that either has. With fewer than two people, or nothing
    known, 0: nothing says that they are alike.
    """
    people = len(traits)
    if people < 2:
        return 0.0
    having = traits.sum(axis=0).astype(float)
    both = having * (having - 1)
    either = people * (people - 1) - (people - having) * (people - having - 1)
    return float(both.sum() / either.sum()) if either.sum() else 0.0


def lifts(inside: Traits, outside: Traits) -> list[Lift]:
    """The traits that set those inside apart: surely more frequent than among all others, the most telling first.

    The interval of the lift is that of a ratio of shares on the log scale, half a person added on each side (Katz 1978).
    """
    if not len(inside) or not len(outside):
        return []
    have, others = inside.sum(axis=0), outside.sum(axis=0)
    found = [_lift(column, int(have[column]), len(inside), int(others[column]), len(outside)) for column in range(inside.shape[1])]
    told = [one for one in found if one.low > 1.0 and one.lift >= LEAST_LIFT]
    return sorted(told, key=lambda one: (-(one.inside.share - one.outside.share), one.trait))


def _lift(trait: int, have: int, people: int, others: int, rest: int) -> Lift:
    a, b = (have + 0.5) / (people + 1), (others + 0.5) / (rest + 1)
    spread = float(np.sqrt(max(0.0, 1 / (have + 0.5) - 1 / (people + 1) + 1 / (others + 0.5) - 1 / (rest + 1))))
    log = float(np.log(a / b))
    bounds = np.exp([log, log - Z * spread, log + Z * spread])
    return Lift(trait, share_of(have, people), share_of(others, rest), *(float(one) for one in bounds))


def split(traits: Traits, *, most: int = MOST_GROUPS) -> list[Group]:
    """A few groups that a person can understand: each shares one trait that those left over have not.

    Again and again the trait is taken that makes both sides most alike; what is left at the end has none of them. The same
    table gives the same groups. One group (all, trait -1) when no split makes them more alike.
    """
    left = np.arange(len(traits))
    groups: list[Group] = []
    while len(groups) < most - 1:
        trait = _best_trait(traits[left], len(traits))
        if trait < 0:
            break
        having = traits[left, trait]
        groups.append(Group(trait, left[having]))
        left = left[~having]
    return [*groups, Group(-1, left)] if len(left) or not groups else groups


def _best_trait(rows: Traits, everyone: int) -> int:
    """The column whose split explains most of the other columns; -1 when none does."""
    fewest = max(FEWEST_IN_GROUP, SMALLEST_SHARE * everyone)
    having = rows.sum(axis=0)
    gains = [_explained(rows, column) if fewest <= having[column] <= len(rows) - fewest else 0.0 for column in range(rows.shape[1])]
    best = int(np.argmax(gains)) if gains else -1
    return best if best >= 0 and gains[best] > 0 else -1


def _explained(rows: Traits, column: int) -> float:
    """How much smaller the variance of all columns is within the two sides than over both: the column's own counts too."""
    side = rows[:, column]
    first, second = rows[side].mean(axis=0), rows[~side].mean(axis=0)
    part = float(side.mean())
    return float(part * (1 - part) * ((first - second) ** 2).sum())


def companions(traits: Traits, *, most: int = 6) -> list[tuple[int, int, float]]:
    """Pairs of traits that go together more than chance would have it: columns and lift, the most people-rich first.

    Only pairs of enough people whose lift is surely above 1.5 (the lower end of its interval).
    """
    people = len(traits)
    numbers = traits.astype(np.float32)
    both, having = numbers.T @ numbers, traits.sum(axis=0)
    found = []
    for a in range(traits.shape[1]):
        for b in range(a + 1, traits.shape[1]):
            if both[a, b] >= FEWEST_IN_GROUP:
                one = _lift(a, int(both[a, b]), int(having[b]), int(having[a] - both[a, b]), int(people - having[b]))
                if one.low > LEAST_LIFT:
                    found.append((a, b, one.lift, float(both[a, b])))
    found.sort(key=lambda one: (-one[3], one[0], one[1]))
    return [(a, b, lift) for a, b, lift, _people in found[:most]]
