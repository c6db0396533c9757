"""Segments are saved, counted, read, changed and retired by the API and by `keepwarm segment`, as on their pages."""

from __future__ import annotations

import json
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner
from django.test import Client

from keepwarm.cli.main import keepwarm
from keepwarm.lib.refusal import Refusal
from keepwarm.segments.models import Segment
from keepwarm.staff.actions import Scope, make_key
from tests.cast import NOW, House, open_house, user_of
from tests.keeping import warm

pytestmark = pytest.mark.django_db
PUMPS = "interest.pumps = yes"


@pytest.fixture
def house() -> House:
    house = open_house()
    warm(house, "Anna Arnold", interests=["pumps"])
    warm(house, "Bert Bauer", interests=["pumps"])
    warm(house, "Carla Cole", interests=["valves"])
    return house


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def key_of(house: House, *, rep: bool = False) -> str:
    user = user_of(house.ines) if rep else house.max
    return make_key(user, name="test", scopes=[Scope.SEGMENTS_READ, Scope.SEGMENTS_WRITE], by=user, now=NOW)[0]


def ask(token: str, method: str, path: str, body: Any = None, *, once: str = "") -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {token}", **({"Idempotency-Key": once} if once else {})}
    got = getattr(Client(), method)(f"/api/v1{path}", body, content_type="application/json", headers=headers)
    return got.status_code, got.json() if got.content else None


def test_saved_counted_read_changed_and_retired(house: House) -> None:
    token = key_of(house)
    status, made = ask(token, "post", "/segments", {"name": "Pumps", "condition": PUMPS}, once="one")
    assert (status, made["version"], made["retired"]) == (201, 1, False)
    assert ask(token, "post", "/segments", {"name": "Pumps", "condition": PUMPS}, once="one")[1]["ref"] == made["ref"]
    assert Segment.objects.count() == 1
    assert ask(token, "get", f"/segments/{made['ref']}/count")[1]["count"] == 2
    people = ask(token, "get", f"/segments/{made['ref']}/people")[1]
    assert ([one["name"] for one in people["people"]], people["after"]) == (["Anna Arnold", "Bert Bauer"], 0)
    assert [one["ref"] for one in ask(token, "get", "/segments")[1]] == [made["ref"]]
    changed = {"name": "Valves", "condition": "interest.valves = yes", "version": 1}
    assert ask(token, "put", f"/segments/{made['ref']}", changed, once="two")[1]["version"] == 2
    assert ask(token, "put", f"/segments/{made['ref']}", changed, once="three")[0] in {409, 422}
    assert ask(token, "get", f"/segments/{made['ref']}/count")[1]["count"] == 1
    assert ask(token, "post", f"/segments/{made['ref']}/retire", {"version": 2}, once="four")[1]["retired"] is True
    assert ask(token, "get", "/segments")[1] == []


def test_what_cannot_be_meant_is_said_and_nothing_is_saved(house: House) -> None:
    token = key_of(house)
    status, problem = ask(token, "post", "/segments", {"name": "Odd", "condition": "answer.nobody_asked = yes"}, once="one")
    assert status == 422
    assert problem
    assert ask(token, "post", "/segments/count", {"condition": "this is ( no condition"})[0] == 422
    assert ask(token, "get", "/segments/nothing")[0] == 404
    assert not Segment.objects.exists()


def test_a_rep_counts_and_saves_nothing(house: House) -> None:
    token = key_of(house, rep=True)
    assert ask(token, "post", "/segments/count", {"condition": PUMPS})[0] == 200
    assert ask(token, "post", "/segments", {"name": "Mine", "condition": PUMPS}, once="one")[0] == 403
    assert not Segment.objects.exists()


def shell(*words: str) -> Any:
    return CliRunner().invoke(keepwarm, ["segment", *words])


def test_the_shell_does_the_same(house: House) -> None:
    saved = shell("add", "Pumps", PUMPS, "--as", house.max.email, "--json")
    assert (saved.exit_code, json.loads(saved.output)["people"]) == (0, "2")
    assert "Pumps" in shell("list").output
    shown = json.loads(shell("show", "Pumps", "--json").output)
    assert [one["name"] for one in shown["first"]] == ["Anna Arnold", "Bert Bauer"]
    assert json.loads(shell("count", "Pumps", "--json").output)["count"] == 2
    assert "1 people" in shell("count", "interest.valves = yes").output
    assert json.loads(shell("show", "Pumps", "--alike", "--json").output)["portrait"]["words"]
    assert json.loads(shell("suggest", "--json").output) is not None


def test_a_bad_condition_in_the_shell_is_a_sentence(house: House) -> None:
    got = shell("add", "Odd", "answer.nobody_asked = yes")
    assert got.exit_code != 0
    assert not Segment.objects.exists()


def test_the_shell_changes_and_retires_too(house: House) -> None:
    shell("add", "Pumps", PUMPS)
    changed = json.loads(shell("change", "Pumps", "--condition", "interest.valves = yes", "--as", house.max.email, "--json").output)
    assert (changed["name"], changed["version"], changed["people"]) == ("Pumps", 2, "1")
    assert shell("change", "Pumps", "--condition", "answer.nobody_asked = yes").exit_code != 0
    assert "Valves" in shell("change", "Pumps", "--name", "Valves").output
    assert shell("retire", "Valves", "--as", user_of(house.ines).email).exit_code != 0
    assert "Retired Valves" in shell("retire", "Valves").output
    assert json.loads(shell("list", "--json").output) == []


@pytest.mark.parametrize("condition", ["touch.any.in >= 999999 days ago", f"attempts > {'9' * 400}", 'firm = "a\0b"'])
def test_what_no_calendar_and_no_database_can_hold_is_refused_by_every_door(house: House, condition: str) -> None:
    token = key_of(house)
    assert ask(token, "post", "/segments/count", {"condition": condition})[0] == 422
    assert ask(token, "post", "/segments", {"name": "Odd", "condition": condition}, once="one")[0] == 422
    if "\0" not in condition:  # no shell can pass it
        assert isinstance(shell("count", condition).exception, Refusal)
    assert not Segment.objects.exists()
