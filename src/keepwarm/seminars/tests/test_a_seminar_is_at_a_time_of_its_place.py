"""Wall time is kept with its zone: a skipped hour is refused, a doubled one asked about, and reminders keep to the guest's own day."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepwarm.seminars.refusals import DoubledHour, SkippedHour
from keepwarm.seminars.times import FIRST, SECOND, moment_of, next_reminder

BERLIN = "Europe/Berlin"
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Auckland", "Australia/Lord_Howe", "UTC")


def wall(*parts: int) -> datetime:
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 - what the clock on the wall shows


def test_a_usual_time() -> None:
    assert moment_of(wall(2026, 12, 3, 10), BERLIN) == (datetime(2026, 12, 3, 9, tzinfo=UTC), 0)


def test_an_hour_that_is_left_out_is_refused() -> None:
    with pytest.raises(SkippedHour, match="There is no 02:30 on 2027-03-28 in Europe/Berlin"):
        moment_of(wall(2027, 3, 28, 2, 30), BERLIN)


def test_an_hour_that_comes_twice_is_asked_about() -> None:
    with pytest.raises(DoubledHour, match="comes twice"):
        moment_of(wall(2026, 10, 25, 2, 30), BERLIN)
    assert moment_of(wall(2026, 10, 25, 2, 30), BERLIN, which=FIRST) == (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 0)
    assert moment_of(wall(2026, 10, 25, 2, 30), BERLIN, which=SECOND) == (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), 1)


@given(st.datetimes(wall(2020, 1, 1), wall(2035, 1, 1)), st.sampled_from(ZONES), st.sampled_from([FIRST, SECOND]))
def test_whatever_is_taken_is_shown_by_the_clocks_there(local: datetime, zone: str, which: str) -> None:
    local = local.replace(microsecond=0, fold=0)
    try:
        at, fold = moment_of(local, zone, which=which)
    except SkippedHour:
        return
    assert at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local
    assert at.astimezone(ZoneInfo(zone)).fold == fold


def test_reminders_come_the_day_before_and_the_hour_before() -> None:
    starts, now = datetime(2026, 11, 26, 10, tzinfo=UTC), datetime(2026, 11, 18, 9, tzinfo=UTC)
    assert next_reminder(starts, "Europe/London", now=now) == ("day", datetime(2026, 11, 25, 10, tzinfo=UTC))
    assert next_reminder(starts, "Europe/London", now=datetime(2026, 11, 25, 10, tzinfo=UTC)) == (
        "hour",
        datetime(2026, 11, 26, 9, tzinfo=UTC),
    )
    assert next_reminder(starts, "Europe/London", now=datetime(2026, 11, 26, 9, tzinfo=UTC)) == ("", None)


def test_nobody_is_reminded_in_the_night() -> None:
    starts, now = datetime(2026, 11, 26, 10, tzinfo=UTC), datetime(2026, 11, 18, 9, tzinfo=UTC)
    assert next_reminder(starts, "America/New_York", now=now)[1] == datetime(2026, 11, 25, 8, tzinfo=ZoneInfo("America/New_York"))
    assert next_reminder(starts, "Asia/Tokyo", now=now)[1] == datetime(2026, 11, 25, 19, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert next_reminder(starts, "Pacific/Auckland", now=now)[1] == datetime(2026, 11, 25, 20, tzinfo=ZoneInfo("Pacific/Auckland"))


@given(st.datetimes(wall(2026, 1, 1), wall(2030, 1, 1)), st.sampled_from(ZONES))
def test_the_day_before_is_before_the_hour_before(starts: datetime, zone: str) -> None:
    starts = starts.replace(tzinfo=UTC)
    what, at = next_reminder(starts, zone, now=datetime(2025, 1, 1, tzinfo=UTC))
    assert what == "day"
    assert at is not None
    assert at < starts
    assert 8 <= at.astimezone(ZoneInfo(zone)).hour <= 20
