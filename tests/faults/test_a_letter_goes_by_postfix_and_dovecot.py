"""The whole way by real servers: what Postfix delivered is signed for all to see, and what a rep sends elsewhere comes back by IMAP."""

from __future__ import annotations

import re
import smtplib
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import dkim
import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from keepwarm.consent.models import Permission
from keepwarm.consent.queries import Mail, Sending, may_send
from keepwarm.decisions.actions import settle
from keepwarm.inbox.actions import connect_mailbox, fetch_mailbox
from keepwarm.inbox.models import Received
from keepwarm.inbox.queries.copies import copy_address
from keepwarm.letters.queries.budget import read_budget
from keepwarm.letters.queries.listing import sent_of
from keepwarm.outbox.actions import freeze_template, queue_message
from keepwarm.outbox.actions.accounts import add_account, dkim_record, make_dkim_key
from keepwarm.outbox.models import Account, Message
from keepwarm.outbox.new import Attachment, NewMessage
from keepwarm.prospects.models import Prospect
from keepwarm.touches.models import Touch
from tests.cast import House, meet, open_house, user_of
from tests.faults.test_each_step_of_handing_over_can_break import send_once
from tests.mail_servers import PASSWORD, Dovecot, dovecot
from tests.relays import Postfix, postfix

pytestmark = pytest.mark.django_db(transaction=True)
BOXES = {"anna@arnold.example": "anna", "hello@house.example": "house"}


@pytest.fixture
def relay(settings: Settings) -> Iterator[Postfix]:
    settings.PUBLIC_URL = "https://house.example"  # one click wants it
    with postfix(BOXES) as running:
        yield running


@pytest.fixture
def mailboxes(relay: Postfix) -> Iterator[Dovecot]:
    """The mailboxes into which Postfix delivers, as a mail program reads them."""
    with dovecot(f"mail_location = maildir:{relay.mail}/%u") as running:
        yield running


@pytest.fixture
def house(relay: Postfix) -> House:
    return open_house()


@pytest.fixture
def account(house: House, relay: Postfix) -> Account:
    values = {
        "name": "House",
        "host": "127.0.0.1",
        "port": relay.port,
        "security": "none",
        "from_email": "hello@house.example",
        "tags": "plus",
    }
    row = add_account({**values, "from_name": "Häuser & Co"}, seat_id=None, by=None, now=timezone.now())
    make_dkim_key(row, "kw1", by=None, now=timezone.now())
    return Account.objects.get(pk=row.pk)


@pytest.fixture
def anna(house: House, account: Account) -> Prospect:
    anna = meet(house, firm="Arnold Ltd")
    Permission.objects.create(prospect=anna, channel="mailing", kind="express", proof="form", given_at=timezone.now())
    settle([anna.pk], by=None, now=timezone.now())
    return anna


def letter_to(anna: Prospect, **more: object) -> Message:
    given = {
        "kind": "personal",
        "prospect_id": anna.pk,
        "to_name": "Änna “A.” Arnold",
        "subject": "Grüße: the 2nd  pump",
        "text": "Hi\n.\n..x\n",
    }
    return queue_message(NewMessage(to_email="anna@arnold.example", **{**given, **more}), now=timezone.now())  # type: ignore[arg-type]


def is_signed(raw: bytes, account: Account) -> bool:
    """What a receiver finds who asks the DNS for our key."""
    name, record = dkim_record(account)
    asked: list[str] = []

    def dns(wanted: bytes, timeout: int = 5) -> bytes:
        asked.append(wanted.decode().rstrip("."))
        return record.encode()

    good: bool = dkim.verify(raw, dnsfunc=dns)
    assert asked == [name]
    return good


def test_what_postfix_delivered_is_signed_for_all_to_see(relay: Postfix, account: Account, anna: Prospect) -> None:
    template = freeze_template("News for {name}", "Hello {name},\n\nGrüße   \n", "<p>Hello {name}, grüße</p>", now=timezone.now())
    letter_to(anna, attachments=(Attachment("Angebot „A“.pdf", "application/pdf", b"%PDF-1.4\r\n\x00\xff" * 900),))
    letter_to(anna, kind="answer", calendar=b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", in_reply_to="<1@arnold.example>")
    letter_to(
        anna, kind="mailing", subject="", text="", template_id=template.pk, values={"name": "Änna"}, list_id="News <news.house.example>"
    )
    assert send_once().sent == 3
    arrived = relay.arrived("anna", 3)
    assert [is_signed(raw, account) for raw in arrived] == [True, True, True]
    assert not is_signed(arrived[0].replace(b"\nTo: ", b"\nTo: x", 1), account)
    read = {one["Message-ID"]: one for one in (message_from_bytes(raw, policy=policy.default) for raw in arrived)}
    assert set(read) == {f"<{row.message_id}>" for row in Message.objects.all()}
    direct = [one for one in read.values() if one["In-Reply-To"]]
    assert [one["List-Unsubscribe"] for one in direct] == [None], "a direct answer has no list to leave"


def test_by_one_click_of_what_postfix_delivered_nothing_more_goes(relay: Postfix, account: Account, anna: Prospect, client: Client) -> None:
    letter_to(anna)
    waiting = letter_to(anna, subject="The next one")
    Message.objects.filter(pk=waiting.pk).update(next_try_at=timezone.now().replace(year=2099))
    send_once()
    (raw,) = relay.arrived("anna")
    head = message_from_bytes(raw, policy=policy.default)
    assert head["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = re.search(r"<https://house\.example(/[^>]+)>", head["List-Unsubscribe"])
    assert found

    def may() -> bool:
        return may_send([Sending(anna.pk, Mail.PERSONAL, None, "anna@arnold.example")], now=timezone.now())[0].yes

    assert client.get(found[1]).status_code < 500
    assert client.head(found[1]).status_code < 500
    assert may(), "to look is no word"
    assert client.post(found[1], {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not may()
    Message.objects.filter(pk=waiting.pk).update(next_try_at=timezone.now())
    assert send_once().sent == 0
    assert Message.objects.get(pk=waiting.pk).state == "cancelled"


def test_a_letter_sent_elsewhere_and_copied_to_us_is_named_and_counts(
    relay: Postfix, mailboxes: Dovecot, house: House, anna: Prospect
) -> None:
    box = connect_mailbox(
        "house", host="127.0.0.1", port=mailboxes.port, security="none", user="house", password=PASSWORD, by=None, now=timezone.now()
    )
    fetch_mailbox(box, now=timezone.now())
    assert not read_budget(house.ines, now=timezone.now()).is_known
    written = EmailMessage()
    written["From"], written["To"], written["Subject"] = "Ines <ines@house.example>", "Anna <anna@arnold.example>", "From my phone"
    written["Message-ID"] = "<phone-1@house.example>"
    written.set_content("Hello Anna, grüße.")
    with smtplib.SMTP("127.0.0.1", relay.port, timeout=30) as line:
        line.send_message(written, to_addrs=["anna@arnold.example", copy_address(house.ines)])
        line.send_message(written, to_addrs=["anna@arnold.example", "hello@house.example"])  # whoever only says that she is Ines
    relay.arrived("house", 2)
    assert fetch_mailbox(box, now=timezone.now()) == 2
    assert sorted(Received.objects.values_list("kind", flat=True)) in (["again", "sent"], ["sent", "unproven"])
    touch = Touch.objects.get(channel="email")
    assert (touch.prospect, touch.seat, touch.args["elsewhere"], touch.note) == (anna, house.ines, True, "Hello Anna, grüße.")
    budget = read_budget(house.ines, now=timezone.now())
    assert (budget.is_known, budget.share.letters) == (True, 1)
    (line_of_list,) = sent_of(house.ines, for_=user_of(house.ines), now=timezone.now())
    assert (line_of_list.name, line_of_list.subject, line_of_list.state) == (anna.name, "From my phone", "written elsewhere")
