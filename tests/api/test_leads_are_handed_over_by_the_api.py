"""Offer, accept, return and recycle over JSON: the same rules, and two at once told apart by 409."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from keepwarm.policy.models import DefinitionVersion
from keepwarm.prospects.models import Prospect
from keepwarm.staff.actions import Scope, make_key
from keepwarm.staff.models import Seat, User
from tests.cast import House, open_house, user_of
from tests.leads import a_lead, agree

pytestmark = pytest.mark.django_db
Ask = Callable[..., Any]


@pytest.fixture
def house(db: None) -> House:
    house = open_house()
    agree(at=timezone.now() - timedelta(days=9))
    return house


@pytest.fixture
def ask() -> Ask:
    """Asks with the key of whoever is named; every write with a key of its own."""
    client, counter = Client(), iter(range(1000))

    def send(method: str, path: str, body: Any = None, *, bearer: str) -> Any:
        headers = {"Authorization": f"Bearer {bearer}", "Idempotency-Key": f"k{next(counter)}"}
        return client.generic(method, f"/api/v1{path}", "" if body is None else json.dumps(body), "application/json", headers=headers)

    return send


def key_of(who: User | Seat) -> str:
    user = user_of(who) if isinstance(who, Seat) else who
    return make_key(user, name="test", scopes=list(Scope), by=user, now=timezone.now())[0]


def test_a_lead_goes_to_sales_and_home_again(ask: Ask, house: House) -> None:
    anna = a_lead(house, at=timezone.now() - timedelta(hours=1))
    marketing, cara = key_of(house.max), key_of(house.cara)
    made = ask("POST", f"/prospects/{anna.ref}/handoff", {"why": "they move"}, bearer=marketing)
    assert (made.status_code, made.json()["rep"], made.json()["why"]) == (201, "Cara", "they move")
    ref = made.json()["ref"]
    assert ask("POST", f"/prospects/{anna.ref}/handoff", {}, bearer=marketing).status_code == 409
    assert ask("POST", f"/handoffs/{ref}/accept", {}, bearer=key_of(house.carl)).status_code == 404
    assert ask("POST", f"/handoffs/{ref}/accept", {}, bearer=cara).json()["state"] == "accepted"
    assert ask("POST", f"/handoffs/{ref}/accept", {}, bearer=key_of(house.mona)).status_code == 409
    until = (timezone.now() + timedelta(days=30)).isoformat()
    put_back = {"until": until, "reason": "no_budget"}
    uncalled = ask("POST", f"/prospects/{anna.ref}/recycle", put_back, bearer=cara)
    assert "why stop now?" in uncalled.json()["error"]
    back = ask("POST", f"/prospects/{anna.ref}/recycle", put_back | {"because": "the plant closes"}, bearer=cara)
    assert (back.status_code, back.json()["owner"], back.json()["rule"]) == (200, "Ines", "recycled")
    assert [one["closed_as"] for one in ask("GET", "/handoffs?state=accepted", bearer=marketing).json()] == ["recycled"]


def test_the_brief_is_read_the_words_approved_and_another_rep_asked(ask: Ask, house: House) -> None:
    anna, boss = a_lead(house, at=timezone.now() - timedelta(hours=1)), key_of(house.mona)
    words = {"introduce": "call", "introduction": "Cara plans such houses."}
    made = ask("POST", f"/prospects/{anna.ref}/handoff", {"to": "carl@house.example", **words}, bearer=key_of(house.ines)).json()
    assert (made["rep"], made["introduce"]) == ("Carl", "call")
    ref = made["ref"]
    brief = ask("GET", f"/handoffs/{ref}/brief", bearer=key_of(house.carl)).json()
    assert (brief["name"], [one["text"] for one in brief["told"]][:1]) == ("Anna Arnold", ["fewer stops"])
    assert ask("GET", f"/handoffs/{ref}/brief", bearer=key_of(house.sven)).status_code == 404
    assert ask("POST", f"/handoffs/{ref}/approve", {"introduction": "Cara plans them."}, bearer=key_of(house.carl)).status_code == 403
    assert ask("POST", f"/handoffs/{ref}/approve", {"introduction": "Cara plans them."}, bearer=key_of(house.max)).status_code == 200
    assert ask("POST", f"/handoffs/{ref}/pass-on", {}, bearer=key_of(house.carl)).status_code == 403
    for to, sentence in (("ines@house.example", "Ines does not sell here"), ("nobody@house.example", "Nobody with the address")):
        refused = ask("POST", f"/handoffs/{ref}/pass-on", {"to": to}, bearer=boss)
        assert (refused.status_code, sentence in refused.json()["error"]) == (422, True)
    assert ask("POST", f"/handoffs/{ref}/pass-on", {}, bearer=boss).json()["rep"] == "Cara"


def test_it_comes_back_for_an_agreed_reason_only(ask: Ask, house: House) -> None:
    anna = a_lead(house, at=timezone.now() - timedelta(hours=1))
    ref = ask("POST", f"/prospects/{anna.ref}/handoff", {}, bearer=key_of(house.ines)).json()["ref"]
    boss = key_of(house.mona)
    refused = ask("POST", f"/handoffs/{ref}/return", {"reason": "boredom"}, bearer=boss)
    assert (refused.status_code, "no_budget" in refused.json()["error"]) == (422, True)
    assert ask("POST", f"/handoffs/{ref}/return", {"reason": "no_budget"}, bearer=boss).json()["return_reason"] == "no_budget"
    assert ask("GET", f"/handoffs/{ref}", bearer=key_of(house.sven)).status_code == 404


def test_a_reason_that_says_too_little_needs_words(ask: Ask, house: House) -> None:
    anna, boss = a_lead(house, at=timezone.now() - timedelta(hours=1)), key_of(house.mona)
    until = (timezone.now() + timedelta(days=30)).isoformat()
    for reason, sentence in (("lost_to", "Lost to whom?"), ("other", "What is it?"), ("returned", "for one of these reasons")):
        refused = ask("POST", f"/prospects/{anna.ref}/recycle", {"until": until, "reason": reason}, bearer=boss)
        assert (refused.status_code, sentence in refused.json()["error"]) == (422, True)
    Prospect.objects.update(reached=0, attempts=2, next_step="call")
    refused = ask("POST", f"/prospects/{anna.ref}/recycle", {"until": until, "reason": "not_now"}, bearer=boss)
    assert "fewer attempts than agreed" in refused.json()["error"]
    said = {"until": until, "reason": "not_now", "because": "their assistant said so"}
    assert ask("POST", f"/prospects/{anna.ref}/recycle", said, bearer=boss).status_code == 200


def test_without_a_signed_definition_the_offer_is_refused_in_a_sentence(ask: Ask, house: House) -> None:
    DefinitionVersion.objects.all().delete()
    anna = a_lead(house, at=timezone.now() - timedelta(hours=1))
    refused = ask("POST", f"/prospects/{anna.ref}/handoff", {}, bearer=key_of(house.max))
    assert (refused.status_code, "Agree on what a lead is first" in refused.json()["error"]) == (422, True)


def test_a_manager_gives_an_accepted_lead_to_another_closing_rep(ask: Ask, house: House) -> None:
    anna, boss = a_lead(house, at=timezone.now() - timedelta(hours=1)), key_of(house.mona)
    ref = ask("POST", f"/prospects/{anna.ref}/handoff", {}, bearer=boss).json()["ref"]
    ask("POST", f"/handoffs/{ref}/accept", {}, bearer=key_of(house.cara))
    to_carl = {"to": "carl@house.example", "because": "Cara has too many"}
    assert ask("POST", f"/prospects/{anna.ref}/give", to_carl, bearer=key_of(house.cara)).status_code == 403
    assert ask("POST", f"/prospects/{anna.ref}/give", to_carl, bearer=boss).json()["owner"] == "Carl"
    assert ask("GET", f"/handoffs/{ref}", bearer=boss).json()["rep"] == "Carl"
    for to, sentence in (("ines@house.example", "Ines does not sell"), ("nobody@house.example", "Nobody with the address")):
        refused = ask("POST", f"/prospects/{anna.ref}/give", {"to": to, "because": "knows them"}, bearer=boss)
        assert (refused.status_code, sentence in refused.json()["error"]) == (422, True)
