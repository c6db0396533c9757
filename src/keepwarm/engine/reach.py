"""What this house's own calls teach about when and how often to try; said only when it held in later weeks too, else the policy stands.

A share that rests on few calls leans on that of all calls (as `LEANS` calls would).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from keepwarm.engine.shares import newcombe, wilson

LEANS: Final = 50.0
"""Calls of any hour that count along with those of one hour. Our choice."""
FEWEST: Final = 100
"""Calls of an hour, in the earlier and in the later weeks together, below which it is not looked at. Our choice."""
WORTH: Final = 0.05
"""An attempt is worth making while it may reach five of a hundred. Our choice."""
Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Known:
    """Calls of one hour or one attempt: how many, the share that reached somebody (leaning), and its range 19 times of 20."""

    key: str
    tried: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class LearnedHours:
    """Every hour, and the one to prefer, None while the house does not know. `ahead`: by how much it was better in the later weeks."""

    hours: tuple[Known, ...]
    best: Known | None
    ahead: float
    ahead_low: float


@dataclass(frozen=True, slots=True)
class LearnedAttempts:
    """Every attempt, and after how many it is enough, None while the house does not know."""

    attempts: tuple[Known, ...]
    enough: int | None


def learn_hours(earlier: tuple[Counts, Counts], later: tuple[Counts, Counts]) -> LearnedHours:
    """Each part: calls tried and calls that reached, by hour. The best hour of the earlier weeks must be better in the later ones too."""
    told = _known(*_together(earlier, later))
    tried, reached = earlier
    often = [one for one in told if one.tried >= FEWEST and tried.get(one.key) and later[0].get(one.key)]
    if len(often) < 2:
        return LearnedHours(told, None, 0.0, 0.0)
    before = {one.key: one.share for one in _known(tried, reached)}
    first = max(often, key=lambda one: before[one.key])
    ahead, low = _ahead(first.key, *later)
    return LearnedHours(told, first if low > 0 else None, ahead, low)


def learn_attempts(tried: Counts, reached: Counts) -> LearnedAttempts:
    """By number of the attempt. Enough is the last attempt behind which surely fewer than WORTH are reached, by the next and by all."""
    told = _known(tried, reached)
    numbers = sorted(int(key) for key in tried if key.isdecimal())
    for number in numbers[:-1]:
        behind = [str(one) for one in numbers if one > number]
        if all(_surely_few(tried, reached, keys) for keys in (behind[:1], behind)):
            return LearnedAttempts(told, number)
    return LearnedAttempts(told, None)


def _surely_few(tried: Counts, reached: Counts, keys: Sequence[str]) -> bool:
    calls = sum(tried[key] for key in keys)
    return calls >= FEWEST and wilson(sum(reached.get(key, 0) for key in keys), calls)[1] < WORTH


def _together(*parts: tuple[Counts, Counts]) -> tuple[dict[str, int], dict[str, int]]:
    keys = {key for tried, _ in parts for key in tried}
    tried = {key: sum(part[0].get(key, 0) for part in parts) for key in keys}
    return tried, {key: sum(part[1].get(key, 0) for part in parts) for key in keys}


def _known(tried: Counts, reached: Counts) -> tuple[Known, ...]:
    calls = sum(tried.values())
    share = (sum(reached.get(key, 0) for key in tried) + 1) / (calls + 2)
    told = [(key, tried[key], reached.get(key, 0) + LEANS * share, tried[key] + LEANS) for key in sorted(tried)]
    return tuple(Known(key, count, hits / among, *wilson(hits, among)) for key, count, hits, among in told)


def _ahead(key: str, tried: Counts, reached: Counts) -> tuple[float, float]:
    """By how much this hour's share is above that of all others, and the least it may be (Newcombe)."""
    calls, hits = tried[key], reached.get(key, 0)
    other_calls, other_hits = sum(tried.values()) - calls, sum(reached.get(one, 0) for one in tried) - hits
    if not other_calls:
        return 0.0, 0.0
    ahead, least, _most = newcombe(hits, calls, other_hits, other_calls)
    return ahead, least
