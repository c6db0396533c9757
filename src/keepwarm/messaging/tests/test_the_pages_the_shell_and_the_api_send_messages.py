"""An admin sets the gateway, marketers write and decide, reps read; on pages, by the shell and by the API."""

from __future__ import annotations

import json
import re

import pytest
import time_machine
from click.testing import CliRunner
from django.test import Client

from keepwarm.cli.main import keepwarm
from keepwarm.courier.models import Endpoint
from keepwarm.messaging.actions import hear, send_due
from keepwarm.messaging.models import Message
from keepwarm.staff.actions import Scope, make_key
from keepwarm.staff.models import User
from tests.cast import NOW, House, open_house, user_of
from tests.gateways import PHONE, Answer, a_gateway, by_message, set_gateway

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return open_house()


def browser(user: User) -> Client:
    """Signed in."""
    client = Client()
    client.force_login(user)
    return client


@time_machine.travel(NOW, tick=False)
def test_the_gateway_is_set_tried_and_its_secret_shown_once(house: House) -> None:
    adam = browser(house.adam)
    with a_gateway(Answer(200), Answer(403, "no")) as gateway:
        page = adam.post("/messaging/gateway/", {"name": "Phone company", "url": gateway.url, "is_inside": "on"}).content.decode()
        assert re.search(r"whsec_[\w-]{40,}", page)
        assert "whsec_" not in adam.get("/messaging/gateway/").content.decode()
        said = adam.post("/messaging/gateway/test/", follow=True).content.decode()
        assert "All is well" in said
        assert "It answered with 403" in adam.post("/messaging/gateway/test/", follow=True).content.decode()
    assert gateway.bodies[0]["type"] == "test"
    assert "whsec_" in adam.post("/messaging/gateway/secret/").content.decode()
    assert adam.post("/messaging/gateway/", {"name": "x", "url": "http://10.0.0.1/"}).status_code == 422
    assert adam.post("/messaging/gateway/remove/").status_code == 302
    assert Endpoint.objects.get().retired_at == NOW
    assert browser(house.max).get("/messaging/gateway/").status_code == 403


@time_machine.travel(NOW, tick=False)
def test_marketing_writes_and_decides_and_a_rep_reads_what_came(house: House) -> None:
    with a_gateway(Answer(hangs=True)) as gateway:
        set_gateway(gateway)
        anna, max_ = by_message(house), browser(house.max)
        assert max_.get(f"/messaging/write/?to={anna.ref}").status_code == 200
        assert max_.post("/messaging/write/", {"prospect": anna.ref, "text": "Hello {nobody|you}"}).status_code == 422
        assert max_.post("/messaging/write/", {"prospect": anna.ref, "text": "Hello {first_name|you}"}).status_code == 302
        send_due(now=NOW, seconds=0.3)
    assert "Which ones perhaps arrived?" in max_.get("/messaging/").content.decode()
    message = Message.objects.get()
    assert browser(user_of(house.ines)).post(f"/messaging/{message.ref}/decide/", {"what": "arrived"}).status_code == 403
    max_.post(f"/messaging/{message.ref}/decide/", {"what": "arrived"})
    assert Message.objects.select_related("touch").get().touch.disposition == "delivered"  # type: ignore[union-attr]
    hear("in-1", PHONE, "Thank you", now=NOW)
    page = browser(user_of(house.ines)).get("/messaging/").content.decode()
    assert "Thank you" in page
    assert "Gateway</a>" not in page


@time_machine.travel(NOW, tick=False)
def test_the_api_writes_once_and_lists(house: House) -> None:
    key, _row = make_key(house.max, name="other", scopes=[Scope.MESSAGES_READ, Scope.MESSAGES_WRITE], by=house.max, now=NOW)
    bearer = {"Authorization": f"Bearer {key}"}
    with a_gateway() as gateway:
        set_gateway(gateway)
        anna = by_message(house)
        body = {"text": "Hello", "prospects": [anna.ref]}
        for _again in range(2):
            answer = Client().post(
                "/api/v1/short-messages", body, content_type="application/json", headers={**bearer, "Idempotency-Key": "1"}
            )
            assert (answer.status_code, answer.json()["waiting"]) == (201, 1)
    (line,) = Client().get("/api/v1/short-messages", headers=bearer).json()
    assert (line["state"], line["prospect_ref"]) == ("queued", anna.ref)
    assert Client().get(f"/api/v1/short-messages/{line['ref']}", headers=bearer).json() == line
    headers = {**bearer, "Idempotency-Key": "2"}
    path = f"/api/v1/short-messages/{line['ref']}/decision"
    assert Client().post(path, {"what": "cancel"}, content_type="application/json", headers=headers).json()["state"] == "cancelled"


def run(*words: str) -> str:
    """What the shell answers."""
    done = CliRunner().invoke(keepwarm, list(words), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


@time_machine.travel(NOW, tick=False)
def test_the_shell_sets_the_gateway_writes_and_sends(house: House) -> None:
    with a_gateway() as gateway:
        told = json.loads(run("message", "gateway", "--set", gateway.url, "--inside", "--json"))
        assert told["secret"].startswith("whsec_")
        anna = by_message(house)
        run("message", "write", anna.ref, "Hello", "--by", "max@house.example")
        assert json.loads(run("message", "send", "--json")) == {"taken_up": 0, "handed_over": 1}
    assert "Anna Arnold" in run("message", "list")
    hear("in-1", PHONE, "Thank you", now=NOW)
    assert "Thank you" in run("message", "received")
