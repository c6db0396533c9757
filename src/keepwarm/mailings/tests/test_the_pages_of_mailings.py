"""Written, checked and sent by the pages; read by everyone in the archive; the same by API and command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse

from keepwarm.cli.main import keepwarm
from keepwarm.lib.refusal import Refusal
from keepwarm.mailings.actions.approving import approve_mailing
from keepwarm.mailings.actions.steering import stop_mailing
from keepwarm.mailings.models import Mailing
from keepwarm.mailings.tasks import do_checks
from keepwarm.segments.actions import save_segment
from keepwarm.staff.actions import Scope, make_key
from keepwarm.staff.models import User
from keepwarm.staff.submissions import new_key
from tests.blasting import BODY, DAY, MINUTE, checked, crowd, drafted, go_on, send
from tests.cast import NOW, House, open_house, user_of
from tests.writing import open_mail

pytestmark = pytest.mark.django_db
PUMPS = "interest.pumps = yes"


@pytest.fixture
def house() -> House:
    house = open_house()
    open_mail()
    crowd(house, 6, "pumps")
    return house


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def post(client: Client, page: str, *args: str, **data: Any) -> Any:
    return client.post(reverse(f"mailings:{page}", args=args), data, follow=True)


def test_a_marketer_writes_checks_and_sends_by_the_pages(house: House) -> None:
    with time_machine.travel(NOW):
        max_ = as_(house.max)
        segment = save_segment("Pumps", PUMPS, by=house.max, now=NOW)
        said = {
            "name": "Herbs",
            "segment": segment.ref,
            "topic": "pumps",
            "subject": "Hello {first_name|there}",
            "body": BODY,
            "language": "en",
        }
        assert "A draft to" in post(max_, "add", **said).content.decode()
        mailing = Mailing.objects.get()
        assert "It waits for the background to take it up." in post(max_, "check", mailing.ref).content.decode()
        do_checks(now=NOW + MINUTE)
        page = max_.get(reverse("mailings:show", args=[mailing.ref])).content.decode()
        assert "It fits: it can go." in page or "It can go. Look at this first" in page
        assert "told us that it interests them" in page
        assert "Person " in max_.get(reverse("mailings:preview", args=[mailing.ref])).content.decode()
        mail = max_.get(reverse("mailings:mail", args=[mailing.ref]) + "?reader=bare")
        assert "Hello there" in mail.content.decode()
        page = post(max_, "approve", mailing.ref, version=str(mailing.version)).content.decode()
        assert "It is on its way" in page
        go_on(mailing, now=NOW + MINUTE)
        page = max_.get(reverse("mailings:show", args=[mailing.ref])).content.decode()
        assert "followed a link" in page
        rows = max_.get(reverse("mailings:rows", args=[mailing.ref, "sent"])).content.decode()
        assert rows.count("data-row-link") == 6
        assert "gone" in max_.get(reverse("mailings:list")).content.decode()


def test_a_field_that_is_none_and_a_change_meanwhile_are_refused_on_the_page(house: House) -> None:
    max_ = as_(house.max)
    answer = post(max_, "add", name="Herbs", body="Dear {firts_name|there}", language="en")
    assert (answer.status_code, "There is no field called" in answer.content.decode()) == (422, True)
    mailing = checked(house, "Herbs", PUMPS)
    answer = post(max_, "change", mailing.ref, name="Other", language="en", version=str(mailing.version + 1))
    assert (answer.status_code, "Somebody else has changed this mailing" in answer.content.decode()) == (422, True)


def test_pausing_and_stopping_ask_for_a_reason(house: House) -> None:
    mailing = checked(house, "Herbs", PUMPS, topic="pumps")
    approve_mailing(mailing.ref, version=mailing.version, by=house.max, now=NOW)
    max_ = as_(house.max)
    assert post(max_, "steer", mailing.ref, "pause").status_code == 422
    assert post(max_, "steer", mailing.ref, "pause", because="a\0b").status_code == 422
    assert "the link is wrong" in post(max_, "steer", mailing.ref, "pause", because="the link is wrong").content.decode()
    assert post(max_, "steer", mailing.ref, "resume", because="mended").status_code == 200
    post(max_, "steer", mailing.ref, "stop", because="called off")
    assert Mailing.objects.get().state == "stopped"
    assert as_(user_of(house.ines)).post(reverse("mailings:steer", args=[mailing.ref, "pause"])).status_code == 403


def test_everyone_reads_the_archive_and_nothing_personal_stands_in_it(house: House) -> None:
    body = "Hello {first_name|there},\n\n- [how often]({preferences_url})\n- read on\n\n[Read](https://house.example/guide)"
    public = send(house, checked(house, "Herbs", PUMPS, topic="pumps", in_archive=True, subject="Herbs for {firm|you}", body=body))
    hidden = send(house, checked(house, "Hidden", PUMPS, topic="pumps"), now=NOW)
    stranger = Client()
    assert "Herbs for you" in stranger.get(reverse("mailings:archive")).content.decode()
    page = stranger.get(reverse("mailings:public", args=[public.ref])).content.decode()
    assert "Hello there," in page
    assert '<a href="https://house.example/guide">Read</a>' in page
    assert "/go/" not in page
    assert "Person" not in page
    assert stranger.get(reverse("mailings:public", args=[hidden.ref])).status_code == 404
    feed = stranger.get(reverse("mailings:feed"))
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert feed.content.decode().count("<entry>") == 1


def test_the_api_and_the_command_line_do_the_same(house: House) -> None:
    with time_machine.travel(NOW):
        text, _row = make_key(house.max, name="test", scopes=[Scope.MAILINGS_READ, Scope.MAILINGS_WRITE], by=house.max, now=NOW)

        def ask(method: str, path: str, body: dict[str, Any] | None = None) -> Any:
            headers = {"Authorization": f"Bearer {text}", "Idempotency-Key": new_key()}
            return Client().generic(method, f"/api/v1{path}", data=json.dumps(body or {}), content_type="application/json", headers=headers)

        segment = save_segment("Pumps", PUMPS, by=house.max, now=NOW)
        made = ask("POST", "/mailings", {"name": "Herbs", "segment": segment.ref, "topic": "pumps", "subject": "Herbs", "body": BODY})
        assert made.status_code == 201
        ref = made.json()["ref"]
        assert ask("POST", f"/mailings/{ref}/approve", {"version": 1}).status_code == 422
        assert ask("POST", f"/mailings/{ref}/check").json()["check"]["state"] == "waiting"
        assert ask("POST", f"/mailings/{ref}/check/stop").json()["check"]["state"] == "stopped"
        assert ask("POST", f"/mailings/{ref}/check").json()["check"]["state"] == "waiting"
        do_checks(now=NOW + MINUTE)
        told = ask("GET", f"/mailings/{ref}").json()
        assert (told["check"]["state"], told["check"]["done"], told["figures"]["people"]) == ("done", 6, 6)
        assert ask("POST", f"/mailings/{ref}/approve", {"version": 9}).status_code == 409
        assert ask("POST", f"/mailings/{ref}/approve", {"version": 1}).json()["state"] == "running"
        assert ask("GET", "/mailings/none").status_code == 404

        def run(*words: str) -> Any:
            return CliRunner().invoke(keepwarm, ["mailing", *words])

        assert ref in run("list", "--json").output
        draft = drafted(house, "Other", PUMPS)
        assert json.loads(run("check", draft, "--as", "max@house.example", "--json").output)["figures"]["people"] == 6
        assert json.loads(run("pause", ref, "--because", "a test", "--as", "max@house.example", "--json").output)["state"] == "paused"
        assert json.loads(run("show", ref, "--json").output)["stopped_because"] == "a test"
        assert run("resume", ref, "--because", "done", "--as", "ines@house.example").exit_code != 0


def test_the_archive_has_no_gap_where_nobody_is_known(house: House) -> None:
    body = "Dear {first_name},\n\n[how often]({preferences_url})"
    said = {"name": "Herbs", "subject": "Herbs", "body": body, "language": "en"}
    answer = post(as_(house.max), "add", **said, in_archive="on")
    assert (answer.status_code, "give {first_name} other words" in answer.content.decode()) == (422, True)
    assert not Mailing.objects.exists()
    assert post(as_(house.max), "add", **said).status_code == 200
    assert post(as_(house.max), "add", **said | {"body": body.replace("name}", "name|there}")}, in_archive="on").status_code == 200


def test_the_archive_shows_nothing_before_its_time_and_nothing_that_was_stopped_before_it_left(house: House) -> None:
    early = checked(house, "Early", PUMPS, topic="pumps", in_archive=True)
    approve_mailing(early.ref, version=early.version, by=house.max, now=NOW, begins_at=NOW + 3 * DAY)
    stopped = checked(house, "Stopped", PUMPS, topic="pumps", in_archive=True)
    approve_mailing(stopped.ref, version=stopped.version, by=house.max, now=NOW)
    stop_mailing(stopped.ref, because="the text is wrong", by=house.max, now=NOW)
    for now, shown in ((NOW, 0), (NOW + 4 * DAY, 1)):
        with time_machine.travel(now, tick=False):
            assert Client().get(reverse("mailings:feed")).content.decode().count("<entry>") == shown
            assert Client().get(reverse("mailings:public", args=[early.ref])).status_code == (200 if shown else 404)
            assert Client().get(reverse("mailings:public", args=[stopped.ref])).status_code == 404
            pages = [as_(house.max).get(reverse("mailings:show", args=[one.ref])).content.decode() for one in (early, stopped)]
            assert ["As everyone reads it" in page for page in pages] == [bool(shown), False]


def test_the_shell_writes_changes_and_discards_and_the_api_discards(house: House, tmp_path: Path) -> None:
    save_segment("Pumps", PUMPS, by=house.max, now=NOW)
    (tmp_path / "text.md").write_text(BODY)

    def run(*words: str) -> Any:
        return CliRunner().invoke(keepwarm, ["mailing", *words, "--as", "max@house.example"])

    said = ("--segment", "Pumps", "--subject", "Herbs", "--body", str(tmp_path / "text.md"))
    made = json.loads(run("write", "Herbs", *said, "--json").output)
    assert (made["body"], made["state"], made["in_archive"]) == (BODY, "draft", False)
    changed = json.loads(run("change", made["ref"], "--subject", "Dried herbs", "--archive", "--json").output)
    assert (changed["subject"], changed["in_archive"], changed["segment"]) == ("Dried herbs", True, made["segment"])
    for wrong in (("--subject", "x" * 201), ("--segment", "Nobody"), ("--topic", "nothing")):
        assert isinstance(run("change", made["ref"], *wrong).exception, Refusal)
    assert Mailing.objects.get().subject == "Dried herbs"
    assert "is gone" in run("discard", made["ref"]).output
    draft = drafted(house, "Other", PUMPS)
    text, _row = make_key(house.max, name="test", scopes=[Scope.MAILINGS_WRITE], by=house.max, now=NOW)
    headers = {"Authorization": f"Bearer {text}", "Idempotency-Key": new_key()}
    assert Client().post(f"/api/v1/mailings/{draft}/discard", headers=headers).json() == {"ref": draft}
    assert not Mailing.objects.exists()
    wrong_moment = {"version": 1, "begins_at": "2026-12-01T10:00:00"}
    answer = Client().post(f"/api/v1/mailings/{draft}/approve", wrong_moment, content_type="application/json", headers=headers)
    assert (answer.status_code, "begins_at" in answer.json()["error"]) == (422, True)
