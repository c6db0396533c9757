"""The house of the desk's tests: its people, the questions of a lead, Anna who is to be called, and readers at a fixed moment."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from keepwarm.answers.models import Question
from keepwarm.decisions.actions import settle
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Seat, User
from tests.cast import NOW, House, meet, open_house

ASKED = {
    "need": "What would have to be better in a year?",
    "authority": "Who decides about this with you?",
    "timing": "By when should it run?",
    "budget": "What would that be allowed to cost?",
}


@pytest.fixture
def at_work() -> Iterator[time_machine.Traveller]:
    """The clock stands at a Wednesday morning, and goes on."""
    with time_machine.travel(NOW) as traveller:
        yield traveller


@pytest.fixture
def house(db: None, at_work: time_machine.Traveller) -> House:
    """Everyone who works here, and the questions they ask."""
    for place, (key, words) in enumerate(ASKED.items()):
        Question.objects.update_or_create(
            key=key, defaults={"label": key.capitalize(), "group": key, "ask": words, "asked": True, "position": place}
        )
    return open_house()


@pytest.fixture
def anna(house: House) -> Prospect:
    """Inquired four days ago, and is to be called by Ines."""
    prospect = meet(house, firm="Arnold Ltd", inquired_at=NOW - timedelta(days=4))
    settle([prospect.pk], by=None, now=NOW)
    prospect.refresh_from_db()
    return prospect


@pytest.fixture
def sign_in(client: Client) -> Callable[[Seat | User], Client]:
    """A reader who is signed in."""

    def enter(who: Seat | User) -> Client:
        user = who.user if isinstance(who, Seat) else who
        assert user is not None
        client.force_login(user)
        return client

    return enter
