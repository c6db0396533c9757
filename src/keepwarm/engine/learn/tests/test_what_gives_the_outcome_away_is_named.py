"""Columns that name each row, say nothing, or were written once the outcome was known, are named with why."""

import numpy as np
import pytest

from keepwarm.engine.learn.frame import Frame, Kind, read_column
from keepwarm.engine.learn.leaks import Why, find_leaks
from keepwarm.engine.learn.measuring import CannotLearn, measure
from keepwarm.engine.learn.outcome import find_column, read_outcome
from keepwarm.engine.learn.tests.tables import made_up

FRAME, CAME = made_up()
ROWS = len(CAME)
KEYS = [str(660_000 - 3 * place) for place in range(ROWS)]
CODES = [f"K{place:05}-x" for place in range(ROWS)]


def with_column(name: str, texts: list[str]) -> Frame:
    return Frame((*FRAME.columns, read_column(name, texts)), ROWS)


@pytest.mark.parametrize(
    ("name", "texts", "why"),
    [
        ("Lead Number", KEYS, Why.ID),
        ("code", CODES, Why.ID),
        ("magazine", ["no"] * ROWS, Why.CONSTANT),
        ("spare", [""] * ROWS, Why.BLANK),
        ("invoice", ["sent" if came else "none yet" for came in CAME], Why.NEARLY_PERFECT),
        ("left on", ["2026-03-01" if came else "" for came in CAME], Why.NEARLY_PERFECT),
        ("mood", ["good" if came == (place % 7 > 0) else "bad" for place, came in enumerate(CAME)], Why.SUSPICIOUS),
        ("Last Activity", ["a" if came == (place % 3 > 0) else "b" for place, came in enumerate(CAME)], Why.SOUNDS_LATER),
    ],
)
def test_a_column_is_named_with_why(name: str, texts: list[str], why: Why) -> None:
    assert [(one.column, one.why) for one in find_leaks(with_column(name, texts), CAME)] == [(name, why)]


def test_an_honest_table_is_not_suspected() -> None:
    assert not find_leaks(FRAME, CAME)


def test_amounts_that_happen_to_differ_are_no_keys() -> None:
    amounts = [str(int(value)) for value in np.random.default_rng(1).lognormal(9, 2, ROWS) * 1000]
    assert not find_leaks(with_column("revenue", amounts), CAME)


def test_a_question_is_used_and_the_figures_without_it_stand_beside() -> None:
    frame = with_column("Last Activity", ["a" if came == (place % 3 > 0) else "b" for place, came in enumerate(CAME)])
    measured = measure(frame, CAME)
    assert "Last Activity" in measured.used
    assert measured.unsure is not None
    assert measured.unsure.auc.value < measured.by_model["both"].auc.value
    assert "Last Activity" not in measure(frame, CAME, suspects=True).used


@pytest.mark.parametrize(
    ("texts", "kind", "first"),
    [
        (["1,5", "2,25", ""], Kind.NUMBER, 1.5),
        (["1,200.5", "2.25", "?"], Kind.NUMBER, 1200.5),
        (["12 %", "30 %", "n/a"], Kind.NUMBER, 12.0),
        (["01.02.2026", "28.02.2026", ""], Kind.DAY, 20485.0),
        (["2026-02-01T10:00:00", "2026-02-03T00:00:00", ""], Kind.DAY, 20485.0),
        (["Select", "red", "blue"], Kind.CHOICE, -1.0),
    ],
)
def test_numbers_and_days_are_read_as_people_write_them(texts: list[str], kind: Kind, first: float) -> None:
    column = read_column("x", texts)
    assert column.kind is kind
    assert column.values[0] == pytest.approx(first)


def test_a_number_beyond_all_measure_is_missing() -> None:
    column = read_column("x", ["1e999", "-1e400", "3.5", "2"] * 60)
    assert column.kind is Kind.NUMBER
    assert (int(column.missing.sum()), column.distinct()) == (120, 2)


def test_which_value_means_that_it_came() -> None:
    came, known = read_outcome(["Yes", "no", "", "YES"], column="y")
    assert came.tolist() == [True, False, False, True]
    assert known.tolist() == [True, True, False, True]
    assert read_outcome(["won", "lost", "open"], column="s", yes=["Won"])[0].tolist() == [True, False, False]


@pytest.mark.parametrize(
    ("texts", "word"), [(["", "?"], "is empty"), (["no", "no"], "every row"), (["a", "b"], "--yes"), (["a", "b", "c"], "3 values")]
)
def test_an_outcome_that_cannot_be_read_is_a_sentence(texts: list[str], word: str) -> None:
    with pytest.raises(CannotLearn, match=word):
        read_outcome(texts, column="y")


def test_a_column_that_is_not_there_is_a_sentence_with_the_closest() -> None:
    assert find_column(["A", "Churn"], "churn") == 1
    with pytest.raises(CannotLearn, match="Churn"):
        find_column(["A", "Churn"], "Chrun")
