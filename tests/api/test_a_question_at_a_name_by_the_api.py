"""The manager asks at a name of the morning report and the rep answers, over JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from keepwarm.reports.tests.day import call
from keepwarm.staff.actions import Scope, make_key
from keepwarm.staff.models import Seat, User
from keepwarm.touches.models import Remark, Touch
from tests.cast import NOW, House, meet, open_house, user_of


@pytest.fixture(autouse=True)
def wednesday() -> Iterator[None]:
    """Wednesday morning: the report is about Tuesday."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def house(db: None) -> House:
    return open_house()


@pytest.fixture
def talk(house: House) -> Touch:
    """Ines reached Anna on Tuesday."""
    return call(meet(house), learned="wants two")


def ask(user: User, method: str, path: str, body: dict[str, Any] | None = None, once: str = "a") -> Any:
    text, _ = make_key(user, name="test", scopes=[Scope.REPORTS_READ, Scope.TOUCHES_WRITE], by=user, now=timezone.now())
    headers = {"Authorization": f"Bearer {text}"} | ({"Idempotency-Key": once} if method != "GET" else {})
    return Client().generic(method, f"/api/v1{path}", json.dumps(body) if body else "", "application/json", headers=headers)


def part_of(reader: User, seat: Seat) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in ask(reader, "GET", "/reports/morning").json()["reps"] if one["seat"] == seat.ref)
    return found


def test_a_question_waits_for_the_rep_and_its_answer_stands_beside_the_name(house: House, talk: Touch) -> None:
    ines = user_of(house.ines)
    (line,) = part_of(house.mona, house.ines)["reached"]
    assert (line["ref"], line["touch"], line["questions"]) == (talk.prospect.ref, talk.ref, [])
    for _ in range(2):
        asked = ask(house.mona, "POST", "/reports/questions", {"prospect": line["ref"], "touch": line["touch"], "text": "Two of which?"})
        assert (asked.status_code, asked.json()["to"], asked.json()["by"]) == (201, "Ines", "Mona")
    (waits,) = ask(ines, "GET", "/reports/questions").json()["questions"]
    assert (waits["ref"], waits["text"], waits["name"], waits["prospect_ref"]) == (
        asked.json()["ref"],
        "Two of which?",
        "Anna Arnold",
        line["ref"],
    )
    assert ask(user_of(house.ivo), "GET", "/reports/questions").json() == {"questions": []}
    assert [one["may_answer"] for one in part_of(ines, house.ines)["reached"][0]["questions"]] == [True]

    said = ask(ines, "POST", f"/reports/questions/{waits['ref']}/answer", {"text": "Of the small ones"})
    assert (said.status_code, said.json()["text"], said.json()["to"]) == (201, "Of the small ones", None)
    (question,) = part_of(house.mona, house.ines)["reached"][0]["questions"]
    assert [(one["text"], one["by"]) for one in question["answers"]] == [("Of the small ones", "Ines")]
    assert ask(ines, "GET", "/reports/questions").json() == {"questions": []}
    assert Remark.objects.count() == 2


def test_a_question_at_somebody_without_a_talk_is_put_to_a_seat(house: House) -> None:
    anna = meet(house)
    asked = ask(house.adam, "POST", "/reports/questions", {"prospect": anna.ref, "seat": house.ines.ref, "text": "What keeps you?"})
    assert (asked.status_code, asked.json()["to"]) == (201, "Ines")
    assert [one["text"] for one in ask(user_of(house.ines), "GET", "/reports/questions").json()["questions"]] == ["What keeps you?"]


def test_a_question_at_a_call_that_reached_nobody_stands_in_the_reps_part(house: House) -> None:
    touch = call(meet(house), "no_answer")
    body = {"prospect": touch.prospect.ref, "touch": touch.ref, "text": "Why so early?"}
    assert ask(house.mona, "POST", "/reports/questions", body).status_code == 201
    stands = [(one["name"], one["question"]["text"]) for one in part_of(house.mona, house.ines)["asked"]]
    assert stands == [("Anna Arnold", "Why so early?")]


def test_only_who_runs_the_team_asks(house: House, talk: Touch) -> None:
    body = {"prospect": talk.prospect.ref, "touch": talk.ref, "text": "Why?"}
    for user in (user_of(house.ines), house.dora, house.max, house.sven):
        refused = ask(user, "POST", "/reports/questions", body)
        assert (refused.status_code, "Only these roles" in refused.json()["error"]) == (403, True)
    assert not Remark.objects.exists()


def test_nobody_is_asked_about_what_is_not_there_or_without_words(house: House, talk: Touch) -> None:
    ben = meet(house, "Ben Bauer", phone="+441134960043", email="ben@bauer.example")
    ref = talk.prospect.ref
    for number, wrong in enumerate(
        ({"prospect": "nobody", "seat": house.ines.ref}, {"prospect": ben.ref, "touch": talk.ref}, {"prospect": ref})
    ):
        refused = ask(house.mona, "POST", "/reports/questions", {"text": "Why?", **wrong}, f"w{number}")
        assert (refused.status_code, "nobody to ask" in refused.json()["error"]) == (404, True)
    silent = ask(house.mona, "POST", "/reports/questions", {"prospect": ref, "touch": talk.ref, "text": "  "}, "silent")
    assert (silent.status_code, silent.json()["error"]) == (422, "Please write a few words.")
    assert not Remark.objects.exists()


def test_only_whom_it_was_put_to_answers(house: House, talk: Touch) -> None:
    asked = ask(house.mona, "POST", "/reports/questions", {"prospect": talk.prospect.ref, "touch": talk.ref, "text": "Why?"}).json()
    for user in (user_of(house.ivo), house.mona):
        refused = ask(user, "POST", f"/reports/questions/{asked['ref']}/answer", {"text": "So."}, "other")
        assert (refused.status_code, "not put to you" in refused.json()["error"]) == (404, True)
    ines = user_of(house.ines)
    assert ask(ines, "POST", "/reports/questions/nothing/answer", {"text": "So."}, "none").status_code == 404
    assert ask(ines, "POST", f"/reports/questions/{asked['ref']}/answer", {"text": " "}, "silent").status_code == 422
    assert Remark.objects.count() == 1
