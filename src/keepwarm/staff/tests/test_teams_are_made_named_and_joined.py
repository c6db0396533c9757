"""Teams: made, renamed with their pool, and joined from the person's page; an hour of a seat has its price."""

import pytest
from django.test import Client

from keepwarm.staff.actions import SeatRefused, make_team, rename_team, set_rate
from keepwarm.staff.models import AuditRow, Seat, Team
from keepwarm.staff.queries import NotYours
from tests.cast import NOW, House, open_house, user_of


@pytest.fixture
def house(db: None) -> House:
    return open_house()


@pytest.fixture
def manager(house: House, client: Client) -> Client:
    client.force_login(house.mona)
    return client


def test_a_team_is_made_with_its_pool_and_renamed_with_it(house: House, manager: Client) -> None:
    assert manager.post("/staff/teams/", {"name": " Key  accounts "}).status_code == 302
    team = Team.objects.get(name="Key accounts")
    assert manager.post(f"/staff/teams/{team.ref}/", {"name": "Large firms"}).status_code == 302
    assert Seat.objects.get(team=team, kind=Seat.Kind.TEAM).name == "Large firms"
    assert "Large firms" in manager.get("/staff/teams/").content.decode()
    assert AuditRow.objects.filter(what="team_renamed").count() == 1


def test_a_name_is_taken_once(house: House, manager: Client) -> None:
    first = Team.objects.order_by("pk").first()
    assert first is not None
    answer = manager.post("/staff/teams/", {"name": first.name})
    assert (answer.status_code, Team.objects.filter(name=first.name).count()) == (422, 1)
    other = make_team("Another", by=None, now=NOW)
    with pytest.raises(SeatRefused, match="already"):
        rename_team(other, first.name, by=None, now=NOW)
    with pytest.raises(SeatRefused, match="needs a name"):
        rename_team(other, "  ", by=None, now=NOW)


def test_a_person_moves_to_another_team_and_keeps_what_they_own(house: House, manager: Client) -> None:
    other = make_team("Another", by=None, now=NOW)
    ines = user_of(house.ines)
    assert manager.post(f"/staff/people/{ines.ref}/team/", {"team": other.ref}).status_code == 302
    house.ines.refresh_from_db()
    assert house.ines.team == other
    assert ines.name in manager.get("/staff/teams/").content.decode()


@pytest.mark.parametrize(("rate", "currency", "minor"), [("48.50", "chf", 4850), ("5000", "JPY", 5000), ("12.5", "KWD", 12_500)])
def test_an_hour_has_its_price_in_minor_units(house: House, manager: Client, rate: str, currency: str, minor: int) -> None:
    person = user_of(house.ines)
    assert manager.post(f"/staff/people/{person.ref}/rate/", {"rate": rate, "currency": currency}).status_code == 302
    house.ines.refresh_from_db()
    assert (house.ines.hour_minor, house.ines.currency) == (minor, currency.upper())
    assert f'value="{rate}' in manager.get(f"/staff/people/{person.ref}/").content.decode()
    assert manager.post(f"/staff/people/{person.ref}/rate/", {"rate": "10", "currency": "12!"}).status_code == 422


def test_only_who_runs_the_team_does_this(house: House) -> None:
    rep = user_of(house.ines)
    for act in (
        lambda: make_team("Mine", by=rep, now=NOW),
        lambda: rename_team(Team.objects.earliest("pk"), "Mine", by=rep, now=NOW),
        lambda: set_rate(house.ines, 1, "EUR", by=rep, now=NOW),
    ):
        with pytest.raises(NotYours):
            act()
