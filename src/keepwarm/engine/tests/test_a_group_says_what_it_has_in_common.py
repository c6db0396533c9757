"""Likeness, what sets a group apart, and unlike groups: from tables of yes and no."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from keepwarm.engine.likeness import companions, lifts, likeness, share_of, split

TABLES = st.tuples(st.integers(0, 60), st.integers(1, 6)).flatmap(lambda shape: arrays(np.bool_, shape))


def two_camps(people: int = 100) -> np.ndarray:
    """Half want roofs and slates, half walls and bricks; one in ten of each has a garden."""
    traits = np.zeros((people, 5), bool)
    traits[: people // 2, :2] = True
    traits[people // 2 :, 2:4] = True
    traits[::10, 4] = True
    return traits


def test_people_with_the_same_traits_are_fully_alike_and_those_with_none_in_common_not_at_all() -> None:
    assert likeness(np.ones((5, 3), bool)) == 1.0
    assert likeness(np.eye(5, dtype=bool)) == 0.0
    assert likeness(np.zeros((5, 3), bool)) == 0.0
    assert likeness(np.ones((1, 3), bool)) == 0.0


def test_likeness_is_what_two_drawn_at_random_have_in_common() -> None:
    traits = np.random.default_rng(3).random((30, 4)) < 0.4
    pairs = [(a, b) for a in range(30) for b in range(30) if a != b]
    shared = sum((traits[a] & traits[b]).sum() for a, b in pairs)
    either = sum((traits[a] | traits[b]).sum() for a, b in pairs)
    assert likeness(traits) == pytest.approx(shared / either)


def test_an_interval_holds_the_share_and_narrows_with_more_people() -> None:
    few, many = share_of(8, 10), share_of(800, 1000)
    assert few.low < 0.8 < few.high
    assert few.low == pytest.approx(0.490, abs=0.001)
    assert few.high == pytest.approx(0.943, abs=0.001)
    assert many.high - many.low < few.high - few.low
    assert share_of(0, 50).low == 0.0 < share_of(0, 50).high
    assert (share_of(0, 0).low, share_of(0, 0).high) == (0.0, 1.0)


def test_the_interval_keeps_its_promise_about_as_often_as_it_says() -> None:
    chance = np.random.default_rng(1)
    counts = chance.binomial(60, 0.2, size=2000)
    held = np.mean([share_of(int(one), 60).low <= 0.2 <= share_of(int(one), 60).high for one in counts])
    assert 0.92 < held < 0.985


def test_what_sets_a_group_apart_is_told_and_what_does_not_is_not() -> None:
    chance = np.random.default_rng(2)
    inside, outside = chance.random((200, 3)) < [0.82, 0.3, 0.02], chance.random((2000, 3)) < [0.12, 0.3, 0.02]
    found = lifts(inside, outside)
    assert [one.trait for one in found] == [0]
    assert found[0].low < found[0].lift < found[0].high
    assert found[0].inside.share == pytest.approx(0.82, abs=0.06)


def test_chance_alone_seldom_sets_a_group_apart() -> None:
    chance = np.random.default_rng(5)
    told = [len(lifts(chance.random((50, 20)) < 0.2, chance.random((500, 20)) < 0.2)) for _ in range(50)]
    assert sum(told) / (50 * 20) < 0.05


def test_two_camps_are_found_and_each_is_more_alike_than_all() -> None:
    traits = two_camps()
    groups = split(traits)
    assert [len(one.members) for one in groups] == [50, 50]
    assert all(likeness(traits[one.members]) > likeness(traits) for one in groups)
    assert groups[0].trait in {0, 1, 2, 3}


def test_people_who_are_all_alike_are_one_group() -> None:
    assert [(one.trait, len(one.members)) for one in split(np.ones((40, 3), bool))] == [(-1, 40)]
    assert [(one.trait, len(one.members)) for one in split(np.zeros((0, 3), bool))] == [(-1, 0)]


def test_what_goes_together_is_found() -> None:
    found = companions(two_camps(400))
    assert {(a, b) for a, b, _lift in found} == {(0, 1), (2, 3)}
    assert companions(np.random.default_rng(4).random((400, 5)) < 0.3) == []


@given(TABLES)
def test_every_person_is_in_one_group_and_the_same_table_gives_the_same_groups(traits: np.ndarray) -> None:
    groups, again = split(traits), split(traits.copy())
    assert sorted(np.concatenate([one.members for one in groups]).tolist()) == list(range(len(traits)))
    assert [(one.trait, one.members.tolist()) for one in groups] == [(one.trait, one.members.tolist()) for one in again]
    assert 0.0 <= likeness(traits) <= 1.0
