"""Conditions over columns: unknown is false, `not` turns that round, text is compared case-folded."""

import numpy as np
import pytest

from keepwarm.engine.blank import blank_facts
from keepwarm.engine.conditions.columns import check, holds
from keepwarm.engine.conditions.text import parse
from keepwarm.engine.conditions.tree import ConditionError, answers_of, fields_of
from keepwarm.engine.facts import AnswerColumn, Facts
from keepwarm.engine.tests.people import NOW, ago
from keepwarm.engine.words import Stage


def four() -> Facts:
    """Four people; the last has told us nothing."""
    known = np.array([True, True, True, False])
    size = AnswerColumn(np.array([5.0, 50.0, 500.0, np.nan]), known, np.full(4, 3, np.int8), np.full(4, ago(1)))
    trade = AnswerColumn(np.array(["strasse", "roof & wall", "wall", ""]), known, np.full(4, 3, np.int8), np.full(4, ago(1)))
    nat = np.datetime64("NaT", "s")
    return blank_facts(
        4,
        now=NOW,
        stage=np.array([Stage.NEW, Stage.LEAD, Stage.CUSTOMER, Stage.NEW], np.int8),
        warm=np.array([True, False, True, False]),
        attempts=np.array([0, 1, 2, 3], np.int16),
        last_touch_at=np.array([ago(1), ago(40), ago(100), nat]),
        answers={"size": size, "trade": trade},
    )


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("answer.size > 5", [0, 1, 1, 0]),
        ("not answer.size > 5", [1, 0, 0, 1]),
        ("answer.size is known", [1, 1, 1, 0]),
        ("not answer.size is known", [0, 0, 0, 1]),
        ("answer.size <= 50 and warm = yes", [1, 0, 0, 0]),
        ("answer.size < 6 or answer.size >= 500", [1, 0, 1, 0]),
        ('answer.trade = "Straße"', [1, 0, 0, 0]),
        ('answer.trade contains "Wall"', [0, 1, 1, 0]),
        ('answer.trade starts "wall"', [0, 0, 1, 0]),
        ('answer.trade in ("wall", "x")', [0, 0, 1, 0]),
        ('not answer.trade = "wall"', [1, 1, 0, 1]),
        ('answer.nobody-asked = "x"', [0, 0, 0, 0]),
        ('not answer.nobody-asked = "x"', [1, 1, 1, 1]),
        ('stage = "lead"', [0, 1, 0, 0]),
        ('stage = "Lead" or stage = "customer"', [0, 1, 1, 0]),
        ("attempts >= 2", [0, 0, 1, 1]),
        ("last_touch_at < 30 days ago", [0, 1, 1, 0]),
        ("last_touch_at >= 2026-01-01", [1, 1, 0, 0]),
        ("last_touch_at is known", [1, 1, 1, 0]),
        ("warm = no", [0, 1, 0, 1]),
        ("always", [1, 1, 1, 1]),
        ("never", [0, 0, 0, 0]),
        ("not (warm = yes and attempts > 0)", [1, 1, 0, 1]),
        ('answer.size = "5"', [0, 0, 0, 0]),
    ],
)
def test_a_condition_holds_for_exactly_these(text: str, who: list[int]) -> None:
    assert holds(parse(text), four()).astype(int).tolist() == who


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("answer.trade > 5", "“answer.trade” cannot be compared with a number; it is a text."),
        ("shoe_size = 5", "“shoe_size” is neither a fact nor an answer; an answer is written “answer.<question>”."),
        ('stage = "boss"', "“stage” is one of"),
        ("stage = 3", "“stage” is one of"),
        ("last_touch_at > 5", "“last_touch_at” cannot be compared with a number; it is a moment."),
        ("attempts > 30 days ago", "“attempts” cannot be compared with a date; it is a number."),
        ('attempts = "x"', "“attempts” cannot be compared with a text; it is a number."),
        ('warm = "x"', "“warm” cannot be compared with a text; it is yes or no."),
    ],
)
def test_what_does_not_fit_its_field_is_refused_by_name(text: str, sentence: str) -> None:
    with pytest.raises(ConditionError) as refused:
        holds(parse(text), four())
    assert str(refused.value).startswith(sentence)


def test_a_question_that_does_not_exist_is_found_before_it_is_used() -> None:
    check(parse('answer.trade = "x" and warm = yes'), questions=frozenset({"trade"}))
    with pytest.raises(ConditionError, match="There is no question “trad”"):
        check(parse('answer.trad = "x"'), questions=frozenset({"trade"}))
    with pytest.raises(ConditionError, match="“colour” is neither"):
        check(parse("colour = yes"), questions=frozenset())


def test_the_fields_of_a_condition_are_named_once_each() -> None:
    condition = parse('answer.a = "x" and not (answer.b is known or warm = yes) and answer.a is known')
    assert fields_of(condition) == ("answer.a", "answer.b", "warm")
    assert answers_of(condition) == ("a", "b")
