"""Five thousand people whose past nobody knows: the first mornings are normal ones, and nobody waits longer than is allowed."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from keepwarm.intake.spreading import open_spreader
from keepwarm.intake.tests.lists import bring_in, row
from keepwarm.policy.queries import policy_in_force
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Absence
from tests.cast import NOW, House, open_house

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return open_house()


def days_of(house: House, count: int, *, may_be_called: bool = True) -> Counter[str]:
    """How many first touches of one owner fall on each day."""
    spreader = open_spreader(policy_in_force(), now=NOW)
    moments = [spreader.moment(house.ines.pk, may_be_called=may_be_called) for _ in range(count)]
    return Counter(moment.date().isoformat() for moment in moments)


def test_a_list_of_old_inquiries_is_spread_by_the_minutes_of_the_reps(house: House, tmp_path: Path) -> None:
    rows = [row(f"Ann{place} Lee{place}", "", "", f"+44 113 49{place:05}", "01.03.2025") for place in range(120)]
    bring_in(tmp_path, rows)
    days = Counter(Prospect.objects.values_list("owner__name", "next_touch_at__date"))
    assert Prospect.objects.filter(next_step="call").count() == 120
    assert max(days.values()) <= 240 // 8
    assert min(day for _, day in days) > NOW.date()


def test_five_thousand_are_even_over_the_days_and_none_waits_too_long(house: House) -> None:
    days = days_of(house, 5000)
    last = (NOW + timedelta(days=60)).date().isoformat()
    assert max(days) <= last
    assert max(days.values()) - min(days.values()) <= 15
    assert not any(day in days for day in ("2026-11-18", "2026-11-21", "2026-11-22"))


def test_what_a_seat_has_planned_already_is_left_room(house: House, tmp_path: Path) -> None:
    rows = [row(f"Ann{place} Lee{place}", "", "", f"+44 113 49{place:05}", "01.03.2025") for place in range(30)]
    bring_in(tmp_path, rows)
    planned = Counter(str(day) for day in Prospect.objects.filter(owner=house.ines).values_list("next_touch_at__date", flat=True))
    more = days_of(house, 10)
    assert all(planned[day] + more[day] <= 15 for day in more)


def test_days_on_which_the_owner_is_away_are_left_out(house: House) -> None:
    Absence.objects.create(seat=house.ines, kind="away", starts_at=NOW, ends_at=NOW + timedelta(days=7))
    assert min(days_of(house, 20)) >= "2026-11-25"


def test_who_may_not_be_called_is_spread_over_the_longest_silence(house: House) -> None:
    days = days_of(house, 600, may_be_called=False)
    assert max(days.values()) <= 14
    assert max(days) <= (NOW + timedelta(days=60)).date().isoformat()
