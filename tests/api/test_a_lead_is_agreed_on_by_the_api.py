"""What a lead is, drafted and signed by the API: the same rules as on the page."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from keepwarm.qualification.tests.agreed import ask_questions
from keepwarm.staff.actions import Scope, make_key
from keepwarm.staff.models import User
from tests.cast import House, open_house, user_of

pytestmark = pytest.mark.django_db
BIG = {
    "name": "big",
    "label": "Big enough",
    "group": "fit",
    "condition": "answer.machines >= 10",
    "evidence": ["conversation"],
    "required": True,
}


@pytest.fixture
def house() -> House:
    ask_questions()
    return open_house()


class Caller:
    """Somebody with a key; each write has a name of its own."""

    def __init__(self, user: User) -> None:
        self.key = make_key(user, name="k", scopes=[Scope.LEAD_READ, Scope.LEAD_WRITE], by=user, now=timezone.now())[0]
        self.count = 0

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        self.count += 1
        headers = {"Authorization": f"Bearer {self.key}", "Idempotency-Key": f"{path}-{self.count}"[-60:]}
        data = "" if body is None else json.dumps(body)
        return Client().generic(method, f"/api/v1{path}", data, content_type="application/json", headers=headers)


def test_drafted_by_one_signed_by_two_and_in_force(house: House) -> None:
    max_, cara = Caller(house.max), Caller(user_of(house.cara))
    assert max_.ask("GET", "/lead").json()["provisional"]
    draft = max_.ask("POST", "/lead/drafts", {"criteria": [BIG]})
    assert draft.status_code == 201, draft.content
    ref, revision = draft.json()["ref"], draft.json()["revision"]
    cara.ask("POST", f"/lead/drafts/{ref}/comments", {"text": "Good"})
    stale = max_.ask("PUT", f"/lead/drafts/{ref}", {"criteria": [], "revision": revision - 1})
    assert (stale.status_code, "“Big enough” is new" in stale.json()["error"]) == (409, True)
    assert cara.ask("POST", f"/lead/drafts/{ref}/sign", {"side": "marketing", "revision": revision}).status_code == 403
    for who, side in ((max_, "marketing"), (cara, "sales")):
        assert who.ask("POST", f"/lead/drafts/{ref}/sign", {"side": side, "revision": revision}).status_code == 200
    held = max_.ask("GET", "/lead").json()
    assert (held["version"], [one["words"] for one in held["criteria"]]) == (1, ["“Machines” is at least 10"])
    assert [one["number"] for one in max_.ask("GET", "/lead/versions").json()] == [1]


def test_a_draft_is_written_anew_only_by_whoever_says_what_they_read(house: House) -> None:
    max_, cara = Caller(house.max), Caller(user_of(house.cara))
    draft = max_.ask("POST", "/lead/drafts", {"criteria": [BIG]}).json()
    refused = max_.ask("PUT", f"/lead/drafts/{draft['ref']}", {"criteria": []})
    assert (refused.status_code, "the newest is 2" in refused.json()["error"]) == (409, True)
    assert max_.ask("GET", f"/lead/drafts/{draft['ref']}").json()["criteria"] == draft["criteria"]
    other = max_.ask("POST", "/lead/drafts", {"criteria": [BIG]}).json()
    for who, side in ((max_, "marketing"), (cara, "sales")):
        who.ask("POST", f"/lead/drafts/{other['ref']}/sign", {"side": side, "revision": other["revision"]})
    changed = max_.ask("PUT", f"/lead/drafts/{draft['ref']}", {"criteria": [BIG | {"label": "Huge"}], "revision": draft["revision"]}).json()
    assert (changed["newer_version"], changed["warning"][:57]) == (1, "Version 1 came into force since this was begun. Signed as")


def test_what_cannot_be_is_a_sentence(house: House) -> None:
    max_ = Caller(house.max)
    wrong = max_.ask("POST", "/lead/drafts", {"criteria": [BIG | {"condition": "answer.machines >="}]})
    assert wrong.status_code == 422
    assert max_.ask("GET", "/lead/drafts/x").status_code == 404
    unknown = max_.ask("POST", "/lead/drafts", {"criteria": [BIG | {"condition": "answer.nobody is known"}]}).json()
    assert "which this house does not have" in unknown["problems"][0]["sentence"]
    refused = max_.ask("POST", f"/lead/drafts/{unknown['ref']}/sign", {"side": "marketing", "revision": unknown["revision"]})
    assert refused.status_code == 422
