from __future__ import annotations

import pytest
from django.test import Client

from keepwarm.staff.models import Role, Team, User

pytestmark = pytest.mark.django_db
FOUNDER = {"name": "Fay", "email": "fay@example.com", "password": "a long enough phrase", "zone": "Europe/London"}


def test_an_empty_house_shows_its_guide_instead_of_signing_in(client: Client) -> None:
    assert client.get("/")["Location"] == "/welcome/"
    assert b"Let us open the house" in client.get("/welcome/").content


def test_the_guide_speaks_one_language_whatever_the_browser_asks_for(client: Client) -> None:
    page = client.get("/welcome/", headers={"Accept-Language": "de-DE"}).content.decode()
    assert "Your name" in page
    assert "Ihr Name" not in page
    refused = client.post("/welcome/", FOUNDER | {"password": "short"}, headers={"Accept-Language": "de-DE"})
    assert "too short" in refused.content.decode()


def test_the_first_user_is_signed_in_and_sees_what_comes_next(client: Client) -> None:
    response = client.post("/welcome/", FOUNDER, follow=True)
    assert response.redirect_chain == [("/welcome/", 302)]
    assert b"Who is to be called?" in response.content
    assert User.objects.get().has_role(Role.ADMIN)
    assert client.get("/")["Location"] == "/welcome/"


def test_what_is_wrong_is_said_and_nobody_is_made(client: Client) -> None:
    response = client.post("/welcome/", FOUNDER | {"password": "short"})
    assert response.status_code == 422
    assert b"too short" in response.content
    assert not User.objects.exists()
    assert not Team.objects.exists()


def test_a_house_is_founded_once(client: Client) -> None:
    client.post("/welcome/", FOUNDER)
    client.logout()
    assert client.post("/welcome/", FOUNDER | {"email": "eve@example.com"})["Location"].startswith("/account/login/")
    assert User.objects.count() == 1


def test_the_setup_leads_to_every_part(client: Client) -> None:
    client.post("/welcome/", FOUNDER)
    page = client.get("/setup/").content.decode()
    for path in ("/circle/team/", "/staff/teams/", "/policy/", "/lead/", "/hand-offs/reasons/", "/staff/profile/"):
        assert path in page
        assert client.get(path).status_code == 200
