"""The text form, the JSON form and the words of a condition."""

import json
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepwarm.engine.conditions.json_form import from_json, to_json
from keepwarm.engine.conditions.text import parse, to_text
from keepwarm.engine.conditions.tree import All, Compare, Condition, ConditionError, DaysAgo, IsKnown, Not, Op
from keepwarm.engine.conditions.tree import Any as AnyOf
from keepwarm.engine.conditions.words import in_words

FIELDS = st.sampled_from(["answer.need", "answer.company-size", "stage", "last_touch_at"])
ORDER = st.sampled_from([Op.LESS, Op.AT_MOST, Op.MORE, Op.AT_LEAST])
NUMBERS = st.one_of(st.integers(-10_000, 10_000).map(lambda number: number / 8), st.floats(allow_nan=False, allow_infinity=False))
TEXTS = st.text(st.characters(exclude_characters="\0", codec="utf-8"))
COMPARED = st.one_of(
    st.builds(Compare, FIELDS, st.sampled_from([Op.IS, Op.CONTAINS, Op.STARTS]), TEXTS),
    st.builds(Compare, FIELDS, ORDER, st.one_of(NUMBERS, st.dates(), st.builds(DaysAgo, st.integers(0, 999)))),
    st.builds(Compare, FIELDS, st.just(Op.IS), st.one_of(NUMBERS, st.booleans())),
    st.builds(IsKnown, FIELDS),
)


def grown(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(parts, min_size=2, max_size=4).map(tuple)
    return st.one_of(st.builds(Not, parts), st.builds(All, several), st.builds(AnyOf, several))


CONDITIONS = st.recursive(COMPARED, grown, max_leaves=8)


@given(condition=CONDITIONS)
def test_what_is_written_is_read_back_the_same(condition: Condition) -> None:
    assert parse(to_text(condition)) == condition
    assert from_json(json.loads(json.dumps(to_json(condition)))) == condition


@given(text=st.text(max_size=60))
def test_any_text_is_read_or_refused_and_never_breaks(text: str) -> None:
    with suppress(ConditionError):
        assert parse(to_text(parse(text))) == parse(text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There should be the name of a field where “the end” stands."),
        ("answer.need", "After “answer.need” there should be one of: =, <, <=, >, >=, contains, starts, in, is known. There is “the end”."),
        ("answer.need ~ 5", "The condition cannot be read from “~ 5” on."),
        ("answer.need = ", "After “answer.need” there should be a value"),
        ("(warm = yes", "There should be “)” where “the end” stands."),
        ("warm = yes no", "The condition should end before “no”."),
        ('answer.need < "x"', "“answer.need <” needs a number or a date, not a text."),
        ("answer.need contains 5", "“answer.need contains” needs a text in quotes."),
        ("warm > yes", "“warm” is compared with yes or no, and for that only “=” makes sense."),
        ("last_touch_at = 2026-01-01", "“last_touch_at” is a moment"),
        ("last_touch_at < 2026-13-01", "“2026-13-01” is not a date."),
        ("answer. is known", "“answer.” is not the name of a field."),
        ("not " * 60 + "warm = yes", "The condition is nested more than 50 deep."),
    ],
)
def test_a_mistake_is_named(text: str, sentence: str) -> None:
    with pytest.raises(ConditionError) as refused:
        parse(text)
    assert str(refused.value).startswith(sentence)


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "x",
        {},
        {"all": 3},
        {"known": 3},
        {"all": [], "any": []},
        {"field": "a", "op": "~", "value": 1},
        {"field": "a", "op": "=", "value": None},
    ],
)
def test_json_that_is_no_condition_is_refused(data: Any) -> None:
    with pytest.raises(ConditionError):
        from_json(data)


def test_and_binds_closer_than_or_and_not_closest() -> None:
    a, b, c = (Compare(name, Op.IS, value=True) for name in ("a", "b", "c"))
    assert parse("a = yes or not b = yes and c = yes") == AnyOf((a, All((Not(b), c))))


def test_three_and_three_point_nought_are_one_condition() -> None:
    assert Compare("a", Op.IS, 3) == parse("a = 3.0") == from_json({"field": "a", "op": "=", "value": 3})


def test_a_condition_reads_as_words() -> None:
    condition = parse('answer.need is known and (answer.size >= 10 or last_touch_at < 30 days ago) and not answer.trade = "roof"')
    assert in_words(condition) == (
        "need is known and (size is at least 10 or last touch at was before 30 days ago) and trade is not “roof”"
    )
    since = Compare("last_touch_at", Op.AT_LEAST, date(2026, 3, 1))
    assert in_words(since) == "last touch at was not before 2026-03-01"
    assert in_words(since, day=lambda day: f"{day:%d.%m.%Y}") == "last touch at was not before 01.03.2026"


def test_a_large_number_stands_in_plain_digits_and_is_read_again() -> None:
    budget = parse("answer.budget >= 1000000 and answer.budget < 1234567.5")
    assert to_text(budget) == "answer.budget >= 1000000 and answer.budget < 1234567.5"
    assert in_words(budget) == "budget is at least 1000000 and budget is below 1234567.5"


@pytest.mark.parametrize(
    "text",
    [
        "last_touch_at >= 36501 days ago",
        f"last_touch_at >= {'9' * 5000} days ago",
        f"answer.budget >= {'9' * 400}",
        'answer.need = "a\0b"',
    ],
)
def test_what_no_calendar_and_no_database_can_hold_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ConditionError):
        parse(text)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**400, {"days_ago": 10**12}])
def test_the_same_in_json(value: Any) -> None:
    with pytest.raises(ConditionError):
        from_json({"field": "a", "op": ">=", "value": value})


def test_the_words_are_translated_and_the_fields_named_by_who_shows_them() -> None:
    german = {"%(field)s is known": "%(field)s ist bekannt", "and": "und"}
    said = in_words(parse("answer.need is known and warm = yes"), translate=lambda key: german.get(key, key), label=str.upper)
    assert said == "ANSWER.NEED ist bekannt und WARM is yes"


def test_one_of_several_reads_as_a_list() -> None:
    assert in_words(parse('answer.trade in ("mill", "yard")')) == "trade is one of “mill”, “yard”"
    assert in_words(parse('not answer.trade in ("mill", "yard")')) == "trade is none of “mill”, “yard”"
    assert in_words(parse("not answer.trade is known")) == "trade is not known"


def test_known_and_none_of_some_names_the_field_once() -> None:
    refused = 'not answer.trade in ("mill", "yard")'
    assert in_words(parse(f"answer.trade is known and {refused}")) == "trade is known, and none of “mill”, “yard”"
    assert in_words(parse(f"answer.need is known and {refused}")) == "need is known and trade is none of “mill”, “yard”"
