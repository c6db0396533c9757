"""Half time, the answer, and the next rep: in working time of the rep's place, over nights, weekends, holidays and clock changes."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from keepwarm.handoff.clock import after_working_days, wind
from keepwarm.lib.working_time import WorkWeek, is_at_work, working_minutes_between
from keepwarm.staff.free_days import HolidaysOf

LONDON = WorkWeek("Europe/London", off=HolidaysOf("GB"))
BERLIN = WorkWeek("Europe/Berlin", off=HolidaysOf("DE"))


def test_a_working_day_lasts_until_the_same_hour_of_the_next_one() -> None:
    wednesday = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
    clock = wind(wednesday, LONDON, answer_days=1, pass_on_hours=4)
    assert clock.half_at == datetime(2026, 11, 18, 14, 30, tzinfo=UTC)
    assert clock.due_at == datetime(2026, 11, 19, 10, 0, tzinfo=UTC)
    assert clock.pass_on_at == datetime(2026, 11, 19, 14, 0, tzinfo=UTC)


def test_a_weekend_does_not_count() -> None:
    friday = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
    assert wind(friday, LONDON, answer_days=1, pass_on_hours=4).due_at == datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


def test_public_holidays_of_the_reps_place_do_not_count() -> None:
    before_christmas = datetime(2026, 12, 24, 15, 0, tzinfo=UTC)
    assert wind(before_christmas, LONDON, answer_days=1, pass_on_hours=4).due_at.date() == date(2026, 12, 29)  # Boxing Day is moved
    assert wind(before_christmas, BERLIN, answer_days=1, pass_on_hours=4).due_at.date() == date(2026, 12, 28)
    assert after_working_days(before_christmas, BERLIN, 2).date() == date(2026, 12, 29)


def test_over_a_clock_change_the_day_is_as_long_as_their_day() -> None:
    before_summer_time = datetime(2026, 3, 27, 9, 0, tzinfo=UTC)  # Friday; ten o'clock in Berlin
    assert wind(before_summer_time, BERLIN, answer_days=1, pass_on_hours=4).due_at == datetime(2026, 3, 30, 8, 0, tzinfo=UTC)


def test_a_week_without_work_still_ends() -> None:
    never = WorkWeek(days=0)
    asked = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
    assert wind(asked, never, answer_days=1, pass_on_hours=4).pass_on_at < asked + timedelta(days=4)


weeks = st.builds(
    WorkWeek,
    zone=st.sampled_from(["Europe/London", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"]),
    opens_minute=st.integers(0, 700),
    closes_minute=st.integers(760, 1440),
    days=st.integers(1, 127),
    off=st.sampled_from([HolidaysOf("GB"), HolidaysOf("DE-BY"), HolidaysOf("US-CA"), HolidaysOf("XX"), HolidaysOf("")]),
)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the zone comes after


@given(moments, weeks, st.integers(1, 5), st.integers(1, 12))
def test_each_mark_lies_in_working_time_and_in_its_order(asked: datetime, week: WorkWeek, days: int, hours: int) -> None:
    clock = wind(asked, week, answer_days=days, pass_on_hours=hours)
    assert asked < clock.half_at < clock.due_at < clock.pass_on_at
    day = week.closes_minute - week.opens_minute
    for at, minutes in ((clock.half_at, days * day / 2), (clock.due_at, days * day), (clock.pass_on_at, days * day + 60 * hours)):
        assert abs(working_minutes_between(asked, at, week) - minutes) < 0.01
        assert is_at_work(at - timedelta(seconds=30), week)
