"""What the gateway tells us, by a key or signed: arrived, no such number, what they wrote, and STOP."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from keepwarm.consent.models import Permission, Wish
from keepwarm.courier.actions import EndpointRefused, add_endpoint
from keepwarm.courier.models import Endpoint
from keepwarm.courier.new import NewEndpoint
from keepwarm.courier.posting import post
from keepwarm.courier.signing import sign
from keepwarm.messaging.actions import hear, send_due, settle_results, take_up, write_messages
from keepwarm.messaging.actions.hearing import is_stop_asked
from keepwarm.messaging.models import Heard, Message
from keepwarm.messaging.refusals import MessagingRefused
from keepwarm.programs.actions import carry_out, choose_turns
from keepwarm.prospects.models import Address, Prospect
from keepwarm.staff.actions import Scope, make_key
from keepwarm.touches.models import Signal, Touch
from tests.cast import NOW, House, open_house, user_of
from tests.gateways import PHONE, Answer, a_gateway, by_message, send, set_gateway, write
from tests.keeping import fresh, item, run_program

pytestmark = pytest.mark.django_db
REPORTS = "/api/v1/short-messages/reports"


@pytest.fixture
def house() -> House:
    return open_house()


def tell(said: dict[str, Any], secret: str, *, at: datetime = NOW) -> tuple[int, dict[str, Any]]:
    """As the gateway tells it: signed."""
    raw = json.dumps(said).encode()
    answer = Client().post(REPORTS, raw, content_type="application/json", headers={"Keepwarm-Signature": sign(raw, secret, at=at)})
    return answer.status_code, answer.json()


def sent(house: House) -> tuple[Prospect, Message, str]:
    """Somebody who got a message, and the secret of the gateway."""
    with a_gateway(Answer(202, '{"id": "their-7"}')) as gateway:
        _row, secret = set_gateway(gateway)
        anna = by_message(house)
        return anna, send(write(anna)), secret


@time_machine.travel(NOW, tick=False)
def test_arrived_is_told_by_our_key_or_by_theirs_and_twice_is_once(house: House) -> None:
    _anna, message, secret = sent(house)
    assert message.parcel is not None
    assert tell({"type": "delivered", "id": "their-7"}, secret)[0] == 200
    assert tell({"type": "delivered", "id": message.parcel.ref}, secret)[0] == 200
    assert Message.objects.get().report == "delivered"
    assert tell({"type": "delivered", "id": "nothing"}, secret)[0] == 404


@time_machine.travel(NOW, tick=False)
def test_a_number_that_does_not_exist_is_used_no_more_and_a_next_touch_is_set(house: House) -> None:
    anna, _message, secret = sent(house)
    tell({"type": "failed", "id": "their-7", "because": "unknown_number"}, secret)
    assert Touch.objects.get(channel="message").disposition == "failed"
    assert Address.objects.get(prospect=anna, kind="phone").state == "wrong"
    assert fresh(anna).next_touch_at is not None
    assert fresh(anna).because_rule != "letter_on_its_way"


@time_machine.travel(NOW, tick=False)
def test_one_that_takes_no_messages_stays_for_calls(house: House) -> None:
    anna, _message, secret = sent(house)
    tell({"type": "failed", "id": "their-7", "because": "cannot_receive"}, secret)
    assert Address.objects.get(prospect=anna, kind="phone").state == "ok"
    assert Permission.objects.get(prospect=anna, channel="message").withdrawn_at == NOW


@time_machine.travel(NOW, tick=False)
def test_what_they_write_stands_on_the_timeline_and_waits_for_an_answer(house: House) -> None:
    anna, _message, secret = sent(house)
    said = {"type": "received", "id": "in-1", "from": "07400 123456", "text": "How much would it cost?"}
    assert tell(said, secret)[0] == 422  # nobody knows of which country it is
    said["from"] = "+44 7400 123456"
    assert tell(said, secret) == (200, {"ref": Heard.objects.get().ref, "is_known": True, "is_stop": False})
    tell(said, secret)
    theirs = Touch.objects.get(channel="message", direction="in")
    assert (theirs.prospect, theirs.note) == (anna, "How much would it cost?")
    assert Signal.objects.open().get(prospect=anna, kind="reply").args["kind"] == "question"
    assert fresh(anna).next_step in {"call", "write"}


def test_a_rep_may_answer_whoever_wrote_and_nobody_else(house: House) -> None:
    anna, _message, _secret = sent(house)
    ines = user_of(house.ines)
    with pytest.raises(MessagingRefused, match="A rep answers"):
        write_messages([anna.pk], text="Hello", by=ines, now=NOW)
    hear("in-1", PHONE, "How much would it cost?", now=NOW)
    assert write_messages([anna.pk], text="About 40 a month.", by=ines, now=NOW).waiting == 1
    assert not Signal.objects.open().filter(prospect=anna, kind="reply").exists()


@time_machine.travel(NOW, tick=False)
def test_stop_closes_this_way_at_once_and_no_other(house: House) -> None:
    anna, _message, secret = sent(house)
    bert = by_message(house, "Bert Bow")  # the same number
    waiting = Message.objects.get(ref=write_messages([bert.pk], text="Hello", by=None, now=NOW).refs[0])
    assert tell({"type": "received", "id": "in-1", "from": PHONE, "text": " Stop. "}, secret)[1]["is_stop"] is True
    for person in (anna, bert):
        assert Wish.objects.get(prospect=person).channel == "message"
        assert fresh(person).next_touch_at is not None
        assert not Signal.objects.open().filter(prospect=person, kind="reply").exists()
    send_due(now=NOW)
    waiting.refresh_from_db()
    assert waiting.parcel is not None
    assert waiting.parcel.state == "cancelled"
    assert fresh(anna).ended_at is None


@pytest.mark.parametrize(
    ("words", "is_stop"),
    [("STOP", True), ("stopp!", True), ("Abmelden", True), ("Please do not send me any more messages", True), ("See you on Monday", False)],
)
def test_stop_is_understood_in_their_words(words: str, is_stop: bool) -> None:
    assert is_stop_asked(words, now=NOW) is is_stop


def test_other_words_that_seem_to_ask_for_no_more_close_the_way_and_a_person_looks(house: House) -> None:
    anna, _message, _secret = sent(house)
    assert hear("in-1", PHONE, "Please do not send me any more messages", now=NOW).is_stop
    assert Wish.objects.get(prospect=anna).channel == "message"
    assert Signal.objects.open().filter(prospect=anna, kind="reply").exists()


@time_machine.travel(NOW, tick=False)
def test_a_bad_signature_an_old_one_and_a_key_without_the_scope_are_refused(house: House) -> None:
    _anna, _message, secret = sent(house)
    said = {"type": "delivered", "id": "their-7"}
    assert tell(said, "whsec_another")[0] == 401
    assert tell(said, secret, at=datetime.fromisoformat("2026-11-18T09:00:00+00:00"))[0] == 401
    wrong, _row = make_key(house.max, name="gateway", scopes=[Scope.MESSAGES_READ], by=house.max, now=NOW)
    right, _row = make_key(house.max, name="gateway", scopes=[Scope.MESSAGES_REPORT], by=house.max, now=NOW)
    codes = [
        Client().post(REPORTS, said, content_type="application/json", headers={"Authorization": f"Bearer {key}"}).status_code
        for key in (wrong, right)
    ]
    assert codes == [403, 200]


def test_a_strangers_message_is_kept_and_belongs_to_nobody(house: House) -> None:
    heard = hear("in-9", "+447400999999", "Who is this?", now=NOW)
    assert (heard.prospect, heard.touch) == (None, None)


def test_a_program_chooses_a_message_for_whoever_has_no_other_way(house: House) -> None:
    run_program(house, "Pumps", "pumps")
    item("Guide", "pumps", short_text="{first_name|Hello}, a guide to pumps:", url="https://house.example/guide")
    item("Long read", "pumps", worth=90)  # without a short text it goes by no message
    with a_gateway() as gateway:
        set_gateway(gateway)
        anna = by_message(house, interests=("pumps",))
        choose_turns(now=NOW)
        carry_out(now=NOW)
        assert fresh(anna).because_rule == "letter_on_its_way"
        take_up(now=NOW)
        take_up(now=NOW)
        send_due(now=NOW)
    assert [body["data"]["text"] for body in gateway.bodies] == [
        "Anna, a guide to pumps: https://house.example/guide\nAnswer STOP to end these messages."
    ]
    assert Touch.objects.get(channel="message").disposition == "delivered"


def test_without_a_gateway_nothing_is_chosen_and_nobody_is_forgotten(house: House) -> None:
    run_program(house, "Pumps", "pumps")
    item("Guide", "pumps", short_text="A guide")
    anna = by_message(house, interests=("pumps",))
    choose_turns(now=NOW)
    carry_out(now=NOW)
    assert not Touch.objects.filter(channel="message").exists()
    assert fresh(anna).next_touch_at is not None


def test_a_text_that_needs_what_we_do_not_know_is_held_with_a_next_touch(house: House) -> None:
    run_program(house, "Pumps", "pumps")
    item("Guide", "pumps", short_text="For {job}: a guide")
    with a_gateway() as gateway:
        set_gateway(gateway)
        anna = by_message(house, interests=("pumps",))
        choose_turns(now=NOW)
        carry_out(now=NOW)
        take_up(now=NOW)
        settle_results(now=NOW)
    assert (Message.objects.get().held_because, gateway.heard) == ("missing_field", [])
    assert Touch.objects.get(channel="message").voided_at == NOW
    assert fresh(anna).because_rule != "letter_on_its_way"


@pytest.mark.parametrize(
    ("url", "is_inside"),
    [
        ("https://10.0.0.7/messages", False),
        ("https://localhost/messages", False),
        ("http://gateway.example/messages", False),
        ("https://user:secret@gateway.example/", False),
        ("http://169.254.169.254/latest", True),
        ("ftp://gateway.example/", True),
    ],
)
def test_an_address_that_is_private_or_readable_on_the_way_is_refused(house: House, url: str, is_inside: bool) -> None:
    with pytest.raises(EndpointRefused):
        add_endpoint(Endpoint.Kind.MESSAGES, NewEndpoint("Gateway", url, is_inside), by=house.adam, now=NOW)


def test_a_name_that_leads_to_our_own_machine_is_not_asked() -> None:
    with a_gateway() as gateway:
        answer = post(gateway.url.replace("127.0.0.1", "localhost"), b"{}", {}, is_inside=False, now=NOW)
    assert (answer.outcome, answer.said, gateway.heard) == ("closed", "private", [])
