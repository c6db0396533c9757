from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from keepwarm.site.background import list_periodic
from keepwarm.site.tasks import NIGHT_PLANNED, latest_two_oclock, plan_the_night
from keepwarm.staff.actions import NewPerson, found_house
from keepwarm.staff.models import AuditRow

BERLIN = ZoneInfo("Europe/Berlin")
FOUNDED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def found_in_berlin() -> None:
    found_house(NewPerson(name="Ann", email="ann@example.com", zone="Europe/Berlin"), now=FOUNDED)


@pytest.mark.django_db
def test_it_is_planned_after_two_where_the_house_is_and_not_twice() -> None:
    found_in_berlin()
    plan_the_night(now=datetime(2026, 3, 3, 0, 30, tzinfo=UTC))  # half past one in Berlin: of the night before
    for minute in (5, 10, 15):
        plan_the_night(now=datetime(2026, 3, 3, 1, minute, tzinfo=UTC))
    planned = AuditRow.objects.filter(what=NIGHT_PLANNED).values_list("at", flat=True).order_by("at")
    assert list(planned) == [datetime(2026, 3, 3, 0, 30, tzinfo=UTC), datetime(2026, 3, 3, 1, 5, tzinfo=UTC)]


@pytest.mark.django_db
def test_an_empty_house_is_not_planned() -> None:
    plan_the_night(now=FOUNDED)
    assert not AuditRow.objects.exists()


@pytest.mark.parametrize("start", [datetime(2026, 3, 28, 22, tzinfo=UTC), datetime(2026, 10, 24, 21, tzinfo=UTC)])
def test_a_clock_change_neither_skips_nor_doubles_the_night(start: datetime) -> None:
    quarters = [start + timedelta(minutes=15 * step) for step in range(4 * 24)]
    nights = {latest_two_oclock(moment, BERLIN).date() for moment in quarters}
    assert nights == {(start - timedelta(days=1)).astimezone(BERLIN).date() + timedelta(days=day) for day in (0, 1, 2)} & nights
    assert len(nights) == 2


def test_every_room_s_periodic_work_has_its_own_name() -> None:
    names = [work.name for work in list_periodic()]
    assert "site.plan_the_night" in names
    assert len(names) == len(set(names))
