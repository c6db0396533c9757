"""Comparison: similar people beside each other, a range, and silence where there are too few."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepwarm.engine.comparing import Stratum, compare, cost_each
from keepwarm.engine.spending import our_seconds, their_seconds, worth

people = st.integers(0, 400)


@st.composite
def strata(draw: st.DrawFn) -> Stratum:
    got, without = draw(people), draw(people)
    return Stratum(got, draw(st.integers(0, got)), without, draw(st.integers(0, without)))


@given(st.lists(strata(), max_size=12))
def test_the_range_holds_the_difference_and_counts_everyone(given: list[Stratum]) -> None:
    found = compare(given)
    assert -1 <= found.low <= found.difference <= found.high <= 1
    assert found.got + found.without + found.left_out == sum(one.got + one.without for one in given)


@given(st.lists(strata(), max_size=12))
def test_the_other_way_round_it_is_the_same_with_another_sign(given: list[Stratum]) -> None:
    back = compare([Stratum(one.without, one.without_bought, one.got, one.got_bought) for one in given])
    assert back.difference == pytest.approx(-compare(given).difference)


def test_too_few_tell_nothing() -> None:
    assert not compare([Stratum(3, 3, 3, 0)]).known
    assert not compare([Stratum(500, 1, 500, 1)]).known
    assert not compare([]).known


def test_who_would_have_bought_anyway_is_not_counted_as_help() -> None:
    """Pooled, seminars seem to treble the sales; but it is those from the fair who come to them, and who buy."""
    fair, bought_list = Stratum(200, 60, 50, 15), Stratum(50, 1, 500, 10)
    assert (60 + 1) / 250 > 5 * (15 + 10) / 550
    assert compare([fair, bought_list]).difference == pytest.approx(0)
    assert not compare([fair, bought_list]).tells


def test_a_large_difference_is_told() -> None:
    found = compare([Stratum(300, 60, 300, 15), Stratum(200, 30, 400, 10)])
    assert found.tells
    assert found.low > 0.08


def test_a_stratum_with_one_side_only_is_left_out() -> None:
    found = compare([Stratum(100, 50, 0, 0), Stratum(100, 10, 100, 10)])
    assert found.left_out == 100
    assert found.difference == 0


@given(st.integers(0, 10**12), st.integers(0, 5_000), st.integers(1, 5_000))
def test_what_one_costs_lies_within_its_range(cost: int, found: int, more: int) -> None:
    each = cost_each(cost, found, found + more)
    if found:
        assert each.value is not None
        assert each.low is not None
        assert each.high is not None
        assert each.low <= each.value + 1
        assert each.value <= each.high + 1
    else:
        assert each.value is None
        assert each.high is None


def test_of_nobody_nothing_is_told() -> None:
    assert cost_each(5_000, 0, 0).value is None


def test_minutes_cost_what_the_hour_costs() -> None:
    assert worth(90, 6_000) == 150
    assert worth(our_seconds("phone", 0), 6_000) == 100
    assert their_seconds("phone", "out", 300, is_live=True, arrived=True) == 300
    assert their_seconds("phone", "out", 0, is_live=False, arrived=False) == 0
    assert their_seconds("mailing", "out", 0, is_live=False, arrived=True) == 60
