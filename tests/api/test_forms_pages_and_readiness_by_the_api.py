"""Inquiry forms, marked pages and readiness by the API and the shell, as on their pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client
from django.utils import timezone

from keepwarm.cli.main import keepwarm
from keepwarm.intake.models import InquiryForm
from keepwarm.prospects.models import Prospect
from keepwarm.signs.models import Page, Sign
from keepwarm.staff.actions import NewPerson, Scope, create_user, make_key
from keepwarm.staff.models import Role, User
from keepwarm.staff.submissions import new_key

pytestmark = pytest.mark.django_db
FORM = {
    "name": "Website",
    "heading": "How can we help?",
    "source": "Our website",
    "permission": "Write to me.",
    "hosts": ["www.example.com"],
}


@pytest.fixture
def ask(rep: User) -> Callable[..., Any]:
    """As a marketer."""
    max_ = create_user(NewPerson("Max", "max@example.com"), [Role.MARKETER], by=User.objects.get(name="Fay"), now=timezone.now())
    scopes = [Scope.CONTENT_READ, Scope.CONTENT_WRITE, Scope.PROSPECTS_READ]
    text, _ = make_key(max_, name="test", scopes=scopes, by=max_, now=timezone.now())

    def ask(method: str, path: str, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {text}", "Idempotency-Key": new_key()}
        return Client().generic(method, f"/api/v1{path}", json.dumps(body or {}), content_type="application/json", headers=headers)

    return ask


def shell(*words: str) -> Any:
    return CliRunner().invoke(keepwarm, list(words))


def test_a_form_is_made_read_changed_closed_and_opened(ask: Callable[..., Any]) -> None:
    made = ask("POST", "/forms", FORM)
    assert made.status_code == 201
    form = made.json()
    assert (form["open"], form["hosts"], form["sent"]) == (True, ["https://www.example.com"], 0)
    assert Client().get(f"/ask/{form['ref']}/").status_code == 200
    assert [one["ref"] for one in ask("GET", "/forms").json()] == [form["ref"]]
    changed = ask("PUT", f"/forms/{form['ref']}", {**FORM, "heading": "Ask us"}).json()
    assert (changed["heading"], changed["permission"]) == ("Ask us", "Write to me.")
    assert ask("POST", f"/forms/{form['ref']}/close").json()["open"] is False
    assert Client().get(f"/ask/{form['ref']}/").status_code == 410
    assert ask("POST", f"/forms/{form['ref']}/open").json()["open"] is True
    assert ask("GET", f"/forms/{form['ref']}").json()["heading"] == "Ask us"


@pytest.mark.parametrize("wrong", [{"hosts": ["http://["]}, {"questions": ["nothing"]}, {"heading": " "}, {"language": "fr"}])
def test_a_form_that_cannot_be_is_refused_and_nothing_is_made(ask: Callable[..., Any], wrong: dict[str, Any]) -> None:
    answer = ask("POST", "/forms", {**FORM, **wrong})
    assert (answer.status_code, bool(answer.json()["error"])) == (422, True)
    assert not InquiryForm.objects.exists()
    assert ask("PUT", "/forms/nothing", FORM).status_code == 404
    assert ask("POST", "/forms/nothing/close").status_code == 404


def test_the_shell_changes_closes_and_opens_a_form(rep: User) -> None:
    address = shell("form", "add", "Website", "--heading", "Help?", "--permission", "Write to me.").output
    ref = address.strip().rstrip("/").rsplit("/", 1)[-1]
    assert shell("form", "change", ref, "--heading", "Ask us", "--host", "www.example.com").exit_code == 0
    form = InquiryForm.objects.select_related("wording").get()
    assert (form.heading, form.hosts, form.wording and form.wording.text) == ("Ask us", ["https://www.example.com"], "Write to me.")
    assert "Closed" in shell("form", "close", ref).output
    assert json.loads(shell("form", "list", "--json").output)["forms"][0]["open"] is False
    assert "Open" in shell("form", "open", ref).output
    assert "There is no such form" in str(shell("form", "close", "nothing").exception)


def test_a_page_is_marked_and_marked_no_more(ask: Callable[..., Any]) -> None:
    made = ask("POST", "/marked-pages", {"url": "https://www.example.com/prices", "words": "our prices", "weight": 2})
    assert made.status_code == 201
    (page,) = ask("GET", "/marked-pages").json()
    assert (page["words"], page["weight"], page["people"]) == ("our prices", 2, 0)
    assert ask("POST", "/marked-pages", {"url": "prices", "words": "our prices"}).status_code == 422
    assert ask("POST", f"/marked-pages/{page['ref']}/unmark").status_code == 200
    assert ask("GET", "/marked-pages").json() == []
    assert ask("POST", "/marked-pages/nothing/unmark").status_code == 404
    assert Page.objects.get().ended_at is not None


def test_readiness_is_told_with_its_reasons(ask: Callable[..., Any], paula: Prospect) -> None:
    now = timezone.now()
    page = Page.objects.create(url="https://x.example/prices", words="our prices", made_at=now)
    for number, robot in enumerate(("", "", "many")):
        at = now - timedelta(days=number + 1)
        row = {"kind": "visit", "at": at, "page": page, "recorded_at": at, "fingerprint": f"f{number}"}
        Sign.objects.create(prospect=paula, is_robot=bool(robot), robot_because=robot, **row)
    told = ask("GET", f"/prospects/{paula.ref}/readiness").json()
    assert told["reasons"][0]["words"] == "Looked at our prices, 2 times"
    assert 0 < told["points"] < told["mark"]
    assert (told["is_ready"], told["rose_at"]) == (False, None)
    assert ask("GET", "/prospects/nobody/readiness").status_code == 404
    said = json.loads(shell("readiness", paula.ref, "--json").output)
    assert (said["points"], len(said["reasons"])) == (told["points"], 1)
    assert "Looked at our prices" in shell("readiness", paula.ref).output
    assert "There is no prospect" in str(shell("readiness", "nobody").exception)
