"""The library and the questionnaire by the API: the same actions as the pages, the same refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from keepwarm.prospects.models import Prospect
from keepwarm.staff.actions import Scope, make_key
from keepwarm.staff.models import Role, RoleGrant, User

pytestmark = pytest.mark.django_db
Ask = Callable[..., Any]
ITEM = {"kind": "article", "title": "Stops", "body": "Hello {name|there}.", "state": "in_use", "worth": 80}


@pytest.fixture
def tell(ask: Ask, rep: User) -> Ask:
    """Asks as a marketer."""
    max_ = User.objects.create(email="max@example.com", name="Max", joined_at=timezone.now())
    RoleGrant.objects.create(user=max_, role=Role.MARKETER)
    text, _row = make_key(max_, name="all", scopes=list(Scope), by=max_, now=timezone.now())
    return lambda *words, **more: ask(*words, bearer=text, **more)


def test_an_item_is_made_changed_previewed_and_retired(tell: Ask, ask: Ask, paula: Prospect) -> None:
    made = tell("POST", "/content", ITEM)
    ref = made.json()["ref"]
    assert (made.status_code, made.json()["version"]) == (201, 1)
    assert "Hello Paula Smith." in tell("GET", f"/content/{ref}/mail?for={paula.ref}").json()["text"]
    assert "Hello there." in ask("GET", f"/content/{ref}/mail").json()["text"]
    assert tell("PUT", f"/content/{ref}", {**ITEM, "title": "Fewer stops", "version": 1}).json()["title"] == "Fewer stops"
    assert tell("PUT", f"/content/{ref}", {**ITEM, "version": 1}).status_code == 422
    assert ask("POST", "/content", ITEM).status_code == 403
    assert [one["ref"] for one in ask("GET", "/content?words=stops").json()["items"]] == [ref]
    assert tell("POST", f"/content/{ref}/retire").json()["state"] == "retired"
    assert ask("GET", "/content").json() == {"items": [], "has_more": False}
    assert ask("GET", "/content/map").json()[0]["is_hole"] is True


def test_what_cannot_be_sent_is_refused(tell: Ask) -> None:
    for wrong in ({"body": "{frist_name|x}"}, {"interests": ["nothing"]}, {"owner": "nobody"}, {"url": "javascript:x"}):
        assert tell("POST", "/content", {**ITEM, **wrong}).status_code == 422


def test_feeds_are_added_and_listed(tell: Ask, ask: Ask) -> None:
    assert tell("POST", "/feeds", {"url": "https://blog.example/feed", "name": "Blog"}).status_code == 201
    assert [one["name"] for one in ask("GET", "/feeds").json()] == ["Blog"]
    ref = ask("GET", "/feeds").json()[0]["ref"]
    assert tell("POST", f"/feeds/{ref}/read").status_code == 200
    assert tell("POST", f"/feeds/{ref}/remove").json() == {"ref": ref}
    assert ask("GET", "/feeds").json() == []
    assert tell("POST", f"/feeds/{ref}/remove").status_code == 404
    assert ask("GET", "/proposals").json() == []
    assert tell("POST", "/proposals/nothing/take").status_code == 422


def test_questions_are_written_and_the_next_one_is_told(tell: Ask, ask: Ask, paula: Prospect) -> None:
    sent = {"label": "Shifts", "kind": "choice", "choices": ["one", "two"], "words": {"mail": "How many shifts do you run?"}}
    assert tell("POST", "/questions", sent).status_code == 201
    assert tell("PUT", "/questions/shifts", {**sent, "label": "Shifts a day"}).json()["label"] == "Shifts a day"
    assert "shifts" in [one["question"]["key"] for one in ask("GET", "/questions").json()]
    found = ask("GET", f"/prospects/{paula.ref}/next-question?way=mail").json()
    assert (found["key"], found["words"], found["choices"]) == ("shifts", "How many shifts do you run?", ["one", "two"])
    assert ask("POST", "/questions", sent).status_code == 403


def test_a_paper_gets_its_file(tell: Ask, rep: User) -> None:
    made = tell("POST", "/content", {**ITEM, "kind": "white_paper", "body": "", "state": "draft"}).json()
    text, _row = make_key(
        User.objects.get(name="Max"), name="file", scopes=[Scope.CONTENT_WRITE], by=User.objects.get(name="Max"), now=timezone.now()
    )
    headers = {"Authorization": f"Bearer {text}", "Idempotency-Key": "file-1"}

    def send(raw: bytes, **more: str) -> Any:
        file = SimpleUploadedFile("Guide.pdf", raw)
        return Client().post(f"/api/v1/content/{made['ref']}/file", {"file": file}, headers={**headers, **more})

    assert send(b"<html>", **{"Idempotency-Key": "file-0"}).status_code == 422
    assert send(b"%PDF-1.7 x").status_code == 200
    assert send(b"%PDF-1.7 x").status_code == 200
    assert send(b"%PDF-1.7 another").status_code in {409, 422}
    assert tell("PUT", f"/content/{made['ref']}", {**ITEM, "kind": "white_paper", "body": "", "state": "in_use"}).status_code == 200
    assert f"/ask/paper/{made['ref']}/" in tell("GET", f"/content/{made['ref']}/mail").json()["text"]
    assert Client().post(f"/ask/paper/{made['ref']}/").content == b"%PDF-1.7 x"
