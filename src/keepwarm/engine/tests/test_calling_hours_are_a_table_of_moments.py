"""Calling hours: the next permitted moment, in every place, on every day, and beyond the end of the table."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from keepwarm.engine.calling import HoursTooShort, PlaceHours, closes_at, hours_from, hours_table, is_open, next_open
from keepwarm.engine.tests.people import AUCKLAND, BERLIN, DAYS, FIRST_DAY, HONOLULU, HOURS, OFFSETS, UTC_PLACE, at


def first_open(place: int, moment: str) -> np.datetime64:
    found: np.datetime64 = next_open(HOURS, np.array([place]), np.array([at(moment)]))[0]
    return found


@pytest.mark.parametrize(
    ("place", "asked", "found"),
    [
        (UTC_PLACE, "2026-03-11T10:00", "2026-03-11T10:00"),
        (UTC_PLACE, "2026-03-11T08:59:59", "2026-03-11T09:00"),
        (UTC_PLACE, "2026-03-11T17:59:59", "2026-03-11T17:59:59"),
        (UTC_PLACE, "2026-03-11T18:00", "2026-03-12T09:00"),
        (UTC_PLACE, "2026-03-13T18:00", "2026-03-16T09:00"),
        (BERLIN, "2026-03-11T07:00", "2026-03-11T08:00"),
        (AUCKLAND, "2026-03-10T19:00", "2026-03-10T20:00"),
        (AUCKLAND, "2026-03-11T04:59", "2026-03-11T04:59"),
        (AUCKLAND, "2026-03-13T05:00", "2026-03-15T20:00"),
        (HONOLULU, "2026-03-12T03:00", "2026-03-12T03:00"),
        (HONOLULU, "2026-03-14T03:59:59", "2026-03-14T03:59:59"),
        (HONOLULU, "2026-03-14T04:00", "2026-03-16T19:00"),
    ],
)
def test_the_next_permitted_moment(place: int, asked: str, found: str) -> None:
    assert first_open(place, asked) == at(found)


def test_a_number_that_may_lie_in_two_zones_is_called_when_both_allow_it() -> None:
    assert first_open(0, "2026-03-11T00:00") == at("2026-03-11T09:00")
    assert first_open(0, "2026-03-11T17:00") == at("2026-03-12T09:00")


def test_before_the_table_its_first_opening_is_next() -> None:
    assert first_open(UTC_PLACE, "1970-01-01T00:00") == at("2026-01-05T09:00")


def test_no_moment_stays_no_moment() -> None:
    nothing = np.array([np.datetime64("NaT", "s")])
    assert np.isnat(next_open(HOURS, np.array([1]), nothing)).all()
    assert not is_open(HOURS, np.array([1]), nothing).any()


def test_closing_is_that_of_the_window_or_of_the_next_one() -> None:
    places = np.array([UTC_PLACE, UTC_PLACE])
    assert closes_at(HOURS, places, np.array([at("2026-03-11T10:00"), at("2026-03-13T20:00")])).tolist() == [
        at("2026-03-11T18:00").item(),
        at("2026-03-16T18:00").item(),
    ]


def slowly(place: int, moment: np.datetime64) -> np.datetime64:
    """The same answer by looking at every day, with the calendar going on for ever as it began."""
    day = moment.astype("datetime64[D]") - 2
    while True:
        if day >= FIRST_DAY and (day - FIRST_DAY).astype(int) % 7 < 5:
            midnight = day.astype("datetime64[s]")
            opens = midnight + np.timedelta64(540 - min(OFFSETS[place]), "m")
            closes = midnight + np.timedelta64(1080 - max(OFFSETS[place]), "m")
            if closes > moment:
                return max(opens, moment)
        day += 1


BEGINNING = int(FIRST_DAY.astype("datetime64[s]").astype(int))
moments = st.one_of(
    st.integers(BEGINNING - 5 * 86400, BEGINNING + (DAYS + 200) * 86400), st.sampled_from([int(at("2999-12-31T05:00").astype(int))])
)


@given(place=st.integers(0, len(OFFSETS) - 1), seconds=moments)
def test_it_agrees_with_looking_at_every_day_also_far_beyond_the_table(place: int, seconds: int) -> None:
    moment = np.datetime64(seconds, "s")
    found = next_open(HOURS, np.array([place]), np.array([moment]))
    assert found[0] == slowly(place, moment)
    assert is_open(HOURS, np.array([place]), found).all()
    assert is_open(HOURS, np.array([place]), np.array([moment]))[0] == (found[0] == moment)


def irregular() -> Any:
    """Some days closed, some short, and a change of the clock in the middle."""
    days = 60
    chance = np.random.default_rng(4)
    opens = np.where(chance.random(days) < 0.4, -1, chance.integers(6, 12, days) * 60)
    opens[-3:] = 540
    closes = chance.integers(13, 22, days) * 60
    offsets = np.where(np.arange(days) < 30, 60, 120)[None, :]
    return days, opens, closes, offsets


@given(seconds=st.integers(BEGINNING - 86400, BEGINNING + 57 * 86400))
def test_irregular_days_and_a_change_of_the_clock_are_followed(seconds: int) -> None:
    days, opens, closes, offsets = irregular()
    hours = hours_from([PlaceHours(opens, closes, offsets)], FIRST_DAY, days)
    starts = BEGINNING + np.arange(days) * 86400 + (opens - offsets[0]) * 60
    ends = BEGINNING + np.arange(days) * 86400 + (closes - offsets[0]) * 60
    expected = min(max(int(start), seconds) for start, end, day in zip(starts, ends, opens, strict=True) if day >= 0 and end > seconds)
    assert next_open(hours, np.array([0]), np.array([seconds]).view("datetime64[s]"))[0].astype(int) == expected


def windows(days: int) -> tuple[NDArray[np.datetime64], NDArray[np.datetime64]]:
    nine = BEGINNING + np.arange(days) * 86400 + 9 * 3600
    return nine[None, :].view("datetime64[s]"), (nine + 8 * 3600)[None, :].view("datetime64[s]")


def test_a_table_of_a_few_days_is_refused() -> None:
    with pytest.raises(HoursTooShort, match="at least 28 days, not 20"):
        hours_table(*windows(20), FIRST_DAY)


def test_a_place_that_never_opens_is_refused() -> None:
    opens, closes = windows(60)
    opens[0, -28:] = np.datetime64("NaT")
    with pytest.raises(HoursTooShort, match="Place 0 has no calling hours"):
        hours_table(opens, closes, FIRST_DAY)


def test_the_table_does_not_keep_the_arrays_it_was_made_from() -> None:
    opens, closes = windows(60)
    hours = hours_table(opens, closes, FIRST_DAY)
    opens[:] = np.datetime64("NaT")
    assert next_open(hours, np.array([0]), np.array([at("2026-01-06T00:00")]))[0] == at("2026-01-06T09:00")
