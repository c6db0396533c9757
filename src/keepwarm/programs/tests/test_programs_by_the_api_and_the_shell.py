"""The API and the command line show and do what the pages show and do."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client
from django.utils import timezone

from keepwarm.cli.program import command
from keepwarm.content.models import Item
from keepwarm.programs.actions import choose_turns
from keepwarm.programs.models import Program
from keepwarm.staff.actions import Scope, make_key
from tests.cast import NOW, House, open_house
from tests.keeping import DAY, item, next_turn, run_program, warm
from tests.writing import open_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(time_machine: Any) -> House:
    time_machine.move_to(NOW - DAY, tick=True)
    house = open_house()
    open_mail()
    run_program(house, "Pumps", "pumps")
    item("Guide", "pumps", worth=90)
    item("Other", "pumps", worth=20)
    return house


def ask(house: House, method: str, path: str, body: Any = None, *, key: str = "k1") -> Any:
    scopes = [Scope.PROGRAMS_READ, Scope.PROGRAMS_WRITE]
    text, _row = make_key(house.max, name="a test", scopes=scopes, by=house.max, now=timezone.now())
    headers = {"Authorization": f"Bearer {text}", "Idempotency-Key": key}
    call = getattr(Client(), method)
    return (
        call(f"/api/v1{path}", data=body, content_type="application/json", headers=headers)
        if body
        else call(f"/api/v1{path}", headers=headers)
    )


def test_the_api_shows_programs_the_day_and_what_comes_next(house: House) -> None:
    anna = warm(house, interests=["pumps"])
    choose_turns(now=timezone.now())
    (program,) = ask(house, "get", "/programs").json()
    assert (program["name"], program["people"], program["items"]) == ("Pumps", 1, 2)
    day = ask(house, "get", "/programs/tomorrow").json()
    assert (day["count"], day["groups"][0]["what"], day["turns"][0]["name"]) == (1, "Guide", "Anna Arnold")
    shown = ask(house, "get", f"/programs/{program['ref']}").json()
    assert [one["title"] for one in shown["items"]] == ["Guide", "Other"]
    assert ask(house, "get", f"/prospects/{anna.ref}/next").json()["what"] == "Guide"
    assert ask(house, "get", "/programs/nothing").status_code == 404


def test_the_api_stops_and_changes_once(house: House) -> None:
    anna = warm(house, interests=["pumps"])
    choose_turns(now=timezone.now())
    turn = next_turn(anna)
    other = Item.objects.get(title="Other")
    body = {"item": other.ref, "because": "better for her"}
    assert ask(house, "post", f"/turns/{turn.ref}/change", body).json()["what"] == "Other"
    stopped = ask(house, "post", f"/turns/{turn.ref}/stop", {"because": "not now"}, key="k2")
    assert stopped.status_code == 200
    assert ask(house, "post", f"/turns/{turn.ref}/stop", {"because": "not now"}, key="k2").json() == stopped.json()
    assert ask(house, "post", f"/turns/{turn.ref}/stop", {"because": "not now"}, key="k3").status_code == 422


def test_the_shell_lists_shows_and_stops(house: House) -> None:
    anna = warm(house, interests=["pumps"])
    run = CliRunner().invoke
    assert "1 planned" in run(command, ["choose"]).output
    (line,) = json.loads(run(command, ["list", "--json"]).output)
    assert line["name"] == "Pumps"
    assert "Guide" in run(command, ["show", line["ref"]]).output
    day = json.loads(run(command, ["tomorrow", "--as", house.max.email, "--json"]).output)
    assert day["count"] == 1
    assert "Guide" in run(command, ["tomorrow", "--as", house.max.email]).output
    by = ["--because", "a test", "--as", house.max.email]
    assert "Stopped" in run(command, ["stop", next_turn(anna).ref, *by]).output
    assert "It is stopped" in run(command, ["stop", line["ref"], *by]).output
    assert Program.objects.get().state == "stopped"
