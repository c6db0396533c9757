"""Time to the answer and to the first call: in the hours of the rep, and honest about whoever never answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import inf

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from keepwarm.lib.working_time import WorkWeek, working_minutes_between
from keepwarm.reports.queries.leads.times import Times, Worked, tell
from keepwarm.reports.tests.circle import Story, read
from tests.cast import House

WEEK = WorkWeek(zone="Europe/London", opens_minute=540, closes_minute=1020)


def test_working_time_made_ready_is_the_same_as_counted_each_time() -> None:
    begins = datetime(2024, 10, 18, 7, tzinfo=UTC)
    ends = begins + timedelta(days=1500)
    worked = Worked(WEEK, begins, ends)
    for days, hours in ((0, 3), (3, 1), (7, 40), (200, 17), (1480, 100)):
        start = begins + timedelta(days=days, hours=hours % 9)
        end = start + timedelta(hours=hours)
        assert worked.minutes(start, end) == pytest.approx(working_minutes_between(start, end, WEEK)), (days, hours)
    assert worked.minutes(begins, begins - timedelta(days=1)) == 0


def test_whoever_never_answered_is_slower_than_all_who_did() -> None:
    assert tell([]) == Times()
    assert tell([10, 30, 20]) == Times(3, 0, 20, None)
    assert tell([10, inf, inf]) == Times(3, 2, None, None)
    assert tell([*range(1, 10), inf]) == Times(10, 1, 5, 9)
    assert tell([*range(1, 9), inf, inf]) == Times(10, 2, 5, None)


def test_a_lead_passed_on_makes_nobody_faster(house: House) -> None:
    Story(house)
    told = {line.name: line for line in read().reps}
    cara, carl = told["Cara"], told["Carl"]
    # Anna after 2 h, Ben after 3 h; Dan was passed on and Eve waits, both past their time
    assert cara.to_answer == Times(4, 2, 180, None)
    # Ben at once in an hour, Dan in an hour, Cleo after a working day
    assert carl.to_answer == Times(3, 0, 60, None)
    # Anna three hours after accepting
    assert cara.to_call == Times(1, 0, 180, None)
    # Ben on the next day; Dan was never called, though that was due
    assert (carl.to_call.count, carl.to_call.never) == (2, 1)


def test_more_leads_take_no_more_reads(house: House) -> None:
    story = Story(house)
    read()
    with CaptureQueriesContext(connection) as few:
        read()
    for name in ("Gina", "Hal", "Ida"):
        story.offer(name, house.carl)
    with CaptureQueriesContext(connection) as more:
        read()
    assert len(more) == len(few) < 40
