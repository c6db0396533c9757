"""The page of the definition says that a review is due when too many leads come back, with the figures; the hand-offs tell it."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from keepwarm.handoff.actions.counting import count_returns
from keepwarm.handoff.models import HandOff
from keepwarm.policy.queries import definition_in_force
from keepwarm.qualification.models import Returns
from keepwarm.reports.queries.leads.page import review_of
from tests.cast import NOW, House, meet, open_house
from tests.leads import agree

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    house = open_house()
    agree(at=NOW - timedelta(days=20))
    return house


def answered(house: House, accepted: int, returned: int) -> None:
    """Hand-offs under the version in force that sales answered yesterday, and is done with."""
    at, number = NOW - timedelta(days=1), definition_in_force().version
    for state in ["accepted"] * accepted + ["returned"] * returned:
        HandOff.objects.create(
            state=state,
            prospect=meet(house),
            definition=number,
            offered_at=at,
            from_seat=house.ines,
            answered_at=at,
            closed_at=NOW,
            closed_as="recycled",
        )


def page(client: Client, house: House) -> str:
    client.force_login(house.mona)
    with time_machine.travel(NOW, tick=False):
        return client.get("/lead/").content.decode()


def test_too_many_came_back(house: House, client: Client) -> None:
    answered(house, 6, 4)
    count_returns(now=NOW)
    said = page(client, house)
    assert "A review is due." in said
    assert "Of 10 leads that sales answered under version 1, 4 came back: 40 %, and 30 % was agreed as too many." in said
    report = review_of(house.mona, "UTC", now=NOW)
    assert report is not None
    assert (report.back.found, report.back.among) == (4, 10)


def test_not_so_of_few_answers_or_few_returns(house: House, client: Client) -> None:
    answered(house, 5, 4)
    count_returns(now=NOW)
    assert "A review is due." not in page(client, house)
    answered(house, 10, 0)
    count_returns(now=NOW)
    assert "A review is due." not in page(client, house)
    assert Returns.objects.get().answered == 19


def test_nothing_is_written_while_nothing_is_new(house: House) -> None:
    count_returns(now=NOW)
    assert not Returns.objects.exists()
    answered(house, 1, 0)
    count_returns(now=NOW)
    count_returns(now=NOW + timedelta(hours=1))
    assert Returns.objects.get().counted_at == NOW
