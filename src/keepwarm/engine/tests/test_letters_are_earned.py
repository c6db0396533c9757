"""The budget of letters: a letter is earned by other activity, and an odd log shows."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepwarm.engine.budget import DayWorked, bursts, is_honest, letters_left, others_to_next, share_of

AT = datetime(2026, 11, 18, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("others", "letters", "left", "to_next"), [(0, 0, 0, 4), (8, 0, 2, 0), (8, 2, 0, 4), (11, 2, 0, 1), (12, 2, 1, 0), (4, 3, -2, 12)]
)
def test_four_others_earn_a_letter(others: int, letters: int, left: int, to_next: int) -> None:
    assert (letters_left(others, letters, 0.2), others_to_next(others, letters, 0.2)) == (left, to_next)


def test_a_policy_of_all_or_nothing() -> None:
    assert letters_left(0, 5, 1.0) > 1000
    assert (letters_left(100, 0, 0.0), others_to_next(100, 0, 0.0)) == (0, None)


@given(others=st.integers(0, 400), letters=st.integers(0, 90), percent=st.integers(1, 99))
def test_the_next_letter_is_free_after_just_so_many_and_not_before(others: int, letters: int, percent: int) -> None:
    share = percent / 100
    more = others_to_next(others, letters, share)
    assert more is not None
    assert letters_left(others + more, letters, share) >= 1
    assert more == 0 or letters_left(others + more - 1, letters, share) < 1
    assert (letters + 1) / (letters + 1 + others + more) <= share + 1e-9


def test_only_the_last_days_worked_count_and_a_day_away_is_none() -> None:
    days = {day: DayWorked(4, 0) for day in range(10)}
    assert share_of(days, share=0.2, count=5).others == 20
    assert share_of(days, share=0.2, count=5, away={9, 8}).others == 28, "what was done on a day away still counts"
    letters = {**days, 9: DayWorked(0, 3)}
    assert share_of(letters, share=0.2, count=5, away={9}).letters == 3, "nobody writes for nothing while away"


@pytest.mark.parametrize(
    ("disposition", "in_hours", "earns"),
    [("no_answer", True, True), ("no_answer", False, False), ("voicemail", False, False), ("reached", False, True), ("held", False, True)],
)
def test_an_attempt_earns_within_their_calling_hours_and_a_talk_always(disposition: str, in_hours: bool, earns: bool) -> None:
    assert is_honest(disposition, in_hours=in_hours) is earns


def test_a_burst_is_five_within_a_minute() -> None:
    quick = [AT + timedelta(seconds=5 * n) for n in range(5)]
    assert list(bursts(quick)) == [slice(0, 5)]
    assert list(bursts(quick[:4])) == []
    assert list(bursts([AT + timedelta(seconds=20 * n) for n in range(9)])) == []
    assert list(bursts([*quick, *(one + timedelta(minutes=5) for one in quick)])) == [slice(0, 5), slice(5, 10)]
