"""A trial by the API: asked for, counted, read, opened, stopped."""

from __future__ import annotations

import json
import secrets
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from keepwarm.qualification.actions.trial import run_trial
from keepwarm.qualification.tests.agreed import ask_questions
from keepwarm.qualification.tests.test_a_definition_is_tried_on_the_past import a_small_past, need_says
from keepwarm.staff.actions import Scope, make_key
from keepwarm.staff.models import User
from tests.cast import NOW, open_house

pytestmark = pytest.mark.django_db


def ask(method: str, path: str, body: Any = None, *, bearer: str) -> Any:
    headers = {"Authorization": f"Bearer {bearer}", "Idempotency-Key": secrets.token_hex(8)}
    content = None if body is None else json.dumps(body)
    return Client().generic(method, f"/api/v1{path}", content or "", content_type="application/json", headers=headers)


def key_of(user: User) -> str:
    return make_key(user, name="test", scopes=[Scope.LEAD_READ, Scope.LEAD_WRITE], by=user, now=timezone.now())[0]


def test_a_version_is_tried_and_its_figures_open_to_people() -> None:
    ask_questions()
    house = open_house()
    anna, bob, *_ = a_small_past(house)
    need_says('answer.need = "yes"')
    key = key_of(house.mona)
    asked = ask("POST", "/lead/trials", {"version": 1}, bearer=key)
    assert (asked.status_code, asked.json()["state"]) == (201, "counting")
    ref = asked.json()["trial"]
    run_trial(ref, clock=lambda: NOW)
    told = ask("GET", f"/lead/trials/{ref}", bearer=key).json()
    assert (told["state"], told["tried"]["leads"], told["tried"]["precision"]) == ("done", 2, 0.5)
    behind = ask("GET", f"/lead/trials/{ref}/inquiries?figure=leads", bearer=key).json()
    assert ([one["prospect"] for one in behind["inquiries"]], behind["count"], behind["after"]) == ([anna.ref, bob.ref], 2, 0)
    assert ask("GET", f"/lead/trials/{ref}/inquiries?figure=nonsense", bearer=key).status_code == 422


def test_a_trial_is_stopped_and_an_unknown_definition_refused() -> None:
    house = open_house()
    key = key_of(house.max)
    ref = ask("POST", "/lead/trials", {}, bearer=key).json()["trial"]
    assert ask("POST", f"/lead/trials/{ref}/stop", {}, bearer=key).json()["state"] == "stopped"
    refused = ask("POST", "/lead/trials", {"draft": "nothing"}, bearer=key)
    assert (refused.status_code, refused.json()["error"]) == (422, "There is no draft nothing.")
