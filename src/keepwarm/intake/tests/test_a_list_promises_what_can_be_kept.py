"""A column of a list is not somebody on the phone: it promises nobody the hour beyond what its reps have minutes for."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from keepwarm.decisions.actions import plan
from keepwarm.intake.actions.new_person import NewPerson, take_in
from keepwarm.intake.tests.lists import Row, bring_in, row
from keepwarm.prospects.models import Prospect
from keepwarm.touches.models import Inquiry, Signal
from tests.cast import NOW, House, open_house

pytestmark = pytest.mark.django_db
A_DAY = 240 * 0.5 // 8
"""Calls of a list that one rep's day takes."""
TODAY = "18.11.2026"


@pytest.fixture
def house() -> House:
    return open_house()


def people(count: int, date: str, wish: str = "yes", *, start: int = 0) -> list[Row]:
    return [row(f"Ann{at} Lee{at}", "", "", f"+44 113 49{at:05}", date, "", "", wish) for at in range(start, start + count)]


def promised() -> int:
    return Signal.objects.open().filter(kind="contact_asked").count()


def calls_by_day() -> Counter[tuple[str, str]]:
    rows = Prospect.objects.filter(next_step="call").values_list("owner__name", "next_touch_at")
    return Counter((name, at.date().isoformat()) for name, at in rows if at is not None)


def test_an_undated_wish_for_contact_is_a_call_soon_and_no_promise(house: House, tmp_path: Path) -> None:
    bring_in(tmp_path, people(300, "01.03.2025", ""))
    bring_in(tmp_path, people(20, "", start=300), source="Wishes")
    wished = Prospect.objects.filter(inquiries__wants_contact=True)
    assert promised() == 0
    assert set(wished.values_list("next_step", flat=True)) == {"call"}
    assert set(wished.values_list("next_touch_at__date", flat=True)) == {NOW.date() + timedelta(days=1)}
    assert Inquiry.objects.filter(wants_contact=True).count() == 20


def test_many_undated_wishes_are_fitted_to_the_minutes_of_the_reps(house: House, tmp_path: Path) -> None:
    bring_in(tmp_path, people(200, ""))
    assert promised() == 0
    assert max(calls_by_day().values()) <= A_DAY
    assert min(day for _, day in calls_by_day()) > NOW.date().isoformat()


def test_of_many_who_asked_today_so_many_are_promised_the_hour_as_can_be_called(house: House, tmp_path: Path) -> None:
    bring_in(tmp_path, people(200, TODAY))
    reps = Prospect.objects.values("owner").distinct().count()
    assert promised() == reps * A_DAY
    later = Prospect.objects.exclude(because_rule="contact_asked")
    assert set(later.values_list("because_rule", flat=True)) == {"first_call"}


def test_the_first_morning_of_a_list_of_today_is_a_normal_one(house: House, tmp_path: Path) -> None:
    bring_in(tmp_path, people(400, TODAY, ""))
    assert max(calls_by_day().values()) <= 2 * A_DAY
    plan(now=NOW + timedelta(days=1))
    assert max(calls_by_day().values()) <= 2 * A_DAY


def test_who_asks_by_hand_is_promised_the_hour(house: House) -> None:
    take_in(NewPerson("Ann Lee", phones=("+441134960001",), wants_contact=True), by=house.ines.user, now=NOW)
    assert promised() == 1
