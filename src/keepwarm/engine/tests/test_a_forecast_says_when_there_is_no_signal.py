"""Chances come from the house's own past, with ranges; where that past tells nothing, the forecast says so."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from keepwarm.engine.forecast import Forecast, Open, Verdict, forecast
from keepwarm.engine.past_sales import Closed
from keepwarm.engine.shares import wilson

FIRST = date(2025, 1, 6)


def past(count: int, *, tells: float, seed: int = 1) -> list[Closed]:
    """Half of them reached a quote; `tells`: by how much those are won more often than the others."""
    chance = np.random.default_rng(seed)
    made: list[Closed] = []
    for place in range(count):
        opened, quoted = FIRST + timedelta(days=place), bool(chance.random() < 0.5)
        passed = ((opened, "talking"), *(((opened + timedelta(days=5), "quoted"),) if quoted else ()))
        won = bool(chance.random() < 0.5 + (tells if quoted else -tells))
        made.append(Closed("Care", opened, opened + timedelta(days=20), won, passed))
    return made


def ask(history: list[Closed], *, stage: str = "quoted", age: int = 6, word: float | None = 0.9) -> Forecast:
    return forecast(history, [Open("a", "Care", stage, age, 100_00, word)])


def test_where_the_past_tells_the_chance_is_that_of_others_like_it() -> None:
    quoted, talking = ask(past(600, tells=0.35)), ask(past(600, tells=0.35), stage="talking", age=0)
    assert quoted.verdict is Verdict.SIGNAL
    assert quoted.chances[0].chance > talking.chances[0].chance + 0.2
    assert quoted.chances[0].low < quoted.chances[0].chance < quoted.chances[0].high


def test_offerings_that_sell_differently_are_told_apart() -> None:
    chance = np.random.default_rng(4)
    history = [
        replace(one, offering="Care" if place % 2 else "Roof", won=bool(chance.random() < (0.8 if place % 2 else 0.2)))
        for place, one in enumerate(past(600, tells=0))
    ]
    told = forecast(history, [Open("a", "Care", "talking", 0, 1000), Open("b", "Roof", "talking", 0, 1000)])
    assert told.verdict is Verdict.SIGNAL
    assert told.chances[0].chance == pytest.approx(0.8, abs=0.08)
    assert told.chances[1].chance == pytest.approx(0.2, abs=0.08)
    assert told.expected_low < told.expected < told.expected_high


@pytest.mark.parametrize("seed", range(8))
def test_where_the_past_tells_nothing_everyone_has_the_same_chance(seed: int) -> None:
    told = ask(past(600, tells=0, seed=seed))
    assert told.verdict is Verdict.NO_SIGNAL
    assert told.chances[0].chance == told.share


def test_one_offering_seen_once_leans_on_all_others() -> None:
    history = [*past(400, tells=0), Closed("New", FIRST, FIRST + timedelta(days=9), won=True)]
    told = forecast(history, [Open("a", "New", "talking", 0, 1000)])
    assert told.chances[0].chance < 0.7


def test_too_few_are_said_to_be_too_few_and_nothing_at_all_is_a_range_of_everything() -> None:
    assert ask(past(20, tells=0.4)).verdict is Verdict.TOO_FEW
    told = ask([])
    assert (told.verdict, told.closed, told.chances[0].low, told.chances[0].high) == (Verdict.TOO_FEW, 0, 0.0, 1.0)
    assert forecast([], []).expected == 0


def test_the_reps_own_word_stands_beside() -> None:
    assert ask(past(100, tells=0), word=0.9).by_word == 90_00
    assert ask(past(100, tells=0), word=None).by_word is None
    trial = forecast([replace(one, word=1.0 if one.won else 0.0) for one in past(100, tells=0)], []).trial
    assert trial is not None
    assert trial.word_score == 0


def test_the_sum_of_many_is_surer_than_that_of_one() -> None:
    history = past(400, tells=0)
    one, many = ask(history), forecast(history, [Open(str(n), "Care", "quoted", 6, 10_00) for n in range(10)])
    assert one.expected == many.expected
    assert many.expected_high - many.expected_low < one.expected_high - one.expected_low


def test_a_share_has_a_range_also_at_its_ends() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(0, 10)[1] == pytest.approx(0.278, abs=0.002)
    assert wilson(10, 10)[0] == pytest.approx(0.722, abs=0.002)
