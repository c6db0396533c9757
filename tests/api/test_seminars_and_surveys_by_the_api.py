from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner
from django.test import Client

from keepwarm.cli.main import keepwarm
from keepwarm.staff.actions import Scope, make_key
from keepwarm.staff.models import User
from keepwarm.staff.submissions import new_key
from keepwarm.surveys.actions import Filled, keep_filled
from tests.cast import NOW, House, open_house, user_of
from tests.gatherings import STARTS_AT, ask_all, join, open_for

pytestmark = pytest.mark.django_db
SCOPES = [Scope.SEMINARS_READ, Scope.SEMINARS_WRITE, Scope.SURVEYS_READ, Scope.SURVEYS_WRITE]
WRITTEN = {"title": "Fewer stops", "local_at": "2026-11-26T10:00", "zone": "Europe/London", "seats": 5, "place": "Town hall"}


@pytest.fixture
def house() -> House:
    return open_house()


def ask(user: User, method: str, path: str, body: dict[str, Any] | None = None, key: str = "") -> Any:
    text, _row = make_key(user, name="test", scopes=SCOPES, by=user, now=NOW)
    headers = {"Authorization": f"Bearer {text}", "Idempotency-Key": key or new_key()}
    return Client().generic(method, f"/api/v1{path}", data=json.dumps(body or {}), content_type="application/json", headers=headers)


def test_a_seminar_is_planned_opened_and_called_off(house: House) -> None:
    with time_machine.travel(NOW):
        made = ask(house.max, "POST", "/seminars", WRITTEN, key="made")
        ref = made.json()["ref"]
        assert (made.status_code, made.json()["phase"]) == (201, "draft")
        assert ask(house.max, "POST", "/seminars", WRITTEN, key="made").json()["ref"] == ref
        assert ask(house.max, "POST", f"/seminars/{ref}/open").json()["phase"] == "open"
        assert [one["ref"] for one in ask(user_of(house.ines), "GET", "/seminars").json()] == [ref]
        assert ask(user_of(house.ines), "POST", f"/seminars/{ref}/call-off").status_code == 403
        assert ask(house.max, "POST", f"/seminars/{ref}/call-off").json()["phase"] == "called_off"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"local_at": "2027-03-28T01:30"}, "clocks go forward"),
        ({"local_at": "2026-10-25T01:30"}, "comes twice"),
        ({"local_at": "2026-02-30T10:00"}, "no such day"),
        ({"local_at": "9999-12-31T23:59"}, "between the years"),
        ({"zone": "Nowhere"}, "no such time zone"),
    ],
)
def test_a_time_that_is_none_is_refused(house: House, wrong: dict[str, str], said: str) -> None:
    answer = ask(house.max, "POST", "/seminars", {**WRITTEN, **wrong})
    assert (answer.status_code, said in answer.json()["error"]) == (422, True)


def test_guests_are_read_and_ticked_and_the_command_line_says_the_same(house: House) -> None:
    seminar = open_for(house)
    guest = join(seminar, "Gerd Gast")
    with time_machine.travel(STARTS_AT + timedelta(hours=1)):
        came = [ask(house.max, "POST", f"/seminars/{seminar.ref}/attended", {"guests": [guest.ref]}, key=key).json() for key in "ab"]
        guests = ask(house.max, "GET", f"/seminars/{seminar.ref}/guests").json()
        assert (came, [one["name"] for one in guests]) == ([{"noted": 1}, {"noted": 0}], ["Gerd Gast"])
        printed = CliRunner().invoke(keepwarm, ["seminar", "guests", seminar.ref, "--json"])
        assert [one["ref"] for one in json.loads(printed.output)] == [guest.ref]
        assert "1 of 2 seats" in CliRunner().invoke(keepwarm, ["seminar", "show", seminar.ref]).output
        assert "Fewer stops" in CliRunner().invoke(keepwarm, ["seminar", "list", "--over"]).output


def test_results_are_read_and_hide_the_few(house: House) -> None:
    survey = ask_all(house)
    for _number in range(5):
        keep_filled(survey.ref, Filled({"tool": "paper"}, is_last=True, way="fair"), now=NOW)
    found = ask(user_of(house.ines), "GET", f"/surveys/{survey.ref}/results").json()
    assert (found["begun"], found["questions"][1]["bars"][0]) == (5, {"label": "paper", "count": 5, "percent": 100})
    assert ask(house.max, "GET", f"/surveys/{survey.ref}/results?way=ad").status_code == 422
    assert ask(house.max, "POST", f"/surveys/{survey.ref}/close").json()["phase"] == "closed"
    printed = CliRunner().invoke(keepwarm, ["survey", "results", survey.ref, "--json"])
    assert json.loads(printed.output) == found
    assert "paper" in CliRunner().invoke(keepwarm, ["survey", "results", survey.ref]).output
    assert "How do you plan?" in CliRunner().invoke(keepwarm, ["survey", "list"]).output
