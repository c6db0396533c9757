"""Hours and attempts are learned from the house's own calls; what did not hold in later weeks is not said."""

import numpy as np
import pytest

from keepwarm.engine.reach import learn_attempts, learn_hours

HOURS = [f"{hour:02d}" for hour in range(9, 18)]


def weeks(shares: dict[str, float], calls: int, seed: int) -> tuple[dict[str, int], dict[str, int]]:
    chance = np.random.default_rng(seed)
    return dict.fromkeys(shares, calls), {hour: int(chance.binomial(calls, share)) for hour, share in shares.items()}


def test_an_hour_that_is_better_in_both_halves_is_learned() -> None:
    shares = {hour: 0.4 if hour == "16" else 0.2 for hour in HOURS}
    learned = learn_hours(weeks(shares, 200, 1), weeks(shares, 200, 2))
    assert learned.best is not None
    assert learned.best.key == "16"
    assert learned.best.low < 0.4 < learned.best.high
    assert 0 < learned.ahead_low < learned.ahead


def test_where_all_hours_are_alike_the_policy_stands() -> None:
    alike = dict.fromkeys(HOURS, 0.25)
    learned = [learn_hours(weeks(alike, 200, seed), weeks(alike, 200, 1000 + seed)).best for seed in range(60)]
    assert sum(best is not None for best in learned) <= 4  # one-sided, one in forty by chance


def test_few_calls_teach_nothing_and_lean_on_all_others() -> None:
    learned = learn_hours(({"09": 300, "10": 2}, {"09": 60, "10": 2}), ({"09": 300, "10": 2}, {"09": 60, "10": 2}))
    assert learned.best is None
    assert next(one for one in learned.hours if one.key == "10").share < 0.35
    assert learn_hours(({}, {}), ({}, {})).hours == ()


def test_attempts_are_enough_when_hardly_anybody_is_reached_after_them() -> None:
    tried = {"1": 2000, "2": 1500, "3": 1200, "4": 1100, "5": 1050, "6": 1000}
    reached = {"1": 500, "2": 300, "3": 100, "4": 15, "5": 12, "6": 10}
    assert learn_attempts(tried, reached).enough == 3
    assert learn_attempts({"1": 40, "2": 30}, {"1": 10, "2": 0}).enough is None
    assert learn_attempts(tried, {key: count // 4 for key, count in tried.items()}).enough is None


@pytest.mark.parametrize("one_hour", [{"09": 500}])
def test_one_hour_alone_cannot_be_better(one_hour: dict[str, int]) -> None:
    assert learn_hours((one_hour, {"09": 100}), (one_hour, {"09": 100})).best is None
