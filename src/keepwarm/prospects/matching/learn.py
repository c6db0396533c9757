"""What a file teaches about its own slips and its own common names: expectation-maximization, without known doubles."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from keepwarm.prospects.matching.compare import levels
from keepwarm.prospects.matching.keys import MOST_HOLDERS, match_keys
from keepwarm.prospects.matching.levels import EXACT, MISSING, Field
from keepwarm.prospects.matching.records import Person
from keepwarm.prospects.matching.weights import (
    BY_VALUE,
    PRIOR_CHANCE,
    PRIOR_SAME,
    Chances,
    Shares,
    Weights,
    usual_shares,
    usual_weights,
    value_of,
)

# How many pairs of experience each starting estimate counts for; our choice: a file of a few dozen doubles moves the
# estimates a little, one of a thousand rules them.
_TRUST_SAME: Final = 100.0
_TRUST_CHANCE: Final = 3000.0
_TRUST_VALUE: Final = 200.0
_TRUST_SHARES: Final = 15.0
_ROUNDS: Final = 12
_RANDOM_PAIRS: Final = 20_000
_MOST_LEARNED_FROM: Final = 20_000

Pair = tuple[int, int]


def candidate_pairs(people: Sequence[Person]) -> Iterator[Pair]:
    """Yield each pair of positions (lower first, once) that shares a key not held by too many."""
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for position, person in enumerate(people):
        for key in match_keys(person):
            holders[key].append(position)
    seen: set[Pair] = set()
    for together in holders.values():
        if 1 < len(together) <= MOST_HOLDERS:
            for pair in combinations(together, 2):
                if pair not in seen:
                    seen.add(pair)
                    yield pair


def value_frequencies(people: Sequence[Person]) -> dict[Field, Mapping[str, float]]:
    """Return, by field, the chance that another record has a given value; "" stands for a value not seen.

    A value's own record is not counted, and `_TRUST_VALUE` records of the usual chance are mixed in.
    """
    return {part: _frequencies(part, Counter(filter(None, (value_of(person, part) for person in people)))) for part in BY_VALUE}


def _frequencies(part: Field, counts: Counter[str]) -> Mapping[str, float]:
    usual = PRIOR_CHANCE[part][EXACT]
    total = counts.total() + _TRUST_VALUE
    known = {value: (count - 1 + _TRUST_VALUE * usual) / total for value, count in counts.items() if count > 1}
    known[""] = _TRUST_VALUE * usual / total
    return known


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Compared pairs: `found` int8 (pairs, fields); `rarity` float (pairs,), in bits, added to the strangers' story."""

    found: NDArray[np.int8]
    rarity: NDArray[np.float64]


def learn(people: Sequence[Person]) -> Weights:
    """Return the weights `people` teach; those of a small batch stay near the usual ones.

    Beyond 20,000 people an even sample is learned from. Deterministic.
    """
    if len(people) > _MOST_LEARNED_FROM:
        step = len(people) / _MOST_LEARNED_FROM
        sample = [people[int(step * place)] for place in range(_MOST_LEARNED_FROM)]
    else:
        sample = list(people)
    chance = _learn_chance(sample)
    frequencies = value_frequencies(people)
    start = Weights(PRIOR_SAME, chance, usual_shares(len(sample)), frequencies)
    same, shares = _maximize(_compare(sample, candidate_pairs(sample), start), start, len(sample))
    scale = max(len(sample), 1) / max(len(people), 1)  # partners grow with the number of people, pairs with its square
    return Weights(same, chance, Shares(shares.same * scale, shares.relatives * scale), frequencies)


def _compare(people: Sequence[Person], pairs: Iterable[Pair], weights: Weights) -> _Pairs:
    found: list[tuple[int, ...]] = []
    rarity: list[float] = []
    for left, right in pairs:
        a, b = people[left], people[right]
        row = levels(a, b)
        found.append(row)
        rarity.append(weights.rarity(row, a, b))
    return _Pairs(np.array(found, dtype=np.int8).reshape(-1, len(Field)), np.array(rarity, dtype=np.float64))


def _learn_chance(people: Sequence[Person]) -> Chances:
    """Estimate how often strangers agree from pairs drawn at random, leaving out those likely to be one person."""
    usual = usual_weights(len(people))
    rows: list[tuple[int, ...]] = []
    for left, right in _pairs_by_chance(len(people)):
        row = levels(people[left], people[right])
        if usual.bits(row, people[left], people[right]) < 0:
            rows.append(row)
    found = np.array(rows, dtype=np.int8).reshape(-1, len(Field))
    return _estimate(found, np.ones(len(found)), usual.chance, _TRUST_CHANCE)


def _pairs_by_chance(people: int) -> Iterable[Pair]:
    """Return all pairs of a small batch, `_RANDOM_PAIRS` drawn pairs of a large one; the same in every run."""
    if people * (people - 1) // 2 <= _RANDOM_PAIRS:
        return combinations(range(people), 2)
    draws = np.random.default_rng(0).integers(0, people, size=(_RANDOM_PAIRS, 2))
    return [(left, right) for left, right in draws.tolist() if left != right]


def _estimate(found: NDArray[np.int8], share: NDArray[np.float64], usual: Chances, trust: float) -> Chances:
    """Return chances of each level from pairs that count by `share`, mixed with `trust` pairs of the usual ones."""
    told: dict[Field, tuple[float, float, float, float]] = {}
    for part in Field:
        counts = np.bincount(found[:, part], weights=share, minlength=MISSING + 1)[:MISSING]
        mixed = (counts + trust * np.array(usual[part])) / (counts.sum() + trust)
        one, two, three, four = mixed.tolist()
        told[part] = (one, two, three, four)
    return told


def _maximize(pairs: _Pairs, start: Weights, people: int) -> tuple[Chances, Shares]:
    """Run the rounds: who is the same under the present estimates, then the estimates under who is the same."""
    all_pairs = max(people * (people - 1) / 2, 1.0)
    usual = usual_shares(people)
    ratio = usual.relatives / usual.same
    weights = start
    for _ in range(_ROUNDS if len(pairs.found) else 0):
        same, relatives = _stories(pairs, weights)
        shares = Shares(
            same=(float(same.sum()) + _TRUST_SHARES) / all_pairs,
            relatives=(float(relatives.sum()) + _TRUST_SHARES * ratio) / all_pairs,
        )
        if shares.same + shares.relatives > 0.5:
            shares = Shares(0.5 / (1 + ratio), 0.5 * ratio / (1 + ratio))
        weights = Weights(_estimate(pairs.found, same, PRIOR_SAME, _TRUST_SAME), start.chance, shares, start.frequencies)
    return weights.same, weights.shares


def _stories(pairs: _Pairs, weights: Weights) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the probability of the first two stories for each pair."""
    totals = np.empty((3, len(pairs.found)))
    for story in range(3):
        logs = np.array(weights.logs[story])
        totals[story] = weights.priors[story] + logs[np.arange(len(Field)), pairs.found].sum(axis=1)
    totals[2] += pairs.rarity
    odds = np.exp2(totals - totals.max(axis=0))
    odds /= odds.sum(axis=0)
    return odds[0], odds[1]
