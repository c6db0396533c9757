"""Credit: every model shares out the whole sale and not a cent more, whatever led to it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepwarm.engine.credit import HALF_LIFE_DAYS, Model, credit, share_out

amounts = st.integers(0, 10**15)
ages = st.lists(st.floats(0, 20_000, allow_nan=False), min_size=1, max_size=60).map(lambda found: sorted(found, reverse=True))
weights = st.lists(st.floats(0, 1e9, allow_nan=False), min_size=1, max_size=60)


@given(amounts, ages)
def test_each_model_shares_out_all_of_it(amount: int, given: list[float]) -> None:
    for model, shares in credit(amount, given).items():
        assert sum(shares) == amount, model
        assert len(shares) == len(given)
        assert all(share >= 0 for share in shares)


@given(st.integers(0, 10**12), weights)
def test_nobody_is_more_than_a_cent_away_from_their_due(amount: int, given: list[float]) -> None:
    shares, whole = share_out(amount, given), sum(given)
    assert sum(shares) == amount
    if whole > 1e-300:
        assert all(abs(share - amount * (weight / whole)) < 1.01 for share, weight in zip(shares, given, strict=True))


@given(amounts, ages)
def test_first_and_last_know_one_contact_each(amount: int, given: list[float]) -> None:
    found = credit(amount, given)
    assert found[Model.FIRST][0] == amount
    assert found[Model.LAST][-1] == amount


@given(amounts, ages)
def test_equal_shares_differ_by_a_cent_at_most(amount: int, given: list[float]) -> None:
    shares = credit(amount, given)[Model.EQUAL]
    assert max(shares) - min(shares) <= 1


@given(amounts, ages)
def test_fading_never_gives_more_to_the_older(amount: int, given: list[float]) -> None:
    shares = credit(amount, given)[Model.FADING]
    assert all(older <= newer + 1 for older, newer in pairwise(shares))


def test_a_half_life_before_is_worth_half() -> None:
    assert credit(3_000, [HALF_LIFE_DAYS + 5.0, 5.0])[Model.FADING] == (1_000, 2_000)


def test_month_nine_is_credited_to_march_as_well() -> None:
    march, article, call = 275.0, 120.0, 8.0
    found = credit(100_000, [march, article, call])
    assert found[Model.FIRST] == (100_000, 0, 0)
    assert found[Model.LAST] == (0, 0, 100_000)
    assert found[Model.EQUAL] == (33_334, 33_333, 33_333)
    assert 0 < found[Model.FADING][0] < found[Model.FADING][1] < found[Model.FADING][2]


def test_a_sale_out_of_nothing_is_owed_to_nobody() -> None:
    assert credit(5_000, []) == dict.fromkeys(Model, ())


def test_no_weight_at_all_means_the_same_for_all() -> None:
    assert share_out(10, [0.0, 0.0, 0.0]) == (4, 3, 3)


def test_debts_are_not_shared_out() -> None:
    with pytest.raises(ValueError, match="below nothing"):
        share_out(-1, [1.0])
