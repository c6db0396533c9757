"""Allocation: promised first, then the most worth per minute; never a changed step or date; near the optimum, provably."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from keepwarm.engine.allocate import NOT_TODAY, Allocation, Capacity, allocate
from keepwarm.engine.decide import Decisions, decide
from keepwarm.engine.economics import is_promised, value_of
from keepwarm.engine.knapsack import fill
from keepwarm.engine.policy import Policy
from keepwarm.engine.tests.crowd import crowd
from keepwarm.engine.tests.people import HOURS, NOW, ago, decided, person
from keepwarm.engine.words import Step

POLICY = Policy()
TONIGHT = NOW + np.timedelta64(8, "h")


def a_day(count: int = 2_000, seats: int = 4, letters: int = 3) -> tuple[Decisions, Capacity, NDArray[np.float64]]:
    facts = crowd(count, seldom=0.01)
    decisions = decide(facts, POLICY, HOURS)
    seat = np.random.default_rng(2).integers(-1, seats, count)
    return decisions, Capacity(seat, np.full(seats, 240.0), np.full(seats, letters), TONIGHT), value_of(facts, decisions)


def shared(decisions: Decisions, capacity: Capacity, value: NDArray[np.float64]) -> Allocation:
    return allocate(decisions, capacity, POLICY, value=value)


def test_steps_and_dates_stay_as_they_were_decided() -> None:
    decisions, capacity, value = a_day()
    before = (decisions.step.copy(), decisions.rule.copy(), decisions.due.copy())
    shared(decisions, capacity, value)
    assert all(
        np.array_equal(a.astype(int), b.astype(int)) for a, b in zip(before, (decisions.step, decisions.rule, decisions.due), strict=True)
    )


def test_each_queue_is_numbered_from_one_without_holes() -> None:
    decisions, capacity, value = a_day()
    lines = shared(decisions, capacity, value).line
    for seat in range(4):
        queue = np.sort(lines[(capacity.seat == seat) & (lines != NOT_TODAY)])
        assert queue.tolist() == list(range(1, len(queue) + 1))
        assert len(queue) > 10
    assert (lines[capacity.seat == -1] == NOT_TODAY).all()


def test_only_what_is_due_today_and_done_by_hand_is_in_a_queue() -> None:
    decisions, capacity, value = a_day()
    in_queue = shared(decisions, capacity, value).line != NOT_TODAY
    assert (decisions.step[in_queue] != Step.KEEP_WARM).all()
    assert (decisions.due[in_queue] < TONIGHT).all()


def test_all_that_was_promised_stands_first_and_stands_all() -> None:
    decisions, capacity, value = a_day(letters=0)
    lines, promised = shared(decisions, capacity, value).line, is_promised(decisions)
    due = (decisions.due < TONIGHT) & (capacity.seat >= 0) & promised
    assert due.sum() > 10
    assert (lines[due] != NOT_TODAY).all()
    for seat in range(4):
        mine = (capacity.seat == seat) & (lines != NOT_TODAY)
        assert lines[mine & promised].max(initial=0) < lines[mine & ~promised].min(initial=10**6)


def test_what_is_not_promised_keeps_to_the_minutes_and_the_letters() -> None:
    decisions, capacity, value = a_day(letters=2)
    found, promised = shared(decisions, capacity, value), is_promised(decisions)
    for seat in range(4):
        mine = (capacity.seat == seat) & (found.line != NOT_TODAY)
        letters = (decisions.step == Step.WRITE) & mine
        assert found.letters[seat] == letters.sum()
        assert (letters & ~promised).sum() <= max(0, 2 - (letters & promised).sum())
        assert found.minutes[seat] <= 240 or (mine & ~promised).sum() == 0


def test_it_says_how_far_from_the_optimum_it_is() -> None:
    found = shared(*a_day())
    assert 0 <= found.value <= found.bound + 1e-9
    assert found.gap < 0.02


def test_with_nothing_due_there_is_no_queue_and_no_gap() -> None:
    decisions, capacity, value = a_day()
    found = shared(decisions, Capacity(capacity.seat, capacity.minutes, capacity.letters, ago(10_000)), value)
    assert (found.line == NOT_TODAY).all()
    assert found.gap == 0


def optimum(value: NDArray[np.float64], minutes: NDArray[np.float64], is_letter: NDArray[np.bool_], room: float, letters: int) -> float:
    """By HiGHS, which needs its time but is right."""
    limits = LinearConstraint(np.vstack([minutes, is_letter.astype(float)]), ub=[room, letters])
    found = milp(-value, constraints=limits, integrality=np.ones(len(value)), bounds=Bounds(0, 1))
    return float(-found.fun)


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize(("count", "within"), [(8, 0.85), (30, 0.97), (300, 0.995)])
def test_the_filling_is_near_the_solvers_and_its_bound_above(seed: int, count: int, within: float) -> None:
    chance = np.random.default_rng(seed)
    value, is_letter = chance.uniform(0.5, 20, count), chance.random(count) < 0.4
    minutes = chance.integers(2, 30, count).astype(float)
    room, letters = float(chance.integers(20, 400)), int(chance.integers(0, 6))
    chosen, bound = fill(value, minutes, is_letter, room, letters)
    best = optimum(value, minutes, is_letter, room, letters)
    assert minutes[chosen].sum() <= room
    assert is_letter[chosen].sum() <= letters
    assert value[chosen].sum() <= best + 1e-6
    assert bound >= best - 1e-6
    assert value[chosen].sum() >= within * best


def test_a_fresh_sign_is_worth_more_than_an_old_one_and_attempts_in_vain_less() -> None:
    def worth(**facts: object) -> float:
        one = person(**facts)
        return float(value_of(one, decide(one, POLICY, HOURS))[0])

    assert worth(inquired_at=ago(1)) > worth(inquired_at=ago(60)) > 0
    assert worth(attempts=1, last_attempt_at=ago(2)) > worth(attempts=4, last_attempt_at=ago(2)) > 0
    assert worth(last_touch_at=ago(1), may_call=False) == 0
    assert decided(person(last_touch_at=ago(1), may_call=False)).step is Step.KEEP_WARM
