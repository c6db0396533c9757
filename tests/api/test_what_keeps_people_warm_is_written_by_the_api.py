"""Programs, surveys and seminars are made, changed, stopped and started by the API: the same actions as the pages, the same refusals."""

from __future__ import annotations

import json
from typing import Any

import pytest
import time_machine
from django.test import Client

from keepwarm.programs.models import Program, Worth
from keepwarm.seminars.actions import mark_attended
from keepwarm.seminars.models import Guest, Seminar
from keepwarm.staff.actions import Scope, make_key
from keepwarm.staff.models import User
from keepwarm.staff.submissions import new_key
from keepwarm.surveys.models import Survey
from tests.cast import NOW, House, open_house, user_of
from tests.gatherings import STARTS_AT, ask_all, join, open_for
from tests.keeping import DAY, interest, item

pytestmark = pytest.mark.django_db
SEMINAR = {"title": "Fewer stops", "local_at": "2026-11-26T10:00", "zone": "Europe/London", "seats": 5, "place": "Town hall"}


@pytest.fixture
def house() -> House:
    return open_house()


def tell(user: User, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
    text, _row = make_key(user, name="test", scopes=list(Scope), by=user, now=NOW)
    headers = {"Authorization": f"Bearer {text}", "Idempotency-Key": new_key()}
    return Client().generic(method, f"/api/v1{path}", data=json.dumps(body or {}), content_type="application/json", headers=headers)


def test_a_program_is_made_changed_weighed_stopped_and_started(house: House) -> None:
    interest("pumps")
    guide, given = item("Guide", "pumps"), {"name": "Pumps", "owner": house.ines.ref, "topic": "pumps", "stages": [1, 2]}
    made = tell(house.max, "POST", "/programs", given)
    ref = made.json()["ref"]
    assert (made.status_code, made.json()["state"], made.json()["version"]) == (201, "running", 1)
    assert tell(house.max, "PUT", f"/programs/{ref}", {**given, "name": "Pumps for all", "stages": [], "version": 1}).json()["version"] == 2
    assert tell(house.max, "PUT", f"/programs/{ref}", {**given, "version": 1}).status_code == 422
    assert tell(house.max, "POST", f"/programs/{ref}/worth", {"item": guide.ref, "worth": 0}).status_code == 200
    assert Worth.objects.get().worth == 0
    assert tell(house.max, "POST", f"/programs/{ref}/stop", {"because": "a mistake in it"}).json()["state"] == "stopped"
    assert tell(house.max, "POST", f"/programs/{ref}/start").json()["state"] == "running"
    assert (Program.objects.get().name, Program.objects.get().stages) == ("Pumps for all", [])


@pytest.mark.parametrize("wrong", [{"owner": "nobody"}, {"topic": "nothing"}, {"name": " "}, {"name": "Pumps"}])
def test_a_program_that_cannot_be_is_refused_in_a_sentence(house: House, wrong: dict[str, str]) -> None:
    given = {"name": "Valves", "owner": house.ines.ref}
    assert tell(house.max, "POST", "/programs", {**given, "name": "Pumps"}).status_code == 201
    answer = tell(house.max, "POST", "/programs", {**given, **wrong})
    assert (answer.status_code, answer.json()["error"].endswith(".")) == (422, True)
    assert Program.objects.count() == 1
    assert tell(user_of(house.ines), "POST", "/programs", given).status_code == 403
    assert tell(house.max, "POST", "/programs/nothing/stop", {"because": "x"}).status_code == 404


def test_a_survey_is_made_with_its_questions_and_changed(house: House) -> None:
    ask_all(house)
    given = {"title": "What next?", "asks": [{"question": "worry"}, {"question": "alone", "words": "By yourself?"}], "language": "en"}
    made = tell(house.max, "POST", "/surveys", given)
    ref = made.json()["ref"]
    assert (made.status_code, made.json()["phase"], made.json()["questions"]) == (201, "draft", 2)
    assert tell(house.max, "POST", f"/surveys/{ref}/open").json()["phase"] == "open"
    changed = tell(
        house.max, "PUT", f"/surveys/{ref}", {**given, "asks": [{"question": "tool"}], "version": Survey.objects.get(ref=ref).version}
    )
    assert (changed.json()["questions"], changed.json()["phase"]) == (1, "open")
    refused: tuple[dict[str, Any], ...] = ({"asks": []}, {"asks": [{"question": "nothing"}]}, {"title": ""}, {"version": 1})
    for wrong in refused:
        assert tell(house.max, "PUT", f"/surveys/{ref}", {**given, **wrong}).status_code == 422
    assert tell(user_of(house.ines), "POST", "/surveys", given).status_code == 403


def test_a_seminar_is_changed_and_whoever_missed_it_is_written_to(house: House) -> None:
    seminar = open_for(house, after_text="Here are the slides.", owner_id=house.ines.pk)
    came, missed = join(seminar, "Gerd Gast"), join(seminar, "Zora Zweite")
    with time_machine.travel(NOW):
        changed = tell(house.max, "PUT", f"/seminars/{seminar.ref}", {**SEMINAR, "seats": 9, "after_text": "Here are the slides."})
        assert (changed.json()["seats"], Seminar.objects.get().owner_id) == (9, house.ines.pk)
        assert tell(house.max, "PUT", f"/seminars/{seminar.ref}", {**SEMINAR, "local_at": "2027-03-28T01:30"}).status_code == 422
        assert tell(house.max, "POST", f"/seminars/{seminar.ref}/missed").status_code == 422
    after = STARTS_AT + DAY
    with time_machine.travel(after):
        mark_attended(seminar.ref, [came.ref, missed.ref], by=house.max, now=after)
        assert tell(house.max, "POST", f"/guests/{missed.ref}/not-there").status_code == 200
        assert Guest.objects.get(ref=missed.ref).attended_at is None
        assert tell(house.max, "POST", f"/seminars/{seminar.ref}/missed").json() == {"count": 1}
