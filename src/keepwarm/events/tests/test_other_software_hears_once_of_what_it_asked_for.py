"""Other software hears of the events it asked for, once, signed and by reference only; what was before is not told."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
import time_machine
from click.testing import CliRunner
from django.test import Client

from keepwarm.answers.models import Answer as Given
from keepwarm.answers.models import Question
from keepwarm.cli.main import keepwarm
from keepwarm.consent.models import Wish
from keepwarm.courier.actions import EndpointRefused
from keepwarm.courier.models import Parcel
from keepwarm.courier.new import NewEndpoint
from keepwarm.courier.signing import is_signed
from keepwarm.customers.models import Case
from keepwarm.decisions.actions import end
from keepwarm.events import queries
from keepwarm.events.actions import add_subscription, change_subscription, clear_told, collect, send_due
from keepwarm.events.models import Kind, Subscription
from keepwarm.handoff.actions import accept, offer
from keepwarm.mailings.models import Mailing
from keepwarm.prospects.models import Prospect, Stage, StandingChange
from keepwarm.signs.actions import record_signs
from keepwarm.signs.models import Kind as SignKind
from keepwarm.signs.models import Sign
from keepwarm.signs.recording import NewSign
from keepwarm.staff.actions import Scope, make_key
from tests.cast import NOW, House, meet, open_house, user_of
from tests.gateways import Answer, Gateway, a_gateway
from tests.leads import a_lead, agree

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(minutes=2)


@pytest.fixture
def house() -> House:
    return open_house()


def subscribe(gateway: Gateway, *events: str) -> str:
    """All events, or these; and the secret."""
    return add_subscription(NewEndpoint("Ledger", gateway.url, is_inside=True), events or Kind.values, by=None, now=NOW)[1]


def told(gateway: Gateway) -> list[tuple[str, str]]:
    """Kind and prospect of what it heard, sorted: several lines are open at once, and which is first is chance."""
    return sorted((body["type"], body["data"]["prospect"]) for body in gateway.bodies)


def close(person: Prospect) -> None:
    """They want no calls."""
    Wish.objects.create(prospect=person, kind="no_channel", channel="phone", said_at=NOW, source="test")


def test_an_event_is_told_once_and_what_was_before_is_not(house: House) -> None:
    anna, bert = meet(house), meet(house, "Bert Bow", email="bert@bow.example")
    close(anna)
    with a_gateway() as gateway:
        secret = subscribe(gateway)
        close(bert)
        end(bert.pk, "said_no", because="no need", by=None, now=SOON)
        assert collect(now=SOON) == 2
        assert collect(now=SOON) == 0
        send_due(now=SOON)
        send_due(now=SOON)
    assert told(gateway) == [("consent.opted_out", bert.ref), ("prospect.ended", bert.ref)]
    headers, raw = gateway.heard[0]
    assert is_signed(raw, headers["keepwarm-signature"], secret, now=SOON)
    assert "Bert" not in raw.decode()
    assert "bow.example" not in raw.decode()


def test_it_hears_only_what_it_asked_for(house: House) -> None:
    anna = meet(house)
    with a_gateway() as gateway:
        subscribe(gateway, Kind.LEAD, Kind.REOPENED)
        close(anna)
        StandingChange.objects.create(prospect=anna, what="stage", old="2", new=str(int(Stage.LEAD)), because="met", at=SOON)
        StandingChange.objects.create(prospect=anna, what="end", old="said_no", because="came back", at=SOON)
        collect(now=SOON)
        send_due(now=SOON)
    assert told(gateway) == [("prospect.lead", anna.ref), ("prospect.reopened", anna.ref)]


def test_an_offer_and_its_answer_are_heard_of(house: House) -> None:
    agree()
    anna = a_lead(house)
    with a_gateway() as gateway:
        subscribe(gateway, Kind.OFFERED, Kind.ACCEPTED)
        handoff = offer(anna.pk, to_seat=house.cara, by=user_of(house.ines), now=NOW)
        collect(now=NOW)
        accept(handoff.ref, by=user_of(house.cara), now=SOON)
        collect(now=SOON)
        collect(now=SOON)
        send_due(now=SOON)
    assert told(gateway) == [("handoff.accepted", anna.ref), ("handoff.offered", anna.ref)]


def test_inquiries_answers_signs_cases_and_a_paused_mailing_are_heard_of(house: House) -> None:
    asked = (Kind.INQUIRED, Kind.ANSWERED, Kind.SIGN, Kind.CASE, Kind.PAUSED)
    with a_gateway() as gateway:
        subscribe(gateway, *asked)
        anna = meet(house)
        question = Question.objects.create(key="roof", label="Which roof?")
        Given.objects.create(prospect=anna, question=question, value="flat", value_folded="flat", evidence=3, learned_at=SOON)
        record_signs(
            [NewSign(anna.pk, SignKind.CLICK, SOON, source="mailing:x", once="1"), NewSign(anna.pk, SignKind.VISIT, SOON, once="2")],
            now=SOON,
        )
        Sign.objects.filter(kind="visit").update(is_robot=True)
        Case.objects.create(prospect=anna, owner=house.ines, what="too late", channel="phone", opened_at=SOON, due_at=SOON)
        paused = Mailing.objects.create(name="News", subject="News", made_at=NOW, state="paused", paused_at=SOON)
        collect(now=SOON)
        assert collect(now=SOON) == 0
        send_due(now=SOON)
    heard = {body["type"]: body["data"] for body in gateway.bodies}
    assert set(heard) == set(asked)
    assert len(gateway.bodies) == len(asked)
    assert (heard["answer.given"]["question"], heard["sign.seen"]["sign"]) == ("roof", "click")
    assert heard["inquiry.received"]["source"] == house.web.ref
    assert heard["mailing.paused"]["mailing"] == paused.ref
    assert all("flat" not in json.dumps(body) and "too late" not in json.dumps(body) for body in gateway.bodies)


def test_who_subscribed_before_a_kind_was_told_or_asks_for_more_later_hears_nothing_of_the_past(house: House) -> None:
    anna = meet(house)
    with a_gateway() as gateway:
        subscribe(gateway, Kind.LEAD)
        Subscription.objects.update(first={"change": 0}, read_to={"change": 0})
        one = Subscription.objects.get()
        collect(now=NOW)
        change_subscription(one.endpoint.ref, NewEndpoint("Ledger", gateway.url, is_inside=True), [Kind.INQUIRED], by=None, now=NOW)
        collect(now=SOON)
        late = meet(house, "Late Lane", email="late@lane.example")
        collect(now=SOON)
        send_due(now=SOON)
    assert told(gateway) == [("inquiry.received", late.ref)]
    assert anna.ref != late.ref


def test_many_at_once_are_all_told_in_their_minute(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "AGAIN", 1)
    monkeypatch.setattr(queries, "AT_ONCE", 2)
    with a_gateway() as gateway:
        subscribe(gateway, Kind.INQUIRED)
        people = [meet(house, f"P{number} Bow", email=f"p{number}@bow.example") for number in range(7)]
        assert collect(now=SOON) == 7
        assert collect(now=SOON) == 0
        send_due(now=SOON)
    assert told(gateway) == sorted(("inquiry.received", one.ref) for one in people)


def test_what_perhaps_arrived_goes_again_under_the_same_key(house: House) -> None:
    with a_gateway(Answer(hangs=True), Answer(500), Answer(200)) as gateway:
        subscribe(gateway, Kind.OPTED_OUT)
        close(meet(house))
        collect(now=NOW)
        for minutes in (0, 2, 10):
            send_due(now=NOW + timedelta(minutes=minutes), seconds=0.3 if minutes == 0 else 3.0)
    assert len(gateway.keys) == 3
    assert len(set(gateway.keys)) == 1
    assert Parcel.objects.get().state == "accepted"


def test_an_unknown_event_and_a_private_address_are_refused(house: House) -> None:
    with pytest.raises(EndpointRefused):
        add_subscription(NewEndpoint("Ledger", "https://ledger.example/"), ["prospect.sneezed"], by=None, now=NOW)
    with pytest.raises(EndpointRefused):
        add_subscription(NewEndpoint("Ledger", "https://192.168.1.4/"), Kind.values, by=None, now=NOW)
    assert not Subscription.objects.exists()


@time_machine.travel(NOW, tick=False)
def test_by_page_by_api_and_by_shell(house: House) -> None:
    adam = Client()
    adam.force_login(house.adam)
    with a_gateway() as gateway:
        said = {"name": "Ledger", "url": gateway.url, "is_inside": "on", "events": ["sale.made"]}
        assert re.search(r"whsec_[\w-]{40,}", adam.post("/events/", said).content.decode())
        ref = Subscription.objects.get().endpoint.ref
        assert "All is well" in adam.post(f"/events/{ref}/test/", follow=True).content.decode()
        assert adam.post(f"/events/{ref}/", said | {"events": ["sale.made", "prospect.lead"]}).status_code == 302
        key, _row = make_key(house.adam, name="k", scopes=[Scope.WEBHOOKS_READ, Scope.WEBHOOKS_WRITE], by=house.adam, now=NOW)
        bearer = {"Authorization": f"Bearer {key}", "Idempotency-Key": "1"}
        assert Client().get("/api/v1/webhooks", headers=bearer).json()[0]["events"] == ["prospect.lead", "sale.made"]
        body = {"name": "Other", "url": gateway.url, "events": ["sale.made"], "is_inside": True}
        made = Client().post("/api/v1/webhooks", body, content_type="application/json", headers=bearer)
        assert (made.status_code, made.json()["secret"][:6]) == (201, "whsec_")
        path, bearer["Idempotency-Key"] = f"/api/v1/webhooks/{made.json()['ref']}/remove", "2"
        assert Client().post(path, content_type="application/json", headers=bearer).status_code == 200
    shown = CliRunner().invoke(keepwarm, ["webhook", "list", "--json"], catch_exceptions=False).output
    assert [line["name"] for line in json.loads(shown)] == ["Ledger"]
    assert adam.post(f"/events/{ref}/remove/").status_code == 302


def test_what_was_taken_long_ago_is_dropped_and_not_told_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "AGAIN", 2)
    with a_gateway() as gateway:
        subscribe(gateway, Kind.OPTED_OUT)
        people = [meet(house, f"P{number} Bow", email=f"p{number}@bow.example") for number in range(5)]
        for person in people:
            close(person)
        assert collect(now=SOON) == 5
        send_due(now=SOON)
        later = SOON + timedelta(days=91)
        assert clear_told(now=SOON + timedelta(days=80)) == 0
        assert clear_told(now=later) == 3
        assert Parcel.objects.count() == 2, "those that are read again are known by their parcel"
        assert collect(now=later) == 0
        send_due(now=later)
    assert len(gateway.bodies) == 5
