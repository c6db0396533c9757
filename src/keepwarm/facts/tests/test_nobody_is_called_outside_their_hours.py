"""Calling hours by hand: for each place and moment whether a call may ring. The policy is 9 to 18, working days."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepwarm.engine.calling import closes_at, is_open, next_open
from keepwarm.engine.policy import Policy
from keepwarm.facts.hours import CallingHours, calling_hours
from keepwarm.facts.law import common, law_rows, lawful_hours, rows_in_force
from keepwarm.prospects.places import parse_hours_key

BERLIN, LONDON, PARIS = "DE|Europe/Berlin", "GB|Europe/London", "FR|Europe/Paris"
NEW_YORK, LOS_ANGELES, KENTUCKY = "US-NY|America/New_York", "US-CA|America/Los_Angeles", "US-KY|America/New_York"
TOLL_FREE = "US|America/Adak,America/New_York,Pacific/Honolulu"
AUSTRALIA = "AU|Australia/Lord_Howe,Australia/Perth,Australia/Sydney"
TORONTO, DUBAI, KOLKATA = "CA-ON|America/Toronto", "AE|Asia/Dubai", "IN|Asia/Kolkata"
RUSSIA = "RU|Asia/Anadyr,Europe/Kaliningrad"
KEYS = (BERLIN, LONDON, PARIS, NEW_YORK, LOS_ANGELES, KENTUCKY, TOLL_FREE, AUSTRALIA, TORONTO, DUBAI, KOLKATA, RUSSIA)
WIDE = Policy(call_opens_minute=0, call_closes_minute=1440)
FIRST = date(2026, 1, 5)

CASES = """
DE 2026-01-14T07:59 no   winter: 8:59 in Berlin
DE 2026-01-14T08:00 yes  9:00
DE 2026-01-14T16:59 yes  17:59
DE 2026-01-14T17:00 no   18:00 is closed
DE 2026-07-15T06:59 no   summer: 8:59
DE 2026-07-15T07:00 yes  9:00
DE 2026-07-15T15:59 yes  17:59
DE 2026-07-15T16:00 no   18:00
DE 2026-03-27T08:00 yes  Friday before summer time
DE 2026-03-28T10:00 no   Saturday
DE 2026-03-29T10:00 no   the Sunday of the gap
DE 2026-03-30T07:00 yes  Monday after it: an hour earlier in UTC
DE 2026-10-26T07:30 no   Monday after summer time: 8:30
DE 2026-10-26T08:00 yes  9:00
DE 2026-01-01T10:00 no   table begins later, and New Year
DE 2026-04-03T10:00 no   Good Friday
DE 2026-04-06T10:00 no   Easter Monday
DE 2026-05-01T10:00 no   Labour Day
DE 2026-10-03T10:00 no   Unity Day, a Saturday
DE 2026-12-25T10:00 no   Christmas
DE 2026-12-28T10:00 yes  the Monday after
GB 2026-01-14T08:59 no   8:59 in London
GB 2026-01-14T09:00 yes  9:00
GB 2026-07-15T08:00 yes  summer: 9:00
GB 2026-07-15T17:00 no   18:00
GB 2026-05-25T10:00 no   Spring bank holiday
GB 2026-03-30T08:00 yes  Monday after the gap
GB 2026-10-26T08:30 no   Monday after summer time
FR 2026-01-14T08:30 no   9:30 in Paris: from 10 on only
FR 2026-01-14T09:00 yes  10:00, before the break
FR 2026-01-14T11:59 yes  12:59
FR 2026-01-14T12:00 no   the break begins
FR 2026-01-14T12:30 no   the midday break, 13:30
FR 2026-01-14T13:00 yes  14:00
FR 2026-01-14T16:59 yes  17:59
FR 2026-01-14T17:00 no   the house closes
FR 2026-07-14T13:00 no   Bastille Day
NY 2026-01-14T13:59 no   8:59 in New York
NY 2026-01-14T14:00 yes  9:00
NY 2026-01-14T22:59 yes  17:59
NY 2026-01-14T23:00 no   18:00
NY 2026-03-09T13:00 yes  Monday after the American gap: 9:00
NY 2026-03-06T13:30 no   Friday before it: 8:30
NY 2026-11-02T13:30 no   Monday after the American fold: 8:30
NY 2026-11-26T16:00 no   Thanksgiving
NY 2026-07-03T16:00 no   Independence Day observed
CA 2026-01-14T16:59 no   8:59 in Los Angeles
CA 2026-01-14T17:00 yes  9:00
CA 2026-01-15T01:59 yes  17:59, a day later in UTC
CA 2026-01-15T02:00 no   18:00
KY 2026-01-14T14:30 no   9:30 in Kentucky: from 10 on
KY 2026-01-14T15:00 yes  10:00
US 2026-01-14T18:59 no   8:59 in Hawaii
US 2026-01-14T19:00 yes  9:00 in Hawaii, 14:00 in New York
US 2026-01-14T22:59 yes  17:59 in New York
US 2026-01-14T23:00 no   18:00 in New York
US 2026-07-15T18:30 no   8:30 in Hawaii
US 2026-07-15T19:00 yes  9:00 in Hawaii, 15:00 in New York
US 2026-07-15T22:00 no   18:00 in New York
AU 2026-01-14T00:59 no   8:59 in Perth
AU 2026-01-14T01:00 yes  9:00 in Perth, 12:00 in Sydney and on Lord Howe
AU 2026-01-14T07:00 no   18:00 in Sydney
AU 2026-07-15T07:00 yes  winter there: 17:00 in Sydney
AU 2026-07-15T07:30 no   18:00 on Lord Howe, half an hour ahead
ON 2026-07-01T15:00 no   Canada Day
ON 2026-01-14T14:00 yes  9:00 in Toronto
AE 2026-01-14T06:00 yes  10:00 in Dubai
AE 2026-01-17T06:00 no   Saturday
IN 2026-01-14T03:29 no   8:59 in India
IN 2026-01-14T03:30 yes  9:00
IN 2026-01-26T06:00 no   Republic Day
RU 2026-01-14T12:00 no   no common hour: Kaliningrad to Anadyr
?? 2026-01-14T09:59 no   unknown place, house in London: as strict as any law
?? 2026-01-14T10:00 yes  10:00
?? 2026-01-14T13:30 no   somewhere it may be the midday break
?? 2026-01-14T17:59 yes  17:59
?? 2026-01-17T10:00 no   Saturday
""".strip().splitlines()
NAMES = {"DE": BERLIN, "GB": LONDON, "FR": PARIS, "NY": NEW_YORK, "CA": LOS_ANGELES, "KY": KENTUCKY, "US": TOLL_FREE, "AU": AUSTRALIA}
NAMES |= {"ON": TORONTO, "AE": DUBAI, "IN": KOLKATA, "RU": RUSSIA, "??": ""}


@cache
def table(policy: Policy = Policy()) -> CallingHours:  # noqa: B008 - frozen
    """The hours of all places of these tests."""
    return calling_hours(KEYS, from_day=FIRST, policy=policy, home_zones=("Europe/London",))


def may_ring(key: str, at: datetime, policy: Policy = Policy()) -> bool:  # noqa: B008 - frozen
    """Whether a call may ring there at that moment."""
    built = table(policy)
    if key in built.never:
        return False
    moment = np.array([np.datetime64(at.astimezone(UTC).replace(tzinfo=None), "s")])
    return bool(is_open(built.hours, built.rows_of([key]), moment)[0])


@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join(case.split()[:2]))
def test_a_call_rings_only_when_house_law_and_every_zone_allow_it(case: str) -> None:
    name, moment, answer = case.split()[:3]
    assert may_ring(NAMES[name], datetime.fromisoformat(moment).replace(tzinfo=UTC)) == (answer == "yes"), case


@given(st.sampled_from(KEYS), st.datetimes(datetime(2026, 1, 6), datetime(2027, 1, 6), timezones=st.just(UTC)), st.booleans())  # noqa: DTZ001
def test_never_outside_what_each_zone_and_the_law_allow(key: str, at: datetime, wide: bool) -> None:
    policy = WIDE if wide else Policy()
    if not may_ring(key, at, policy):
        return
    place, zones = parse_hours_key(key)
    for zone in zones:
        there = at.astimezone(ZoneInfo(zone))
        minute = there.hour * 60 + there.minute
        assert there.weekday() < 5
        assert policy.call_opens_minute <= minute < policy.call_closes_minute
        assert any(opens <= minute < closes for opens, closes in lawful_hours(place, there.date(), weekday=there.weekday()))


def test_a_key_without_a_common_hour_is_named_and_one_without_a_zone_is_the_strictest() -> None:
    built = table()
    assert built.never == {RUSSIA}
    assert list(built.rows_of(["", "XX|Nowhere/Land", BERLIN])) == [0, 0, built.rows[BERLIN]]


def test_the_table_goes_on_opening_to_its_end() -> None:
    built = table()
    late = np.datetime64(FIRST + timedelta(days=395), "s")
    opening = next_open(built.hours, built.rows_of(KEYS), np.full(len(KEYS), late))
    assert (opening - late < np.timedelta64(6, "D")).all()


def test_a_team_around_the_world_calls_the_unknown_in_its_first_zone() -> None:
    built = calling_hours((), from_day=FIRST, policy=Policy(), home_zones=("Asia/Tokyo", "America/Los_Angeles"))
    moment = np.array([np.datetime64("2026-01-14T01:00", "s")])  # 10:00 in Tokyo
    assert bool(is_open(built.hours, np.zeros(1, np.int32), moment)[0])


def test_a_state_narrows_its_country_and_an_unknown_country_gets_the_strictest() -> None:
    day = date(2026, 1, 18)
    assert lawful_hours("US-CT", day, weekday=2) == ((540, 1200),)
    assert lawful_hours("US-AL", day, weekday=6) == ()
    assert lawful_hours("US", day, weekday=6) == ((480, 1260),)
    assert lawful_hours("ZZ", day, weekday=2) == ((540, 1080),)
    assert lawful_hours("ZZ", day, weekday=5) == ()
    assert [row.place for row in rows_in_force("US-MD", date(2023, 6, 1))] == ["US"]
    assert [row.place for row in rows_in_force("US-MD", date(2024, 6, 1))] == ["US", "US-MD"]


def test_whoever_may_be_anywhere_is_called_only_when_every_row_allows_it() -> None:
    day = date(2026, 1, 14)
    unknown = lawful_hours("", day, weekday=2)
    for row in law_rows():
        assert common(unknown, row.weekdays) == unknown, row.place
    assert not any(lawful_hours("", day, weekday=weekday) for weekday in (5, 6))
    assert lawful_hours("", day, weekday=2, is_holiday=True) == ()


def test_a_break_closes_a_call_and_opens_again() -> None:
    built = table()
    rows = built.rows_of([PARIS] * 3)
    asked = np.array(["2026-01-14T08:00", "2026-01-14T11:00", "2026-01-14T12:30"], "datetime64[s]")
    assert next_open(built.hours, rows, asked).astype(str).tolist() == ["2026-01-14T09:00:00", "2026-01-14T11:00:00", "2026-01-14T13:00:00"]
    assert closes_at(built.hours, rows, asked).astype(str).tolist() == ["2026-01-14T12:00:00", "2026-01-14T12:00:00", "2026-01-14T17:00:00"]


def test_every_row_of_the_law_has_its_source_and_sound_hours() -> None:
    for row in law_rows():
        assert row.source
        assert row.known_from in {"official", "secondary", "memory", "ours"}
        assert row.looked_at >= row.since
        for windows in (row.weekdays, row.saturday, row.sunday, row.holidays):
            assert all(0 <= opens < closes <= 1440 for opens, closes in windows)
            assert common(windows, ((0, 1440),)) == windows
