"""Minutes of work: they pass only while the doer's place is at work."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepwarm.lib.working_time import NeverAtWork, WorkWeek, add_working_minutes, is_at_work, working_minutes_between

BERLIN = WorkWeek("Europe/Berlin", off=frozenset({date(2026, 12, 25)}))
FRIDAY = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)  # 17:30 in Berlin


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        (FRIDAY, 30, datetime(2026, 11, 20, 17, 0, tzinfo=UTC)),
        (FRIDAY, 60, datetime(2026, 11, 23, 8, 30, tzinfo=UTC)),
        (datetime(2026, 11, 21, 12, 0, tzinfo=UTC), 60, datetime(2026, 11, 23, 9, 0, tzinfo=UTC)),
        (datetime(2026, 12, 24, 16, 30, tzinfo=UTC), 60, datetime(2026, 12, 28, 8, 30, tzinfo=UTC)),
        (datetime(2026, 3, 27, 16, 30, tzinfo=UTC), 60, datetime(2026, 3, 30, 7, 30, tzinfo=UTC)),  # summer time between
    ],
)
def test_an_hour_of_work_begun_before_closing_ends_on_the_next_working_day(start: datetime, minutes: int, end: datetime) -> None:
    assert add_working_minutes(start, minutes, BERLIN) == end


@given(st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 1, 1), timezones=st.just(UTC)), st.integers(1, 5000))  # noqa: DTZ001
def test_what_is_added_is_what_has_passed_and_ends_at_work(start: datetime, minutes: int) -> None:
    end = add_working_minutes(start, minutes, BERLIN)
    assert working_minutes_between(start, end, BERLIN) == pytest.approx(minutes)
    assert is_at_work(end - timedelta(seconds=1), BERLIN)


def test_nobody_works_in_an_empty_week() -> None:
    with pytest.raises(NeverAtWork):
        add_working_minutes(FRIDAY, 1, WorkWeek(days=0))
    assert working_minutes_between(FRIDAY, FRIDAY - timedelta(days=1), BERLIN) == 0
