from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Absence, Role, User

Make = Callable[..., Any]


@pytest.fixture
def now() -> datetime:
    """Views read the clock, so the house stands now."""
    return timezone.now()


def post(client: Client, path: str, data: dict[str, Any] | None = None) -> Any:
    """As a browser does: with the key that the form carried."""
    return client.post(path, {"once": f"key {path}"} | (data or {}), follow=True)


def test_the_page_says_who_is_here_and_what_they_do(house: Any, person: Make, client: Client) -> None:
    person("Paula", house.ann)
    client.force_login(house.founder)
    page = client.get("/circle/team/").content.decode()
    assert re.search(r"Ann</a>.*?inside rep.*?09:00–18:00.*?240.*?<a href=./prospects/\?owner=\w+.>1</a>.*?here", page, re.DOTALL)
    assert "Add a person" in page


def test_ill_today_moves_a_promise_and_back_again_returns_it(
    house: Any, person: Make, promise: Make, client: Client, now: datetime
) -> None:
    paula = person("Paula", house.ann)
    promise(paula, now + timedelta(minutes=30))
    client.force_login(house.ann.user)
    page = post(client, f"/circle/seats/{house.ann.ref}/ill-today/").content.decode()
    stand_in = Prospect.objects.get(pk=paula.pk).owner
    assert stand_in != house.ann
    assert f"1 with {stand_in.name}" in page
    assert "Ann is ill today" in page
    assert "one prospect with them" in post(client, f"/circle/seats/{house.ann.ref}/back/").content.decode()
    assert Prospect.objects.get(pk=paula.pk).owner == house.ann


def test_a_rep_marks_nobody_else(house: Any, client: Client) -> None:
    client.force_login(house.ann.user)
    assert client.post(f"/circle/seats/{house.ben.ref}/ill-today/").status_code == 403
    assert client.get(f"/circle/seats/{house.ann.ref}/leave/").status_code == 403
    assert not Absence.objects.exists()


def test_away_is_from_day_to_day_where_they_work(house: Any, client: Client, now: datetime) -> None:
    client.force_login(house.founder)
    first, last = (now + timedelta(days=3)).date(), (now + timedelta(days=5)).date()
    post(client, f"/circle/seats/{house.ann.ref}/away/", {"first": first, "last": last, "because": "holidays"})
    absence = Absence.objects.get()
    assert (absence.starts_at.date(), absence.ends_at.date()) == (first, last + timedelta(days=1))  # type: ignore[union-attr]
    response = post(client, f"/circle/seats/{house.ben.ref}/away/", {"first": last, "last": first})
    assert response.status_code == 422
    assert b"before the first" in response.content


def test_leaving_is_shown_before_it_is_done(house: Any, person: Make, promise: Make, client: Client, now: datetime) -> None:
    for i in range(4):
        promise(person(f"P{i}", house.ann), now + timedelta(days=1, hours=i))
    client.force_login(house.founder)
    path = f"/circle/seats/{house.ann.ref}/leave/"
    preview = client.get(path).content.decode()
    assert "4 open prospects" in preview
    assert "4 promised calls stay at their hours" in preview
    assert Prospect.objects.filter(owner=house.ann).count() == 4
    page = post(client, path, {"because": "a new job"}).content.decode()
    assert "Ann has left. 4 prospects have a new owner" in page
    assert not Prospect.objects.filter(owner=house.ann).exists()
    assert post(client, path, {"because": "a new job"}).status_code == 200


def test_a_slip_in_the_year_of_an_absence_is_said(house: Any, client: Client) -> None:
    client.force_login(house.ann.user)
    for days in ({"first": "2026-01-01", "last": "9999-12-31"}, {"first": "9999-12-31", "last": ""}, {"first": "0001-01-01", "last": ""}):
        page = post(client, f"/circle/seats/{house.ann.ref}/away/", days)
        assert (page.status_code, "Look at the year once more" in page.content.decode()) == (422, True)
    assert not Absence.objects.exists()


def test_a_colleague_is_added_and_gets_a_link_that_signs_in(house: Any, client: Client) -> None:
    client.force_login(house.founder)
    data = {"name": "Dee", "email": "dee@example.com", "roles": ["inside_rep"], "zone": "Europe/Paris"}
    page = post(client, "/staff/people/new/", data)
    dee = User.objects.get(email="dee@example.com")
    assert page.redirect_chain == [(f"/staff/people/{dee.ref}/", 302)]
    assert dee.seat.zone == "Europe/Paris"
    link = re.search(r"<code[^>]*>http://testserver(\S+)</code>", post(client, f"/staff/people/{dee.ref}/link/").content.decode())
    assert link
    stranger = Client()
    stranger.post(link[1])
    assert stranger.get("/staff/profile/").status_code == 200


def test_hours_roles_and_territories_are_changed_each_by_itself(house: Any, client: Client) -> None:
    client.force_login(house.founder)
    base = f"/staff/people/{house.ann.user.ref}"
    hours = {"zone": "Europe/Rome", "place": "IT", "days": ["0", "1"], "opens": "08:30", "closes": "16:00", "call_minutes": 90}
    assert post(client, f"{base}/hours/", hours).status_code == 200
    post(client, f"{base}/territories/", {"lines": "place IT\ntopic solar roofs"})
    post(client, f"{base}/roles/", {"roles": ["closing_rep", "inside_rep"]})
    house.ann.refresh_from_db()
    assert (house.ann.zone, house.ann.work_days, house.ann.opens_minute, house.ann.call_minutes) == ("Europe/Rome", 3, 510, 90)
    assert sorted(house.ann.territories.values_list("by", "value")) == [("place", "IT"), ("topic", "solar roofs")]
    assert User.objects.get(pk=house.ann.user.pk).has_role(Role.CLOSING_REP)
    assert post(client, f"{base}/territories/", {"lines": "nonsense"}).status_code == 422
    assert post(client, f"{base}/hours/", hours | {"opens": "17:00"}).status_code == 422


def test_a_profile_has_name_password_and_keys(house: Any, client: Client) -> None:
    me = house.ann.user
    client.force_login(me)
    post(client, "/staff/profile/", {"name": "Ann B", "zone": "Europe/Paris", "language": "en"})
    post(client, "/staff/profile/password/", {"password": "another long phrase"})
    page = post(client, "/staff/profile/keys/", {"name": "our site", "scopes": ["prospects:read"]}).content.decode()
    me.refresh_from_db()
    assert (me.name, me.check_password("another long phrase")) == ("Ann B", True)
    assert re.search(r'id="new-key">kw_\S{32}<', page)
    assert "new-key" not in client.get("/staff/profile/").content.decode()
    post(client, f"/staff/profile/keys/{me.api_keys.get().ref}/revoke/")
    assert me.api_keys.get().revoked_at is not None


def test_a_password_or_a_name_that_cannot_be_is_said(house: Any, client: Client) -> None:
    client.force_login(house.founder)
    answer = post(client, "/staff/profile/password/", {"password": ""})
    assert (answer.status_code, "errorlist" in answer.content.decode()) == (422, True)
    short = post(client, "/staff/profile/password/", {"password": "short"})
    assert (short.status_code, "errorlist" in short.content.decode()) == (422, True)
    team = house.ann.team
    said = post(client, f"/staff/teams/{team.ref}/", {"name": " "}).content.decode()
    assert "has 1 to 120 characters" in said
    assert type(team).objects.get(pk=team.pk).name == team.name
