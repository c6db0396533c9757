"""A short message is handed over once, under one key on every try, signed; what happens to it sets the next touch."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from keepwarm.consent.models import Wish
from keepwarm.courier.actions import sweep
from keepwarm.courier.models import Attempt, Endpoint, Parcel, State
from keepwarm.courier.signing import is_signed
from keepwarm.messaging.actions import decide, send_due, settle_results
from keepwarm.messaging.models import Message
from keepwarm.prospects.models import Address, Prospect
from keepwarm.touches.models import Signal
from tests.cast import NOW, House, open_house
from tests.gateways import Answer, a_gateway, by_message, send, set_gateway, write
from tests.keeping import fresh

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(seconds=75)


@pytest.fixture
def house() -> House:
    return open_house()


def stands(message: Message) -> tuple[str, str]:
    """The state of its parcel, and of its touch."""
    assert message.parcel is not None
    assert message.touch is not None
    return message.parcel.state, message.touch.disposition


def is_kept(person: Prospect) -> bool:
    """They have a next touch, and it is not to wait for a message that is over."""
    after = fresh(person)
    return after.next_touch_at is not None and after.because_rule != "letter_on_its_way"


def test_it_is_taken_signed_and_counts_as_a_touch(house: House) -> None:
    with a_gateway(Answer(202, '{"id": "their-7"}')) as gateway:
        _row, secret = set_gateway(gateway)
        anna = by_message(house)
        waiting = write(anna)
        assert fresh(anna).because_rule == "letter_on_its_way"
        message = send(waiting)
    assert stands(message) == ("accepted", "delivered")
    assert message.parcel is not None
    assert message.parcel.their_ref == "their-7"
    ((headers, raw),) = gateway.heard
    assert gateway.bodies[0]["data"] == {
        "to": {"kind": "phone", "value": "+447400123456"},
        "text": "Hello Anna, the slides are there.",
        "language": "en",
        "is_answer": False,
    }
    assert gateway.keys == [message.parcel.ref]
    assert is_signed(raw, headers["keepwarm-signature"], secret, now=NOW)
    assert not is_signed(raw + b" ", headers["keepwarm-signature"], secret, now=NOW)
    assert not is_signed(raw, headers["keepwarm-signature"], secret, now=NOW + timedelta(minutes=6))
    assert is_kept(anna)


def test_after_500_the_same_key_goes_again_and_not_before_it_is_wished(house: House) -> None:
    with a_gateway(Answer(500), Answer(429, retry_after="1800"), Answer(200)) as gateway:
        set_gateway(gateway)
        message = send(write(by_message(house)))
        assert stands(message) == ("queued", "queued")
        assert send_due(now=NOW + timedelta(seconds=50)) == 0
        message = send(message, now=SOON)
        assert message.parcel is not None
        assert message.parcel.next_try_at >= SOON + timedelta(minutes=30)
        assert send_due(now=SOON + timedelta(minutes=29)) == 0
        message = send(message, now=SOON + timedelta(minutes=31))
    assert stands(message) == ("accepted", "delivered")
    assert len(gateway.keys) == 3
    assert len(set(gateway.keys)) == 1
    assert list(Attempt.objects.order_by("number").values_list("code", flat=True)) == [500, 429, 200]


def test_nobody_answers_for_days_and_then_it_failed_with_a_next_touch(house: House) -> None:
    with a_gateway() as gateway:
        set_gateway(gateway)
    anna = by_message(house)
    message, at = send(write(anna)), NOW
    while stands(message)[0] == "queued":
        assert message.parcel is not None
        at = message.parcel.next_try_at
        message = send(message, now=at)
    assert timedelta(days=3) <= at - NOW < timedelta(days=6)
    assert stands(message) == ("failed", "failed")
    assert is_kept(anna)


def test_a_timeout_in_the_middle_is_uncertain_and_never_goes_again_by_itself(house: House) -> None:
    with a_gateway(Answer(hangs=True)) as gateway:
        set_gateway(gateway)
        anna = by_message(house)
        message = send(write(anna), seconds=0.3)
        assert stands(message) == ("uncertain", "uncertain")
        assert send_due(now=NOW + timedelta(days=4)) == 0
        assert is_kept(anna)
        decide(message.ref, "again", by=house.max, now=SOON)
        message = send(message, now=SOON)
    assert stands(message) == ("accepted", "delivered")
    assert len(gateway.keys) == 2
    assert len(set(gateway.keys)) == 1


def test_one_that_perhaps_arrived_did_so_by_a_persons_word(house: House) -> None:
    with a_gateway(Answer(hangs=True)) as gateway:
        set_gateway(gateway)
        message = send(write(by_message(house)), seconds=0.3)
    assert stands(Message.objects.get(pk=decide(message.ref, "arrived", by=house.max, now=SOON).pk)) == ("accepted", "delivered")


def test_where_a_key_is_known_what_perhaps_arrived_goes_again(house: House) -> None:
    with a_gateway(Answer(hangs=True), Answer(200)) as gateway:
        set_gateway(gateway, is_idempotent=True)
        message = send(write(by_message(house)), seconds=0.3)
        assert stands(message)[0] == "queued"
        message = send(message, now=SOON)
    assert stands(message) == ("accepted", "delivered")
    assert len(set(gateway.keys)) == 1


def test_a_sender_that_died_while_handing_over_leaves_it_uncertain(house: House) -> None:
    with a_gateway() as gateway:
        set_gateway(gateway)
        anna = by_message(house)
        message = write(anna)
        Parcel.objects.update(state=State.HANDING_OVER, fence=7, lease_until=NOW + timedelta(minutes=5))
        assert sweep(now=NOW + timedelta(minutes=4)) == 0
        assert send_due(now=NOW + timedelta(minutes=6)) == 0
    assert gateway.heard == []
    assert stands(Message.objects.get(pk=message.pk)) == ("uncertain", "uncertain")
    assert is_kept(anna)


def test_410_is_for_good_and_the_next_touch_is_set(house: House) -> None:
    with a_gateway(Answer(410, "gone")) as gateway:
        set_gateway(gateway)
        anna = by_message(house)
        message = send(write(anna))
    assert stands(message) == ("failed", "failed")
    assert Signal.objects.open().filter(prospect=anna, kind="letter_missed").exists()
    assert is_kept(anna)
    assert Address.objects.get(prospect=anna, kind="phone").state == "ok"


def test_a_number_that_does_not_exist_is_used_no_more(house: House) -> None:
    with a_gateway(Answer(422, '{"error": "unknown_number"}')) as gateway:
        set_gateway(gateway)
        anna = by_message(house)
        send(write(anna))
    assert Address.objects.get(prospect=anna, kind="phone").state == "wrong"
    assert is_kept(anna)


@pytest.mark.parametrize("how", ["they want none", "it was taken back"])
def test_an_opt_out_between_queue_and_hand_over_holds_it_back(house: House, how: str) -> None:
    with a_gateway() as gateway:
        set_gateway(gateway)
        anna = by_message(house)
        message = write(anna)
        if how == "they want none":
            Wish.objects.create(prospect=anna, kind="no_channel", channel="message", said_at=NOW, source="test")
        else:
            decide(message.ref, "cancel", by=house.max, now=NOW)
        message = send(message, now=SOON)
    assert gateway.heard == []
    assert message.parcel is not None
    assert (message.parcel.state, message.parcel.because) == ("cancelled", "not_permitted" if how == "they want none" else "called_back")
    assert message.touch is not None
    assert message.touch.voided_at is not None
    assert is_kept(anna)


def test_at_night_it_waits_for_their_morning(house: House) -> None:
    night = datetime.fromisoformat("2026-11-18T23:30:00+00:00")
    with a_gateway() as gateway:
        set_gateway(gateway)
        message = send(write(by_message(house)), now=night)
        assert gateway.heard == []
        assert message.parcel is not None
        assert message.parcel.state == "queued"
        assert message.parcel.next_try_at.isoformat() == "2026-11-19T09:00:00+00:00"
        message = send(message, now=message.parcel.next_try_at)
    assert stands(message) == ("accepted", "delivered")


def test_a_gateway_that_refuses_our_key_rests_and_keeps_what_waits(house: House) -> None:
    with a_gateway(Answer(401, "who are you?")) as gateway:
        set_gateway(gateway)
        message = send(write(by_message(house)))
        assert stands(message) == ("queued", "queued")
        assert "401" in Endpoint.objects.get().paused_because
        assert send_due(now=NOW + timedelta(days=1)) == 0
    assert settle_results(now=SOON) == 0
    assert len(gateway.heard) == 1
