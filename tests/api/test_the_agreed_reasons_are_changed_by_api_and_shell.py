"""The agreed reasons to give a lead back: changed by the API and the shell as on the page, by whoever runs the team."""

import json
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner
from django.test import Client
from django.utils import timezone

from keepwarm.cli.handoff import command
from keepwarm.handoff.models import ReturnReason
from keepwarm.handoff.refusals import NoSuchReason, UnknownReason
from keepwarm.staff.actions import Scope, make_key
from keepwarm.staff.models import AuditRow, User
from tests.cast import House, open_house, user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return open_house()


def send(method: str, path: str, body: Any = None, *, by: User) -> Any:
    bearer = make_key(by, name="test", scopes=list(Scope), by=by, now=timezone.now())[0]
    headers = {"Authorization": f"Bearer {bearer}", "Idempotency-Key": uuid4().hex}
    return Client().generic(method, f"/api/v1{path}", json.dumps(body) if body else "", "application/json", headers=headers)


def run(*words: str) -> Any:
    return json.loads(CliRunner().invoke(command, ["reasons", *words, "--json"], catch_exceptions=False).output)


def test_by_the_api(house: House) -> None:
    assert send("GET", "/return-reasons", by=house.mona).json() == []
    made = send("POST", "/return-reasons", {"label": "Bought elsewhere"}, by=house.mona)
    assert (made.status_code, made.json()) == (
        201,
        {"key": "bought_elsewhere", "label": "Bought elsewhere", "goes": "back", "retired_at": None},
    )
    changed = send("PUT", "/return-reasons/no_budget", {"label": "No money", "goes": "other_rep"}, by=house.mona).json()
    assert (changed["label"], changed["goes"]) == ("No money", "other_rep")
    assert send("POST", "/return-reasons/no_room/retire", by=house.mona).json()["retired_at"]
    assert [one["key"] for one in send("GET", "/return-reasons", by=house.max).json()][-2:] == ["bought_elsewhere", "no_room"]
    assert send("POST", "/return-reasons/no_room/restore", by=house.mona).json()["retired_at"] is None
    assert list(AuditRow.objects.filter(what__startswith="return_reason").values_list("by__name", flat=True)) == ["Mona"] * 4


def test_what_the_page_refuses_the_api_refuses_and_nothing_is_written(house: House) -> None:
    new = {"label": "Bought elsewhere"}
    assert send("POST", "/return-reasons", new, by=house.max).status_code == 403
    assert send("POST", "/return-reasons", new, by=user_of(house.cara)).status_code == 403
    assert send("POST", "/return-reasons", {"label": "no budget"}, by=house.mona).status_code == 422
    assert send("POST", "/return-reasons", {"label": "  "}, by=house.mona).status_code == 422
    assert send("POST", "/return-reasons", {"label": "x", "goes": "away"}, by=house.mona).status_code == 422
    assert send("POST", "/return-reasons/nothing/retire", by=house.mona).status_code == 404
    assert not ReturnReason.objects.exists()


def test_by_the_shell(house: House) -> None:
    mona = ("--as", "mona@house.example")
    assert run("add", "Bought elsewhere", "--goes", "other_rep", *mona)["key"] == "bought_elsewhere"
    assert run("change", "no_budget", "No money", "--goes", "back", *mona)["label"] == "No money"
    assert run("retire", "no_room")["retired_at"]
    assert run("restore", "no_room")["retired_at"] is None
    assert {one["label"] for one in run("list")} >= {"No money", "Bought elsewhere", "No room now"}
    with pytest.raises(NoSuchReason):
        run("retire", "nothing")
    with pytest.raises(UnknownReason, match="under 120"):
        run("add", "x" * 121)
    for one in ReturnReason.objects.exclude(key="no_need"):
        run("retire", one.key)
    with pytest.raises(UnknownReason, match="Keep one"):
        run("retire", "no_need")
