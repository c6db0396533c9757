"""A marketer arrives at what came back, what waits for sales, who is to be offered, and who is to hear from us today."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from keepwarm.decisions.actions import settle
from keepwarm.handoff.actions import give_back, offer
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Seat, User
from tests.cast import NOW, House, meet, user_of
from tests.leads import a_lead, agree

SignIn = Callable[[Seat | User], Client]


@pytest.fixture
def day(house: House) -> House:
    """Ben came back from sales, Cleo waits for them, Dan is a lead that nobody has offered, Eve is to hear from us today."""
    agree()
    for name in ("Ben", "Cleo", "Dan"):
        a_lead(
            house,
            f"{name} Arnold",
            phone="",
            email=f"{name.lower()}@x.example",
            at=NOW - timedelta(days=3),
            inquired_at=NOW - timedelta(days=4),
        )
    found = {one: _pk(f"{one} Arnold") for one in ("Ben", "Cleo")}
    ben = offer(found["Ben"], by=house.max, now=NOW - timedelta(days=2), to_seat=house.cara)
    wake_at = NOW + timedelta(days=40)
    give_back(ben.ref, reason="no_budget", words="after the summer", wake_at=wake_at, by=user_of(house.cara), now=NOW - timedelta(days=1))
    offer(found["Cleo"], by=house.max, now=NOW - timedelta(hours=1), to_seat=house.carl)
    eve = meet(house, "Eve Arnold", phone="", email="eve@x.example")
    settle([eve.pk], by=None, now=NOW)
    Prospect.objects.filter(pk=eve.pk).update(next_step="keep_warm", next_touch_at=NOW, first_due_at=NOW)
    return house


def test_everything_stands_on_the_page_one_arrives_at(day: House, sign_in: SignIn) -> None:
    client = sign_in(day.max)
    assert client.get("/")["Location"] == "/marketing/"
    page = client.get("/marketing/").content.decode()
    came_back, rest = page.split("Who came back, and why?")[1].split("What waits for sales?")
    waits, rest = rest.split("Who is a lead, and not offered yet?")
    ready, due = rest.split("Who is to hear from us today?")
    assert "Ben Arnold" in came_back
    assert "after the summer" in came_back
    assert "Cleo Arnold" in waits
    assert "Carl is asked" in waits
    assert "Dan Arnold" in ready
    assert "Offer to sales" in ready
    assert "Eve Arnold" in due
    assert "Cleo Arnold" not in due


def test_an_empty_morning_says_so(house: House, sign_in: SignIn) -> None:
    page = sign_in(house.max).get("/marketing/").content.decode()
    assert "Nothing waits this morning" in page
    assert "have not agreed what a lead is" in page


def test_it_is_no_door_of_a_reps(day: House, sign_in: SignIn) -> None:
    assert sign_in(day.ines).get("/marketing/").status_code == 403


def _pk(name: str) -> int:
    return Prospect.objects.values_list("pk", flat=True).get(name=name)
