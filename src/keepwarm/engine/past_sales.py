"""What a house's closed opportunities tell of how the open ones end, and whether that is more than chance.

Of those that ever were in its stage, that lived as long, and that were of its offering: how many were won? A few of a kind say little, so
each share leans on the wider one (as `LEANS` cases would). Whether this beats saying the same for everyone is tried on the later part of
the history, foretold by the earlier one alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from keepwarm.engine.shares import Z, wilson

Flags = NDArray[np.bool_]
LEANS: Final = 30.0
"""Cases of the wider kind that count along with those of the narrower one. Our choice."""
FEWEST: Final = 40
"""Closed opportunities, below which nothing is tried; half of them must lie in the past of the test."""
_TEST_SHARE: Final = 0.3  # the later part of the history


@dataclass(frozen=True, slots=True)
class Closed:
    """One that was won or lost. `passed`: when it came into which stage, in order; `word`: the rep's own word at the end, 0 to 1."""

    offering: str
    opened_on: date
    closed_on: date
    won: bool
    passed: tuple[tuple[date, str], ...] = ()
    word: float | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """The later part of the history, foretold by the earlier. Brier scores: the mean squared miss, less is better.

    `gain`: how much less than by saying the past's share for everyone, with its range. `word_score`: of the reps' own words, where they
    gave one.
    """

    judged: int
    from_on: date
    score: float
    base_score: float
    gain: float
    gain_low: float
    gain_high: float
    word_score: float | None
    words: int


class Seen:
    """What a history tells of the share won: over all, and ever narrower."""

    def __init__(self, history: Sequence[Closed]) -> None:
        self.count = len(history)
        self.won = np.array([one.won for one in history], bool)
        self.ages = np.array([(one.closed_on - one.opened_on).days for one in history], np.int64)
        self.offerings = np.array([one.offering for one in history], str)
        self.stages = [frozenset(stage for _on, stage in one.passed) for one in history]
        self.bands = np.unique(np.quantile(self.ages, (0.25, 0.5, 0.75)).astype(np.int64)) if self.count else np.zeros(0, np.int64)
        self._stages: dict[str, Flags] = {}
        self._told: dict[tuple[str, int, str], tuple[float, float, int]] = {}

    def of_all(self) -> tuple[float, float, float]:
        """The share of all, with its range."""
        hits = float(self.won.sum())
        return (hits / self.count, *wilson(hits, self.count)) if self.count else (0.5, 0.0, 1.0)

    def of(self, stage: str, age_days: int, offering: str) -> tuple[float, float, float]:
        """The share of those like it, leaning on the wider kinds, with its range."""
        hits, count, _like = self._told_of(stage, self._band(age_days), offering)
        return (hits / count, *wilson(hits, count))

    def like(self, stage: str, age_days: int, offering: str) -> int:
        """How many of the very same kind there were."""
        return self._told_of(stage, self._band(age_days), offering)[2]

    def _band(self, age_days: int) -> int:
        """The age in days from which those as old count."""
        younger = self.bands[self.bands <= age_days]
        return int(younger[-1]) if len(younger) else 0

    def _in_stage(self, stage: str) -> Flags:
        """Those that ever were in the stage; everyone when none was, which then tells nothing."""
        if stage not in self._stages:
            found = np.array([stage in stages for stages in self.stages], bool)
            self._stages[stage] = found if found.any() else np.ones(self.count, bool)
        return self._stages[stage]

    def _told_of(self, stage: str, band: int, offering: str) -> tuple[float, float, int]:
        """Won and counted, leaning on the wider kinds, and how many of the very same kind there were."""
        key = (stage, band, offering)
        if key not in self._told:
            share = (float(self.won.sum()) + 1) / (self.count + 2)
            hits, count = share * LEANS, LEANS
            kind = self._in_stage(stage)
            for narrower in (True, self.ages >= band, self.offerings == offering):
                kind = kind & narrower
                hits, count = float((kind & self.won).sum()) + LEANS * share, float(kind.sum()) + LEANS
                share = hits / count
            self._told[key] = hits, count, int(kind.sum())
        return self._told[key]


def try_on_later(history: Sequence[Closed]) -> Trial | None:
    """Foretell the later part of the history by the earlier one alone. None when there are too few, or of one outcome only.

    Each is judged by what was to be seen on the first day of the later part, or on the day it was opened if that came after, and on each
    day it came into another stage; its misses are averaged. What was not yet closed on the first day teaches nothing.
    """
    if len(history) < FEWEST:
        return None
    days = sorted(one.closed_on for one in history)
    from_on = days[int(len(days) * (1 - _TEST_SHARE))]
    past = [one for one in history if one.closed_on < from_on]
    later = [one for one in history if one.closed_on >= from_on]
    if len(past) < FEWEST / 2 or len(later) < FEWEST / 4 or len({one.won for one in past}) < 2:
        return None
    return _judge(Seen(past), later, from_on)


def _judge(known: Seen, later: Sequence[Closed], from_on: date) -> Trial:
    misses = np.array([np.mean([(known.of(*seen)[0] - one.won) ** 2 for seen in _as_seen(one, from_on)]) for one in later])
    base_misses = np.array([(known.of_all()[0] - one.won) ** 2 for one in later])
    gains = base_misses - misses
    wide = Z * float(gains.std(ddof=1)) / float(np.sqrt(len(gains)))
    gain = float(gains.mean())
    words = [(one.word - one.won) ** 2 for one in later if one.word is not None]
    return Trial(
        judged=len(later),
        from_on=from_on,
        score=float(misses.mean()),
        base_score=float(base_misses.mean()),
        gain=gain,
        gain_low=gain - wide,
        gain_high=gain + wide,
        word_score=sum(words) / len(words) if words else None,
        words=len(words),
    )


def _as_seen(one: Closed, from_on: date) -> list[tuple[str, int, str]]:
    """Stage, age in days and offering as they were known on each day of a judgement."""
    first = max(one.opened_on, from_on)
    stage = next((stage for on, stage in reversed(one.passed) if on <= first), one.passed[0][1] if one.passed else "")
    later = [(on, stage) for on, stage in one.passed if first < on < one.closed_on]
    return [(stage, (day - one.opened_on).days, one.offering) for day, stage in [(first, stage), *later]]
