"""The pages of the house: a seminar is planned, opened, changed; who came is ticked on the list, at the door and by the code."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from keepwarm.seminars.models import Guest, Seminar
from tests.cast import NOW, House, open_house, user_of
from tests.gatherings import STARTS_AT, join, open_for
from tests.writing import open_mail

pytestmark = pytest.mark.django_db
WRITTEN = {
    "title": "Fewer stops",
    "day": "2026-11-26",
    "clock": "10:00",
    "zone": "Europe/Berlin",
    "minutes": "60",
    "seats": "20",
    "place": "Town hall",
}
AFTER = STARTS_AT + timedelta(hours=3)


@pytest.fixture
def house() -> House:
    open_mail()
    return open_house()


def test_a_seminar_is_planned_and_opened(house: House, client: Client) -> None:
    client.force_login(house.max)
    with time_machine.travel(NOW):
        made = client.post("/seminars/new/", WRITTEN)
        seminar = Seminar.objects.get()
        assert made["Location"] == f"/seminars/{seminar.ref}/"
        assert "Nobody outside sees it" in client.get(made["Location"]).content.decode()
        client.post(f"/seminars/{seminar.ref}/open/")
        assert "Fewer stops" in client.get("/seminars/").content.decode()
        assert client.get(f"/seminars/{seminar.ref}/edit/").context["form"]["clock"].value().hour == 10


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"day": "2027-03-28", "clock": "02:30"}, "the clocks go forward over it"),
        ({"day": "2026-10-25", "clock": "02:30"}, "Say which of the two it is"),
        ({"seats": "0"}, "greater than or equal to 1"),
        ({"link": "javascript:alert(1)"}, "begins with https://"),
        ({"title": " "}, "required"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_the_rest_is_kept(house: House, client: Client, wrong: dict[str, str], said: str) -> None:
    client.force_login(house.max)
    answer = client.post("/seminars/new/", {**WRITTEN, **wrong})
    assert (answer.status_code, Seminar.objects.exists()) == (422, False)
    page = answer.content.decode()
    assert said in page
    assert "Town hall" in page


def test_the_doubled_hour_is_asked_about_and_taken_as_said(house: House, client: Client) -> None:
    client.force_login(house.max)
    doubled = {**WRITTEN, "day": "2027-10-31", "clock": "02:30"}
    assert 'name="which"' in client.post("/seminars/new/", doubled).content.decode()
    client.post("/seminars/new/", {**doubled, "which": "second"})
    assert f"{Seminar.objects.get().starts_at:%H:%M}" == "01:30"


def test_who_came_is_ticked_on_the_list_at_the_door_and_by_the_code(house: House, client: Client) -> None:
    seminar = open_for(house, seats=5)
    guests = [join(seminar, name) for name in ("Anke Erste", "Bert Zweite", "Cleo Dritte")]
    client.force_login(house.max)
    with time_machine.travel(AFTER):
        client.post(f"/seminars/{seminar.ref}/attended/", {"guest": [guests[0].ref]})
        assert "Bert Zweite" in client.get(f"/seminars/{seminar.ref}/door/?find=bert").content.decode()
        client.post(f"/seminars/{seminar.ref}/attended/", {"guest": [guests[1].ref], "from": "door"})
        path = f"/seminars/door/guest/{guests[2].ref}/"
        assert "Cleo Dritte" in client.get(path).content.decode()
        assert Guest.objects.filter(attended_at__isnull=False).count() == 2
        client.post(path)
        assert "Is here." in client.get(path).content.decode()
        assert Guest.objects.filter(attended_at__isnull=False).count() == 3
        client.post(path + "back/")
        assert Guest.objects.filter(attended_at__isnull=False).count() == 2


def test_a_rep_sees_seminars_and_only_guests_of_their_own(house: House, client: Client) -> None:
    seminar = open_for(house)
    guest = join(seminar, "Gerd Gast")
    other = house.ivo if guest.prospect.owner_id == house.ines.pk else house.ines
    client.force_login(user_of(other))
    page = client.get(f"/seminars/{seminar.ref}/").content.decode()
    assert ("Fewer stops" in page, "Gerd Gast" in page, "Open the sign-up" in page) == (True, False, False)
    assert client.post(f"/seminars/{seminar.ref}/attended/", {"guest": guest.ref}).status_code == 403
