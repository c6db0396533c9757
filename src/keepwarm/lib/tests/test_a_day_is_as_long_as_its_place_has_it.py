"""A day begins and ends by the clock of its place, and a week on its Monday."""

from datetime import UTC, date, datetime, timedelta

import pytest

from keepwarm.lib.days import begins_in, day_in, days_in, monday_of, today_in


@pytest.mark.parametrize(("on", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 10, 26), 24)])
def test_a_day_is_shorter_or_longer_where_the_clock_is_turned(on: date, hours: int) -> None:
    begins, ends = day_in("Europe/Berlin", on)
    assert ends - begins == timedelta(hours=hours)
    assert ends == begins_in("Europe/Berlin", on + timedelta(days=1))
    assert days_in("Europe/Berlin", on, on + timedelta(days=1))[0] == begins


def test_at_one_moment_it_is_another_day_elsewhere() -> None:
    late = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)
    assert [today_in(zone, late) for zone in ("America/New_York", "Asia/Tokyo")] == [date(2026, 1, 31), date(2026, 2, 1)]


def test_a_week_begins_on_its_monday() -> None:
    monday = date(2026, 11, 16)
    assert {monday_of(monday + timedelta(days=days)) for days in range(7)} == {monday}
    assert monday_of(monday - timedelta(days=1)) == date(2026, 11, 9)
