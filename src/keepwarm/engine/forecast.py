"""How likely an open opportunity is won, by what this house saw of others like it (`engine.past_sales`); with ranges, and what is to be
expected of all together. Where the house's past tells no more than chance, everyone gets the same chance and the verdict says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from keepwarm.engine.past_sales import Closed, Seen, Trial, try_on_later
from keepwarm.engine.shares import Z


class Verdict(StrEnum):
    """What the test says. TOO_FEW: not enough closed ones to try. NO_SIGNAL: no better than one chance for all. SIGNAL: beyond chance."""

    TOO_FEW = "too_few"
    NO_SIGNAL = "no_signal"
    SIGNAL = "signal"


@dataclass(frozen=True, slots=True)
class Open:
    """One that is still open on the day asked about. `amount`: minor units of the house's currency."""

    ref: str
    offering: str
    stage: str
    age_days: int
    amount: int
    word: float | None = None


@dataclass(frozen=True, slots=True)
class Chance:
    """How likely it is won, 0 to 1, with the range 19 times of 20; `like`: how many closed ones of the very same kind that rests on."""

    ref: str
    chance: float
    low: float
    high: float
    like: int
    word: float | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """Chances in the order asked, the sum to expect with its range, and what the reps' own words add up to (None where a word is missing).

    `share`, `share_low`, `share_high`: of all `closed` ones how many were won. Without any closed one: chances of a half, 0 to 1.
    """

    verdict: Verdict
    trial: Trial | None
    closed: int
    share: float
    share_low: float
    share_high: float
    chances: tuple[Chance, ...]
    expected: int
    expected_low: int
    expected_high: int
    by_word: int | None


@dataclass(frozen=True, slots=True)
class Kind:
    """Open ones of one stage, age and offering, summed: a house may have very many of them.

    `squares`: the square of each amount; `by_word`: each amount by the rep's word; `worded`: how many have one.
    """

    stage: str
    age_days: int
    offering: str
    count: int
    amount: float
    squares: float
    by_word: float = 0.0
    worded: int = 0

    @classmethod
    def of(cls, one: Open) -> Kind:
        """One alone."""
        by_word, worded = (one.amount * one.word, 1) if one.word is not None else (0.0, 0)
        return cls(one.stage, one.age_days, one.offering, 1, one.amount, float(one.amount) ** 2, by_word, worded)


@dataclass(frozen=True, slots=True)
class Total:
    """What open ones may bring together, with its range. `by_word`: by the reps' own words; None where a word is missing, or all are."""

    count: int
    expected: float
    low: float
    high: float
    by_word: float | None


class Known:
    """What a history teaches, learned once: whether it tells one from another at all, and then the chance of each kind."""

    def __init__(self, history: Sequence[Closed]) -> None:
        self.trial = try_on_later(history)
        self.verdict = Verdict.TOO_FEW if self.trial is None else Verdict.SIGNAL if self.trial.gain_low > 0 else Verdict.NO_SIGNAL
        self.closed = len(history)
        self._seen = Seen(history)
        self.share, self.share_low, self.share_high = self._seen.of_all()

    @property
    def bands(self) -> tuple[int, ...]:
        """The ages in days, rising, from which open ones differ; those between two of them are of one kind."""
        return tuple(int(days) for days in self._seen.bands)

    def chance(self, one: Open) -> Chance:
        """How likely one is won."""
        share, low, high = self._share(one.stage, one.age_days, one.offering)
        return Chance(one.ref, share, low, high, self._seen.like(one.stage, one.age_days, one.offering), one.word)

    def total(self, kinds: Iterable[Kind]) -> Total:
        """All together: the range is by luck of each alone, and by what is not known of their common chance."""
        count = worded = 0
        money = expected = luck = unknown = by_word = 0.0
        for kind in kinds:
            share, low, high = self._share(kind.stage, kind.age_days, kind.offering)
            count, worded = count + kind.count, worded + kind.worded
            money, expected = money + kind.amount, expected + kind.amount * share
            luck += kind.squares * share * (1 - share)
            unknown += kind.amount * (high - low) / 2 / Z
            by_word += kind.by_word
        wide = Z * sqrt(luck + unknown**2)
        words = by_word if count and worded == count else None
        return Total(count, expected, max(0.0, expected - wide), min(money, expected + wide), words)

    def _share(self, stage: str, age_days: int, offering: str) -> tuple[float, float, float]:
        if self.verdict is not Verdict.SIGNAL:
            return self.share, self.share_low, self.share_high
        return self._seen.of(stage, age_days, offering)


def forecast(history: Sequence[Closed], open_: Sequence[Open]) -> Forecast:
    """The chance of each open one, and of all together. Never fails: without history it says that it knows nothing."""
    known = Known(history)
    total = known.total(Kind.of(one) for one in open_)
    return Forecast(
        verdict=known.verdict,
        trial=known.trial,
        closed=known.closed,
        share=known.share,
        share_low=known.share_low,
        share_high=known.share_high,
        chances=tuple(known.chance(one) for one in open_),
        expected=round(total.expected),
        expected_low=round(total.low),
        expected_high=round(total.high),
        by_word=round(total.by_word) if total.by_word is not None else None,
    )
