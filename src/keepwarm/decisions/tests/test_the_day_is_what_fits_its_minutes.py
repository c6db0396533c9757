"""What does not fit the minutes of a day gets a new date with its reason; promises and choices stay."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from keepwarm.decisions.actions import choose, log_touch, plan, settle
from keepwarm.decisions.batch import Choice, NewTouch
from keepwarm.decisions.models import Deferral
from keepwarm.decisions.queries import todays_queue
from keepwarm.prospects.models import Prospect
from tests.cast import NOW, House, meet, open_house, user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    house = open_house()
    house.ines.call_minutes = 24  # three calls of eight minutes
    house.ines.save()
    return house


def many(house: House, count: int) -> list[Prospect]:
    people = [
        meet(house, f"Person {number}", phone=f"+44113496{number:04d}", email="", inquired_at=NOW - timedelta(days=5))
        for number in range(count)
    ]
    settle([one.pk for one in people], by=None, now=NOW)
    return people


def test_only_what_fits_is_left_in_the_queue(house: House) -> None:
    many(house, 8)
    assert plan(now=NOW).call == 8
    queue = todays_queue(for_=user_of(house.ines), now=NOW)
    assert len(queue.now) == 3
    assert Deferral.objects.filter(because="no room that day", by__isnull=True).count() == 5


def test_what_does_not_fit_is_spread_over_the_working_days_to_come(house: House) -> None:
    many(house, 14)
    plan(now=NOW)
    days = [
        at.astimezone(ZoneInfo("Europe/London")).date().isoformat()
        for at in Prospect.objects.filter(next_touch_at__gt=NOW + timedelta(hours=12)).values_list("next_touch_at", flat=True)
        if at is not None
    ]
    assert sorted(days) == ["2026-11-19"] * 3 + ["2026-11-20"] * 3 + ["2026-11-23"] * 3 + ["2026-11-24"] * 2


def test_overdue_still_counts_from_the_first_date(house: House) -> None:
    people = many(house, 5)
    first = {one.pk: Prospect.objects.get(pk=one.pk).first_due_at for one in people}
    plan(now=NOW)
    moved = Prospect.objects.filter(deferrals__isnull=False).latest("pk")
    assert moved.first_due_at == first[moved.pk]
    assert moved.postponed == 0


def test_promises_and_choices_are_never_moved(house: House) -> None:
    people = many(house, 6)
    for one in people[:4]:
        promised = NewTouch(one.pk, "phone", "out", "someone_else", NOW, house.ines.pk, call_back_at=NOW + timedelta(hours=2))
        log_touch(promised, by=None, now=NOW)
    choose(people[4].pk, Choice("call", NOW + timedelta(hours=1)), by=house.ines.user, now=NOW)
    plan(now=NOW)
    moved = set(Deferral.objects.values_list("prospect_id", flat=True))
    assert moved == {people[5].pk}


def test_planning_twice_changes_nothing_more(house: House) -> None:
    many(house, 8)
    plan(now=NOW)
    before = list(Prospect.objects.values_list("pk", "version", "next_touch_at"))
    plan(now=NOW)
    assert list(Prospect.objects.values_list("pk", "version", "next_touch_at")) == before
