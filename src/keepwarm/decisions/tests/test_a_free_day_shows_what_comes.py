"""On a day without calls the queue shows the next day that has any; what is overdue and closed today stands there too."""

from datetime import date, datetime, timedelta

import pytest

from keepwarm.decisions.actions import log_touch, settle
from keepwarm.decisions.batch import NewTouch
from keepwarm.decisions.queries import todays_queue
from tests.cast import NOW, House, meet, user_of

pytestmark = pytest.mark.django_db
SATURDAY = datetime.fromisoformat("2026-11-21T10:00:00+00:00")
MONDAY = date(2026, 11, 23)


def test_on_saturday_mondays_calls_are_shown(house: House) -> None:
    late = meet(house, "Anna Arnold", inquired_at=NOW - timedelta(days=10))
    settle([late.pk], by=None, now=SATURDAY)
    queue = todays_queue(for_=user_of(house.ines), now=SATURDAY)
    assert not queue.lines
    assert (queue.ahead_on, [line.name for line in queue.ahead]) == (MONDAY, ["Anna Arnold"])


def test_while_a_call_is_due_today_nothing_of_tomorrow_is_shown(house: House) -> None:
    anna = meet(house)
    log_touch(
        NewTouch(anna.pk, "phone", "out", "someone_else", NOW, house.ines.pk, call_back_at=NOW + timedelta(hours=2)), by=None, now=NOW
    )
    queue = todays_queue(for_=user_of(house.ines), now=NOW)
    assert [line.name for line in queue.promised] == ["Anna Arnold"]
    assert (queue.ahead, queue.ahead_on) == ((), None)


def test_an_empty_house_has_nothing_ahead(house: House) -> None:
    assert todays_queue(for_=user_of(house.ines), now=NOW).ahead == ()
