"""What came in, and what it means, by the API: the same lists and the same choices as on the page."""

from __future__ import annotations

import json
from typing import Any

import pytest
import time_machine
from django.test import Client

from keepwarm.inbox.models import Received
from keepwarm.staff.actions import Scope, make_key
from keepwarm.staff.models import User
from tests.cast import NOW, House, meet, open_house, user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return open_house()


def ask(user: User, method: str, path: str, body: dict[str, Any] | None = None, key: str = "k") -> Any:
    text, _row = make_key(user, name="test", scopes=[Scope.PROSPECTS_READ, Scope.TOUCHES_WRITE], by=user, now=NOW)
    headers = {"Authorization": f"Bearer {text}", "Idempotency-Key": key}
    with time_machine.travel(NOW, tick=False):
        return Client().generic(method, f"/api/v1{path}", data=json.dumps(body or {}), content_type="application/json", headers=headers)


def test_a_reply_is_listed_shown_and_given_its_kind_once(house: House) -> None:
    row = Received.objects.create(hashed="", size=1, received_at=NOW, state="waits", subject="Obst", text="Birnen", prospect=meet(house))
    ines, ivo = user_of(house.ines), user_of(house.ivo)
    assert [one["ref"] for one in ask(ines, "GET", "/inbox").json()] == [row.ref]
    assert ask(ines, "GET", f"/inbox/{row.ref}").json()["text"] == "Birnen"
    assert ask(ivo, "GET", "/inbox").json() == []
    assert ask(ivo, "GET", f"/inbox/{row.ref}").status_code == 404
    assert ask(ivo, "POST", f"/inbox/{row.ref}/kind", {"kind": "question"}).status_code == 404
    for _twice in range(2):
        assert ask(ines, "POST", f"/inbox/{row.ref}/kind", {"kind": "question"}, key="once").json()["kind"] == "question"
    again = ask(ines, "POST", f"/inbox/{row.ref}/kind", {"kind": "interested"}, key="other")
    assert (again.status_code, "nothing to choose" in again.json()["error"]) == (422, True)


@pytest.mark.parametrize("body", [{}, {"kind": "nothing"}, {"kind": "bounce"}, {"kind": "not_now", "wake_on": "soon"}])
def test_what_is_no_kind_of_reply_is_refused(house: House, body: dict[str, str]) -> None:
    row = Received.objects.create(hashed="", size=1, received_at=NOW, state="waits", prospect=meet(house))
    assert ask(user_of(house.ines), "POST", f"/inbox/{row.ref}/kind", body).status_code == 422
    row.refresh_from_db()
    assert row.state == "waits"
