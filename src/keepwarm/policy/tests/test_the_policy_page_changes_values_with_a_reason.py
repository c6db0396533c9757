from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from keepwarm.policy.queries import policy_in_force
from keepwarm.staff.models import Role, RoleGrant, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client: Client) -> Client:
    user = User.objects.create(email="mo@example.com", name="Mo", joined_at=timezone.now())
    RoleGrant.objects.create(user=user, role=Role.MANAGER)
    client.force_login(user)
    return client


def typed(page: str) -> dict[str, Any]:
    """The form as the page shows it."""
    inputs = re.findall(r"<input[^>]*>", page)
    found = {}
    for one in inputs:
        name, value = re.search(r'name="(\w+)"', one), re.search(r'value="([^"]*)"', one)
        if name and value and 'type="checkbox"' not in one and name[1] not in {"csrfmiddlewaretoken", "q", "next"}:
            found[name[1]] = value[1]
    return found


def test_the_page_shows_each_value_with_its_source(manager: Client) -> None:
    page = manager.get("/policy/").content.decode()
    assert "audit of 2,241 firms" in page
    assert typed(page)["email_share"] == "20"
    assert typed(page)["call_opens_minute"] == "09:00"


def test_only_what_was_changed_changes(manager: Client) -> None:
    form = typed(manager.get("/policy/").content.decode())
    response = manager.post(
        "/policy/", form | {"email_share": "15", "call_opens_minute": "08:30", "cold_calls": "on", "because": "A trial"}
    )
    assert response.status_code == 302
    policy = policy_in_force()
    assert (policy.version, policy.email_share, policy.call_opens_minute, policy.cold_calls, policy.call_attempts) == (
        1,
        0.15,
        510,
        True,
        6,
    )
    page = manager.get("/policy/").content.decode()
    assert "Mo, " in page
    assert "A trial" in page
    assert "20 % became 15 %." in page
    assert "no became yes." in page


def test_one_is_said_of_one(manager: Client) -> None:
    page = manager.get("/policy/").content.decode()
    assert "1 working day<" in page
    assert "3 days<" in page
    assert ">1 days<" not in page


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"because": ""}, "required"),
        ({"call_attempts": "99"}, "less than or equal to 30"),
        ({"voicemails": "9", "because": "x"}, "must not be more than"),
        ({"because": "x"}, "Nothing is different"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_changes(manager: Client, change: dict[str, str], sentence: str) -> None:
    form = typed(manager.get("/policy/").content.decode())
    response = manager.post("/policy/", form | change)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert policy_in_force().version == 0


def test_a_page_that_was_overtaken_is_refused(manager: Client) -> None:
    form = typed(manager.get("/policy/").content.decode())
    manager.post("/policy/", form | {"gap_days": "4", "because": "first", "once": "another window"})
    assert b"meanwhile" in manager.post("/policy/", form | {"gap_days": "5", "because": "second"}).content
