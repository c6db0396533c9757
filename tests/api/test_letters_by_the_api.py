from __future__ import annotations

import json
from typing import Any

import pytest
import time_machine
from django.test import Client

from keepwarm.letters.models import Letter, LetterException
from keepwarm.staff.actions import Scope, make_key
from keepwarm.staff.models import User
from tests.cast import NOW, House, meet, open_house, user_of
from tests.writing import A_TIME, call_others, open_mail

pytestmark = pytest.mark.django_db
LETTER = {"purpose": "schedule", "subject": "Thursday?", "body": A_TIME, "overrule": "a test"}


@pytest.fixture
def house() -> House:
    house = open_house()
    open_mail()
    return house


def ask(user: User, method: str, path: str, body: dict[str, Any] | None = None, key: str = "k") -> Any:
    text, _row = make_key(user, name="test", scopes=[Scope.LETTERS_READ, Scope.LETTERS_WRITE], by=user, now=NOW)
    headers = {"Authorization": f"Bearer {text}", "Idempotency-Key": key}
    with time_machine.travel(NOW, tick=False):
        return Client().generic(method, f"/api/v1{path}", data=json.dumps(body or {}), content_type="application/json", headers=headers)


def test_a_letter_is_looked_at_sent_once_listed_and_held_back(house: House) -> None:
    anna, ines = meet(house), user_of(house.ines)
    assert ask(ines, "POST", f"/prospects/{anna.ref}/letters/check", LETTER).status_code == 200
    refused = ask(ines, "POST", f"/prospects/{anna.ref}/letters", LETTER)
    assert (refused.status_code, "Four calls" in refused.json()["error"]) == (422, True)
    call_others(house, 4)
    for _twice in range(2):
        sent = ask(ines, "POST", f"/prospects/{anna.ref}/letters", LETTER, key="once")
        assert (sent.status_code, sent.json()["state"]) == (201, "queued")
    assert Letter.objects.count() == 1
    assert [one["ref"] for one in ask(ines, "GET", "/letters").json()] == [sent.json()["ref"]]
    assert ask(user_of(house.ivo), "GET", "/letters").json() == []
    assert ask(user_of(house.ivo), "POST", f"/letters/{sent.json()['ref']}/hold-back").status_code == 404
    assert ask(ines, "POST", f"/letters/{sent.json()['ref']}/hold-back").json()["state"] == "cancelled"


def test_a_draft_is_kept_by_its_version(house: House) -> None:
    anna, ines = meet(house), user_of(house.ines)
    assert ask(ines, "GET", f"/prospects/{anna.ref}/letters/draft").status_code == 404
    kept = ask(ines, "PUT", f"/prospects/{anna.ref}/letters/draft", {"body": "Hello", "version": 0}, key="a")
    assert kept.json()["version"] == 1
    assert ask(ines, "PUT", f"/prospects/{anna.ref}/letters/draft", {"body": "Other", "version": 0}, key="b").status_code == 409


def test_who_runs_the_team_grants_and_a_marketer_writes_texts(house: House) -> None:
    body = {"seat": house.ines.ref, "because": "the fair"}
    assert ask(user_of(house.ines), "POST", "/letters/exceptions", body).status_code == 403
    assert ask(house.mona, "POST", "/letters/exceptions", body).json() == {"granted": 1}
    assert LetterException.objects.get().because == "the fair"
    assert ask(house.max, "POST", "/letters/snippets", {"name": "Hello", "text": "Hello {{given_name}}"}).status_code == 201
    assert ask(house.max, "POST", "/letters/snippets", {"name": "Bad", "text": "{{ x.y }}"}, key="l").status_code == 422
    assert [one["name"] for one in ask(user_of(house.ines), "GET", "/letters/snippets").json()] == ["Hello"]
    assert ask(user_of(house.ines), "GET", "/letters/budget").json()["letters_left"] is None
