"""`decide` looks at each row for itself: alone, in any order, and on the borders of the chunks it works in."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from keepwarm.engine import decide as decide_module
from keepwarm.engine.blank import blank_facts
from keepwarm.engine.calling import HoursTooShort
from keepwarm.engine.decide import Decisions, decide
from keepwarm.engine.facts import AnswerColumn, Facts
from keepwarm.engine.policy import Policy
from keepwarm.engine.rows import COLUMNS
from keepwarm.engine.rules import RULES
from keepwarm.engine.tests.anyone import facts_of, rows
from keepwarm.engine.tests.crowd import crowd
from keepwarm.engine.tests.people import HOURS, NOW, table


def some(facts: Facts, index: NDArray[np.intp]) -> Facts:
    """Whole facts of some rows, copied."""
    answers = {
        key: AnswerColumn(one.values[index], one.known[index], one.evidence[index], one.learned_at[index])
        for key, one in facts.answers.items()
    }
    return Facts(now=facts.now, **{name: getattr(facts, name)[index] for name in COLUMNS}, answers=answers)


def same(one: Decisions, other: Decisions) -> bool:
    return all(
        np.array_equal(getattr(one, name).astype(np.int64), getattr(other, name).astype(np.int64)) for name in ("step", "rule", "due")
    )


def at_rows(decisions: Decisions, index: NDArray[np.intp]) -> Decisions:
    return Decisions(decisions.step[index], decisions.rule[index], decisions.due[index])


def check_some_alone(facts: Facts, count: int) -> None:
    together = decide(facts, Policy(), HOURS)
    for row in np.random.default_rng(5).integers(0, len(facts), count):
        index = np.array([row])
        assert same(decide(some(facts, index), Policy(), HOURS), at_rows(together, index)), row


def test_one_alone_gets_what_they_get_in_a_crowd() -> None:
    check_some_alone(crowd(20_000), 300)


@pytest.mark.long
def test_one_alone_gets_what_they_get_among_a_million() -> None:
    check_some_alone(crowd(1_000_000), 2_000)


def test_the_order_of_the_crowd_changes_nothing() -> None:
    facts = crowd(5_000)
    shuffled = np.random.default_rng(3).permutation(len(facts))
    assert same(decide(some(facts, shuffled), Policy(), HOURS), at_rows(decide(facts, Policy(), HOURS), shuffled))


@pytest.mark.parametrize("size", [1, 7, 999, 1_000, 1_001])
def test_the_borders_of_the_chunks_change_nothing(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = crowd(1_000)
    whole = decide(facts, Policy(), HOURS)
    monkeypatch.setattr(decide_module, "CHUNK", size)
    assert same(decide(facts, Policy(), HOURS), whole)


@given(people=st.lists(rows, min_size=2, max_size=6))
def test_anyone_alone_gets_what_they_get_in_company(people: list[dict[str, Any]]) -> None:
    together = decide(facts_of(people), Policy(), HOURS)
    for row, one in enumerate(people):
        assert same(decide(facts_of([one]), Policy(), HOURS), at_rows(together, np.array([row])))


def test_asked_twice_the_answer_is_the_same() -> None:
    facts = crowd(3_000)
    assert same(decide(facts, Policy(), HOURS), decide(facts, Policy(), HOURS))


def test_the_facts_are_not_touched() -> None:
    facts = crowd(3_000)
    before = some(facts, np.arange(len(facts)))
    decide(facts, Policy(), HOURS)
    assert all(
        np.array_equal(getattr(facts, name), getattr(before, name), equal_nan=name.endswith(("at", "before", "due", "window")))
        for name in COLUMNS
    )


def test_a_date_stays_the_same_the_next_night_when_nothing_happened() -> None:
    facts = crowd(5_000)
    tomorrow = replace(facts, now=NOW + np.timedelta64(86400, "s"))
    today, later = decide(facts, Policy(), HOURS), decide(tomorrow, Policy(), HOURS)
    known = ~np.isnat(facts.last_touch_at) & ~np.isnat(facts.inquired_at) & ~np.isnat(facts.last_attempt_at)
    known &= (facts.chosen_step == 0) | ~np.isnat(facts.chosen_at)
    steady = known & (today.rule == later.rule) & (today.rule >= 0)
    assert steady.sum() > 300
    assert np.array_equal(today.due[steady], later.due[steady])


def test_no_rule_is_out_of_reach() -> None:
    crowds = ((crowd(200_000), Policy()), (crowd(100_000, seed=48, seldom=0.15), Policy()), (crowd(5_000), Policy(cold_calls=True)))
    fired = {int(rule) for facts, policy in crowds for rule in np.unique(decide(facts, policy, HOURS).rule)}
    assert [rule.name for number, rule in enumerate(RULES) if number not in fired] == []


def test_nobody_at_all_is_no_mistake() -> None:
    assert len(decide(blank_facts(0, now=NOW), Policy(), HOURS)) == 0


def test_a_table_of_hours_that_ends_within_the_year_is_refused() -> None:
    with pytest.raises(HoursTooShort, match="needed are 366 days from 2026-03-11 on"):
        decide(crowd(1), Policy(), table(days=200))
