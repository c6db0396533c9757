from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from keepwarm.answers.models import Answer, Question
from keepwarm.consent.models import Wish
from keepwarm.engine.words import Evidence
from keepwarm.prospects.models import Prospect
from keepwarm.staff.actions import make_key
from keepwarm.staff.models import User
from keepwarm.touches.models import Touch

pytestmark = pytest.mark.django_db
Ask = Callable[..., Any]
CALL = {"channel": "phone", "disposition": "reached", "learned": "budget next year"}


def test_a_person_is_read_with_what_is_next_and_why(ask: Ask, paula: Prospect) -> None:
    one = ask("GET", f"/prospects/{paula.ref}").json()
    assert (one["name"], one["owner"], one["version"]) == ("Paula Smith", "Ann", paula.version)
    why = ask("GET", f"/prospects/{paula.ref}/decision").json()
    assert why["next_step"] == paula.next_step
    assert len(why["why"]) > 10


def test_people_are_listed_in_pages_by_key(ask: Ask, rep: User, comes_in: Ask) -> None:
    for i in range(5):
        comes_in(f"Person {i}", rep)
    first = ask("GET", "/prospects?size=3").json()
    second = ask("GET", f"/prospects?size=3&after={first['after']}").json()
    names = [one["name"] for one in first["prospects"] + second["prospects"]]
    assert (sorted(names), second["after"]) == ([f"Person {i}" for i in range(5)], "")


def test_anyone_is_found(ask: Ask, paula: Prospect) -> None:
    assert [one["ref"] for one in ask("GET", "/find?q=paul").json()["found"]] == [paula.ref]


def test_a_call_is_logged_and_undone(ask: Ask, paula: Prospect) -> None:
    Question.objects.get_or_create(key="budget", defaults={"label": "Budget"})
    logged = ask("POST", f"/prospects/{paula.ref}/touches", CALL | {"answers": [{"question": "budget", "value": "10k"}]})
    assert (logged.status_code, logged.json()["prospect"]["reached"]) == (201, 1)
    assert Touch.objects.get().learned == "budget next year"
    undone = ask("POST", f"/touches/{logged.json()['touch']}/undo")
    assert (undone.status_code, undone.json()["reached"]) == (200, 0)


def test_only_live_talk_is_evidence_of_a_conversation(ask: Ask, paula: Prospect) -> None:
    Question.objects.get_or_create(key="budget", defaults={"label": "Budget"})
    for touch, evidence in (
        ({"channel": "phone", "disposition": "no_answer"}, Evidence.INFERRED),
        ({"channel": "note", "disposition": "done"}, Evidence.INFERRED),
        ({"channel": "email", "disposition": "delivered"}, Evidence.INFERRED),
        ({"channel": "email", "direction": "in", "disposition": "received"}, Evidence.WRITTEN),
        (CALL, Evidence.CONVERSATION),
    ):
        logged = ask("POST", f"/prospects/{paula.ref}/touches", touch | {"answers": [{"question": "budget", "value": str(touch)}]})
        assert logged.status_code == 201, logged.json()
        assert Answer.objects.get(value=str(touch)).evidence == evidence


@pytest.mark.parametrize(
    ("touch", "sentence"),
    [
        ({"channel": "email", "disposition": "reached"}, "Only a call or a meeting ends so."),
        ({"channel": "note", "disposition": "held"}, "Only a call or a meeting ends so."),
        (CALL | {"call_back_at": "2020-01-01T10:00:00Z"}, "The moment of the promised call lies in the past."),
        (CALL | {"call_back_at": "2026-03-03T23:00:00Z"}, "The next moment that is permitted is Wednesday 4 March, 09:00, their time."),
        (CALL | {"end": "said_no", "recycle_until": "2099-01-01T10:00:00Z"}, "Say one of these only"),
        (CALL | {"recycle_until": "2099-01-01T10:00:00Z", "learned": ""}, "What is it?"),
        (CALL | {"recycle_until": "2099-01-01T10:00:00Z", "learned": "", "recycle_reason": "lost_to"}, "Lost to whom?"),
        (CALL | {"recycle_until": "2099-01-01T10:00:00Z", "recycle_reason": "returned"}, "for one of these reasons: not_now,"),
        (CALL | {"end": "tired of them"}, "An end has one of these reasons: said_no,"),
    ],
)
def test_what_cannot_have_been_is_refused_and_nothing_is_changed(ask: Ask, paula: Prospect, touch: dict[str, Any], sentence: str) -> None:
    refused = ask("POST", f"/prospects/{paula.ref}/touches", touch)
    assert (refused.status_code, Touch.objects.count()) == (422, 0)
    assert sentence in refused.content.decode()


def test_no_call_is_promised_before_the_day_they_asked_for(ask: Ask, paula: Prospect) -> None:
    until = timezone.now() + timedelta(days=7)
    Wish.objects.create(prospect=paula, kind=Wish.Kind.NOT_BEFORE, channel="phone", until_at=until, said_at=timezone.now(), source="api")
    refused = ask("POST", f"/prospects/{paula.ref}/touches", CALL | {"call_back_at": "2026-03-03T10:00:00Z"})
    assert (refused.status_code, Touch.objects.count()) == (422, 0)
    assert "They asked not to be called so early. The first moment that is permitted is Monday 9 March, 10:00" in refused.json()["error"]
    kept = ask("POST", f"/prospects/{paula.ref}/touches", CALL | {"call_back_at": "2026-03-10T10:00:00Z"})
    assert kept.json()["prospect"]["next_touch_at"] == "2026-03-10T10:00:00Z"


def test_the_same_write_again_is_answered_as_before_and_not_done_twice(ask: Ask, paula: Prospect) -> None:
    first = ask("POST", f"/prospects/{paula.ref}/touches", CALL, once="call-1")
    again = ask("POST", f"/prospects/{paula.ref}/touches", CALL, once="call-1")
    assert (again.status_code, again.json(), again["Idempotency-Replayed"]) == (201, first.json(), "true")
    assert Touch.objects.count() == 1
    other = ask("POST", f"/prospects/{paula.ref}/touches", CALL | {"learned": "else"}, once="call-1")
    assert (other.status_code, Touch.objects.count()) == (409, 1)


def test_a_write_without_a_key_of_its_own_is_refused(ask: Ask, rep: User, paula: Prospect) -> None:
    text, _ = make_key(rep, name="x", scopes=["touches:write"], by=rep, now=timezone.now())
    response = Client().post(
        f"/api/v1/prospects/{paula.ref}/touches", CALL, "application/json", headers={"Authorization": f"Bearer {text}"}
    )
    assert response.status_code == 422
    assert "Idempotency-Key" in response.json()["error"]


def test_a_version_that_was_overtaken_is_a_conflict(ask: Ask, paula: Prospect) -> None:
    ask("POST", f"/prospects/{paula.ref}/touches", CALL)
    stale = ask("POST", f"/prospects/{paula.ref}/touches", CALL | {"version": paula.version})
    assert stale.status_code == 409
    assert "changed meanwhile" in stale.json()["error"]
    assert ask("PATCH", f"/prospects/{paula.ref}/facts", {"title": "CEO", "version": 1}).status_code == 409


def test_facts_are_mended(ask: Ask, paula: Prospect) -> None:
    after = ask("PATCH", f"/prospects/{paula.ref}/facts", {"title": "Buyer", "organization": "Solar GmbH"}).json()
    assert (after["title"], after["firm"], after["name"]) == ("Buyer", "Solar GmbH", "Paula Smith")
    assert ask("PATCH", f"/prospects/{paula.ref}/facts", {"zone": "Mars/Base"}).status_code == 422


def test_somebody_new_comes_in_with_a_next_touch_and_only_once(ask: Ask, rep: User) -> None:
    new = {"name": "Nora New", "phones": ["020 7946 0123"], "region": "gb", "wants_contact": True, "topic": "solar"}
    first = ask("POST", "/inquiries", new, once="web-1")
    assert (first.status_code, first.json()["created"]) == (201, True)
    assert ask("POST", "/inquiries", new, once="web-1").json() == first.json()
    again = ask("POST", "/inquiries", new | {"topic": "storage"}).json()
    assert (again["prospect"], again["created"]) == (first.json()["prospect"], False)
    nora = Prospect.objects.get(ref=again["prospect"])
    assert (nora.next_step, nora.addresses.get().kind, nora.inquiries.count()) == ("call", "phone", 2)
    assert ask("POST", "/inquiries", {"phones": ["12"]}).status_code == 422


def test_a_list_is_sent_with_its_map_and_watched(ask: Ask, rep: User) -> None:
    boss = User.objects.get(name="Fay")
    text, _ = make_key(boss, name="x", scopes=["imports:write"], by=boss, now=timezone.now())
    headers = {"Authorization": f"Bearer {text}", "Idempotency-Key": "list-1"}

    def send(content: bytes, mapped: str) -> Any:
        data = {"file": SimpleUploadedFile("leads.csv", content), "map": mapped, "source": "Fair"}
        return Client().post("/api/v1/imports", data, headers=headers)

    assert "TOML" in send(b"Name,Mail\nPaula,paula@example.com\n", "person = nonsense").json()["error"]
    right = '[person]\nname = "Name"\nemails = ["Mail"]\n'
    started = send(b"Name,Mail\nPaula,paula@example.com\n", right)
    assert (started.status_code, started.json()["state"]) == (201, "running")
    assert send(b"Name,Mail\nPaula,paula@example.com\n", right).json() == started.json()
    assert send(b"Name,Mail\nPaula,other@example.com\n", right).status_code == 409
    ref = started.json()["import_id"]
    assert ask("GET", f"/imports/{ref}", bearer=text).json()["file"] == "leads.csv"
    assert ask("POST", f"/imports/{ref}/stop", bearer=text).json()["state"] == "stopped"
    assert ask("GET", f"/imports/{ref}").status_code == 403


def test_the_morning_report_names_whom_each_rep_reached(ask: Ask, paula: Prospect) -> None:
    ask("POST", f"/prospects/{paula.ref}/touches", CALL)
    report = ask("GET", "/reports/morning?on=2026-03-02").json()
    ann = next(part for part in report["reps"] if part["name"] == "Ann")
    assert [(one["name"], one["learned"]) for one in ann["reached"]] == [("Paula Smith", "budget next year")]
    assert report["totals"]["reached"] == 1


def test_the_next_touch_is_decided_anew_for_one(ask: Ask, paula: Prospect) -> None:
    assert ask("POST", f"/prospects/{paula.ref}/decide").json()["next_step"] == paula.next_step


def test_todays_queue_is_that_of_the_keys_person(ask: Ask, paula: Prospect) -> None:
    Prospect.objects.filter(pk=paula.pk).update(next_step="call", next_touch_at=timezone.now(), first_due_at=timezone.now())
    queue = ask("GET", "/plan/today").json()
    assert [one["ref"] for part in queue.values() for one in part] == [paula.ref]


def test_a_colleagues_person_is_not_there(ask: Ask, rep: User, comes_in: Ask) -> None:
    theirs = comes_in("Other", User.objects.get(name="Fay"))
    assert ask("GET", f"/prospects/{theirs.ref}").status_code == 404
    assert ask("POST", f"/prospects/{theirs.ref}/touches", CALL).status_code == 404
    assert not Touch.objects.exists()


def test_the_audit_is_for_who_runs_the_house(ask: Ask, paula: Prospect) -> None:
    assert ask("GET", "/audit").status_code == 403
    boss = User.objects.get(name="Fay")
    text, _ = make_key(boss, name="x", scopes=["audit:read"], by=boss, now=timezone.now())
    answer = ask("GET", "/audit", bearer=text).json()
    assert (answer["open"], answer["clean"]) == (1, True)


def test_what_cannot_be_read_is_said_in_a_sentence(ask: Ask, paula: Prospect) -> None:
    for body, words in (({"channel": "pigeon"}, "channel"), (CALL | {"seconds": -1}, "seconds"), ("text", "read")):
        response = ask("POST", f"/prospects/{paula.ref}/touches", body)
        assert (response.status_code, words in response.json()["error"]) == (422, True)
    assert ask("GET", "/prospects?after=nonsense").status_code == 422
    assert ask("GET", "/prospects/nobody").json() == {"error": "There is no such prospect, or you may not see it."}
