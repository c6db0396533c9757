"""The front door: a rep at the desk, whoever manages or directs at the report of whom we talked to, the others at the list."""

import pytest
from django.test import Client

from keepwarm.staff.models import Role, RoleGrant, User
from tests.cast import House, meet, open_house, user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    """With somebody in the conversation: else it is the guide that one is shown."""
    house = open_house()
    meet(house, "Anna Arnold")
    return house


def way_in(client: Client, user: User) -> str:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get("/")["Location"]


def test_each_arrives_at_their_own_first_page(house: House, client: Client) -> None:
    assert way_in(client, user_of(house.ines)) == "/desk/"
    assert way_in(client, house.mona) == way_in(client, house.dora) == "/reports/morning/"
    assert way_in(client, house.max) == "/marketing/"
    assert way_in(client, house.adam) == "/prospects/"


def test_a_manager_who_also_calls_arrives_at_the_desk(house: House, client: Client) -> None:
    RoleGrant.objects.create(user=house.mona, role=Role.CLOSING_REP)
    assert way_in(client, house.mona) == "/desk/"
