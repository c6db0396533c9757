"""Every row is judged by models that never saw it; what they say is meant; without a signal there is none."""

import numpy as np
import pytest

from keepwarm.engine.learn.frame import Column, Flags, Frame, Kind
from keepwarm.engine.learn.judging import area
from keepwarm.engine.learn.measuring import CannotLearn, measure, window_of
from keepwarm.engine.learn.splitting import at_random, in_order
from keepwarm.engine.learn.tests.tables import made_up


def test_what_tells_is_found_and_the_chances_mean_what_they_say() -> None:
    frame, came = made_up()
    measured = measure(frame, came)
    best = measured.by_model["both"]
    assert best.knows
    assert best.auc.low > 0.7
    assert best.slope == pytest.approx(1, abs=0.25)
    assert best.brier < best.base
    assert best.lift[0].lift > 1.5
    assert best.lift[-1].found == pytest.approx(1)
    assert sum(band.count for band in best.calibration) == measured.judged == 900


def test_where_nothing_tells_it_says_so() -> None:
    frame, came = made_up(signal=0)
    assert not measure(frame, came).by_model["both"].knows


def test_rows_that_are_the_same_are_kept_together() -> None:
    came = np.arange(400) % 2 == 0
    groups = np.arange(400) // 4
    for teach, judge in at_random(came, groups):
        assert not set(groups[teach]) & set(groups[judge])


def test_twins_teach_nothing_about_each_other() -> None:
    """Pure chance, each row there five times: whoever lets twins on both sides finds a signal."""
    chance = np.random.default_rng(5)
    once, came = chance.normal(size=300), chance.random(300) < 0.4
    frame = Frame((Column("noise", Kind.NUMBER, np.repeat(once, 5)),), 1500)
    assert not measure(frame, np.repeat(came, 5)).by_model["boosting"].auc.low > 0.55


def test_in_order_only_the_past_teaches() -> None:
    judged: list[int] = []
    for teach, judge in in_order(1000):
        assert teach.max() < judge.min()
        judged += judge.tolist()
    assert judged == list(range(400, 1000))


def test_a_season_does_not_pass_for_knowledge_of_people() -> None:
    """What comes rises with time, and a column counts the time: pooled it ranks, inside a window it cannot."""
    frame, _ = made_up(6000, signal=0)
    rises = np.random.default_rng(9).random(6000) < np.linspace(0.05, 0.6, 6000)
    month = Column("month", Kind.NUMBER, np.arange(6000.0) // 500)
    measured = measure(Frame((*frame.columns, month), 6000), rises, ordered=True)
    assert "month" in measured.dropped
    assert not measured.by_model["both"].knows


def test_the_range_of_an_area_holds_it_nineteen_times_of_twenty() -> None:
    chance = np.random.default_rng(11)
    held = 0
    for _ in range(200):
        came = chance.random(300) < 0.3
        told = area(chance.normal(size=300) + came, came)
        held += told.low <= 0.7602 <= told.high  # of two normals one apart: Φ(1/√2)
    assert held >= 180


@pytest.mark.parametrize(("rows", "hits", "word"), [(100, 50, "100 rows"), (1500, 0, "same outcome"), (1500, 3, "3 of one outcome")])
def test_too_little_is_a_sentence(rows: int, hits: int, word: str) -> None:
    frame, _ = made_up(rows)
    with pytest.raises(CannotLearn, match=word):
        measure(frame, np.arange(rows) < hits)


def coarse(rows: int = 1200) -> tuple[Frame, Flags]:
    """Two columns of yes and no, one of which tells: four different rows in all."""
    chance = np.random.default_rng(4)
    tells, noise = chance.random(rows) < 0.5, chance.random(rows) < 0.5
    came = chance.random(rows) < np.where(tells, 0.7, 0.3)
    columns = [Column(name, Kind.CHOICE, values.astype(float), ("no", "yes")) for name, values in (("tells", tells), ("noise", noise))]
    return Frame(tuple(columns), rows), came


@pytest.mark.parametrize("ordered", [False, True])
def test_columns_too_coarse_to_know_a_row_again_are_judged_all_the_same(ordered: bool) -> None:
    frame, came = coarse()
    measured = measure(frame, came, ordered=ordered)
    assert measured.judged == (720 if ordered else 1200)
    assert measured.by_model["both"].knows
    assert measured.by_model["both"].auc.value == pytest.approx(0.7, abs=0.05)


def test_a_crowd_of_rows_that_are_the_same_is_no_part_of_its_own() -> None:
    chance = np.random.default_rng(6)
    values = np.where(chance.random(1000) < 0.8, np.nan, chance.normal(size=1000))
    measured = measure(Frame((Column("mostly missing", Kind.NUMBER, values),), 1000), chance.random(1000) < 0.4)
    assert measured.judged == 1000
    assert not measured.by_model["both"].knows


def test_a_column_that_is_the_same_among_those_who_teach_tells_nobody_apart() -> None:
    values = np.r_[np.zeros(900), np.ones(300)]
    came = np.random.default_rng(7).random(1200) < 0.4
    assert not measure(Frame((Column("late", Kind.NUMBER, values),), 1200), came, ordered=True, keep=["late"]).by_model["both"].knows


def test_of_few_rows_in_order_the_windows_are_smaller_and_no_range_leaves_nought_to_one() -> None:
    frame, came = made_up(2500)
    measured = measure(frame, came, ordered=True)
    assert (measured.judged, measured.window) == (1500, 250)
    told = measured.by_model["both"].within
    assert told is not None
    assert 0.5 < told.low < told.high <= 1
    assert measured.by_model["both"].knows
    assert window_of(19_770) == 1000
