"""`N`: a name and a number are enough; who is known already gets an inquiry and no second row."""

import pytest
from django.test import Client

from keepwarm.prospects.models import Prospect
from keepwarm.prospects.search import find
from keepwarm.staff.models import User
from keepwarm.touches.models import Inquiry, Signal
from tests.cast import House, open_house, user_of

pytestmark = pytest.mark.django_db
URL = "/intake/new/"
ANNA = {"name": "Anna Whitfield", "organization": "Example Mills", "phone": "0113 496 0042", "wants": "A quote", "keep": "on", "once": "k1"}


@pytest.fixture
def house() -> House:
    """The standing people."""
    return open_house()


def sign_in(client: Client, user: User) -> Client:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_name_and_a_number_become_a_prospect_with_owner_next_touch_and_place(house: House, client: Client) -> None:
    answer = sign_in(client, user_of(house.ines)).post(URL, {**ANNA, "wants_contact": "on"})
    anna = Prospect.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/prospects/{anna.ref}/")
    assert (anna.owner, anna.place, anna.next_step) == (house.ines, "GB", "call")
    assert anna.next_touch_at is not None
    assert Signal.objects.filter(prospect=anna, kind="contact_asked").exists()
    assert Inquiry.objects.get().text == "A quote"
    assert [row.name for row in find("mills whit 0042", for_=None).rows] == ["Anna Whitfield"]


def test_the_same_form_sent_twice_adds_nothing(house: House, client: Client) -> None:
    sign_in(client, user_of(house.ines))
    first, again = client.post(URL, ANNA), client.post(URL, ANNA)
    assert first["Location"] == again["Location"]
    assert Inquiry.objects.count() == 1


def test_who_is_known_already_gets_a_second_inquiry(house: House, client: Client) -> None:
    sign_in(client, user_of(house.ines)).post(URL, ANNA)
    sign_in(client, house.mona).post(URL, {**ANNA, "phone": "+44 113 4960042", "wants": "A visit", "once": "k2"})
    assert Prospect.objects.get().owner == house.ines
    assert sorted(Inquiry.objects.values_list("text", flat=True)) == ["A quote", "A visit"]


def test_a_manager_without_a_seat_has_it_shared_out(house: House, client: Client) -> None:
    answer = sign_in(client, house.mona).get(URL)
    assert b'name="keep"' not in answer.content
    client.post(URL, {"email": "anna@mills.example"})
    anna = Prospect.objects.get()
    assert anna.owner in {house.ines, house.ivo}
    assert anna.name == "anna"


def test_a_tick_is_a_permission_with_its_proof(house: House, client: Client) -> None:
    sign_in(client, user_of(house.ines)).post(URL, {**ANNA, "permits_mailing": "on"})
    permission = Prospect.objects.get().permissions.get()
    assert (permission.channel, permission.kind) == ("mailing", "express")
    assert "Ines" in permission.proof


@pytest.mark.parametrize("wrong", [{}, {"name": " "}, {"phone": "tomorrow"}, {"name": "Anna", "email": "anna@"}, {"phone": "12"}])
def test_what_names_nobody_is_shown_again_with_the_reason_and_nothing_is_written(
    house: House, client: Client, wrong: dict[str, str]
) -> None:
    answer = sign_in(client, user_of(house.ines)).post(URL, wrong)
    assert answer.status_code == 422
    assert b"errorlist" in answer.content
    assert not Prospect.objects.exists()


@pytest.mark.parametrize(("looked_for", "field"), [("Anna W", "name"), ("0113 496 0042", "phone"), ("a@b.example", "email")])
def test_what_was_looked_for_in_vain_begins_the_form(house: House, client: Client, looked_for: str, field: str) -> None:
    form = sign_in(client, user_of(house.ines)).get(URL, {"name": looked_for}).context["form"]
    assert form[field].value() == looked_for


def test_a_director_reads_and_adds_nobody(house: House, client: Client) -> None:
    assert sign_in(client, house.dora).post(URL, ANNA).status_code == 403
    assert not Prospect.objects.exists()
