"""Signing up by a form: no mailbox is flooded, today or over days, and a confirmed yes is heard after an earlier no."""

import re
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.test import Client

from keepwarm.circle.actions.hearing import unsubscribe
from keepwarm.consent.queries import Mail, Sending, may_send
from keepwarm.intake.actions.filling import Given, ask_again, send_form
from keepwarm.intake.actions.inquiry_forms import FormText, save_form
from keepwarm.intake.models import Filled, InquiryForm
from keepwarm.outbox.models import Account, Frozen, Message
from keepwarm.prospects.models import Address
from keepwarm.touches.models import Touch
from tests.at_once import at_once
from tests.cast import NOW, House, meet, open_house

pytestmark = pytest.mark.django_db
SECONDS = timedelta(seconds=30)


@pytest.fixture
def house() -> House:
    Account.objects.create(name="House", host="127.0.0.1", from_email="hello@house.example", made_at=NOW)
    return open_house()


@pytest.fixture
def form(house: House) -> InquiryForm:
    text = FormText(name="Web", heading="Ask us", source="Our website", permission="Write to me now and then.")
    return save_form(text, by=house.max, now=NOW)


def sign_up(client: Client, form: InquiryForm, email: str, *, now: timedelta = timedelta()) -> None:
    """Open the page, tick the permission, and send it."""
    path = f"/ask/{form.ref}/"
    with time_machine.travel(NOW + now, tick=False):
        stamp = re.search(r'name="stamp" value="([^"]+)"', client.get(path).content.decode())
    assert stamp is not None
    with time_machine.travel(NOW + now + SECONDS, tick=False):
        assert client.post(path, {"stamp": stamp[1], "email": email, "permits": "on"}).status_code == 302


def link_in_mail() -> str:
    raw = bytes(Frozen.objects.latest("pk").raw).decode()
    found = re.search(r"/ask/confirm/[\w-]+/", raw.replace("=\r\n", ""))
    assert found is not None
    return found[0]


def test_what_was_too_many_for_an_address_does_not_come_to_it_day_after_day(client: Client, form: InquiryForm) -> None:
    for number in range(8):
        sign_up(client, form, f"victim+{number}@signup.de")
    for hours in range(24 * 10):
        ask_again(now=NOW + timedelta(hours=hours))
    assert Message.objects.count() == 2
    sign_up(client, form, "victim@signup.de", now=timedelta(days=11))
    assert Message.objects.count() == 3  # whoever really wants to sends it once more


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_many_at_once_bring_an_address_no_more_than_its_two_mails(form: InquiryForm) -> None:
    def press(number: int) -> None:
        given = Given(email=f"victim+{number}@signup.de", once=f"once{number}", permits=True)
        send_form(form, given, address=f"10.0.{number}.1", now=NOW)

    assert at_once(*(partial(press, number) for number in range(6))) == [""] * 6
    assert (Filled.objects.count(), Message.objects.count()) == (6, 2)


def test_who_unsubscribed_signs_up_again_and_confirms_it_gets_mailings_again(client: Client, house: House, form: InquiryForm) -> None:
    anna = meet(house, "Anna Arnold", email="anna@arnold.de")
    address = Address.objects.get(prospect=anna, kind="email")
    unsubscribe(anna, address, channel="mailing", how="by the link", now=NOW - timedelta(days=5))
    mailing = [Sending(anna.pk, Mail.MAILING, address.pk)]
    sign_up(client, form, "anna@arnold.de")
    assert not may_send(mailing, now=NOW)[0].yes  # anybody can type an address
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        for _ in range(2):
            assert "is confirmed" in client.post(link_in_mail()).content.decode()
    assert may_send(mailing, now=NOW + timedelta(hours=2))[0].yes
    assert Touch.objects.filter(prospect=anna, note__contains="Signed up for mailings again").count() == 1
    unsubscribe(anna, address, channel="mailing", how="by the link", now=NOW + timedelta(days=1))
    client.post(link_in_mail())
    assert not may_send(mailing, now=NOW + timedelta(days=2))[0].yes  # an old link brings nothing back
