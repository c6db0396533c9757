"""A message is queued in the caller's transaction, and its names and bytes never change from then on."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from keepwarm.outbox.actions import freeze_template, queue_message, queue_messages
from keepwarm.outbox.actions.queueing import QueuedAlready
from keepwarm.outbox.addressing import UnusableAddress
from keepwarm.outbox.building import BlankMergeField, BytesDiffer, bytes_of
from keepwarm.outbox.models import Account, Frozen, Message
from keepwarm.outbox.new import NewMessage
from keepwarm.outbox.queries import find_by_message_id, find_by_tag
from keepwarm.outbox.queries.accounts import NoAccount
from tests.cast import NOW, meet, open_house

pytestmark = pytest.mark.django_db


def open_account(**fields: object) -> Account:
    given = {"name": "House", "host": "127.0.0.1", "from_email": "hello@house.example", "from_name": "House", "made_at": NOW, **fields}
    return Account.objects.create(**given)


def letter(prospect_id: int | None = None, **fields: object) -> NewMessage:
    given = {"kind": "personal", "to_email": "anna@arnold.example", "subject": "Our talk", "text": "Hello", "prospect_id": prospect_id}
    return NewMessage(**{**given, **fields})  # type: ignore[arg-type]


def test_the_bytes_are_kept_and_carry_the_one_click_link() -> None:
    anna = meet(open_house())
    open_account(tags="plus")
    row = queue_message(letter(anna.pk, to_name="Anna\r\nBcc: x@y.example"), now=NOW)
    raw = bytes_of(Message.objects.get(pk=row.pk)).decode()
    assert "\r\nBcc:" not in raw
    assert f"Message-ID: <{row.message_id}>" in raw
    assert "List-Unsubscribe: <http://127.0.0.1:8000/hear/one-click/" in raw
    assert raw.endswith("Hello\r\n")


def test_a_reply_and_a_bounce_find_their_message_by_its_names() -> None:
    open_account(tags="plus")
    row = queue_message(letter(), now=NOW)
    assert row.envelope_from == f"hello+{row.tag}@house.example"
    assert find_by_tag(row.envelope_from.upper()) == row
    assert find_by_message_id(f"<a@b.example> <{row.message_id}>") == row
    assert find_by_tag(f"hello+{'a' * 26}@house.example") is None
    assert find_by_message_id("<>") is None


def test_a_mailing_is_built_again_byte_for_byte() -> None:
    open_account()
    template = freeze_template("For {name}", "Dear {name},\nnews.", "<p>Dear {name}</p>", now=NOW)
    news = [letter(kind="mailing", to_email=f"p{i}@x.example", template_id=template.pk, values={"name": f"P{i} <b>"}) for i in range(3)]
    for row in queue_messages(news, now=NOW):
        again = Message.objects.select_related("frozen", "template").get(pk=row.pk)
        assert b"Dear P" in bytes_of(again)
        assert b"&lt;b&gt;" in bytes_of(again)
    assert not Frozen.objects.exists()
    again.values["fill"]["name"] = "Somebody else"
    with pytest.raises(BytesDiffer):
        bytes_of(again)


def test_a_blank_place_is_refused_and_nothing_is_queued() -> None:
    open_account()
    template = freeze_template("News", "Dear {name}", now=NOW)
    with pytest.raises(BlankMergeField):
        queue_message(letter(kind="mailing", template_id=template.pk, values={"name": " "}), now=NOW)
    assert not Message.objects.exists()


def test_one_touch_is_sent_once_to_an_address_and_a_refusal_breaks_no_transaction() -> None:
    open_account()
    with transaction.atomic():
        queue_message(letter(once_key="welcome:7"), now=NOW)
        with pytest.raises(QueuedAlready):
            queue_message(letter(once_key="welcome:7"), now=NOW + timedelta(days=1))
        assert connection.is_usable()
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    "email", ["", "anna", "a b@c.example", "a@b", "a@b.example\r\nRCPT TO:<x@y.example>", "a@" + "x" * 250 + ".example"]
)
def test_what_is_no_address_is_refused(email: str) -> None:
    open_account()
    with pytest.raises(UnusableAddress):
        queue_message(letter(to_email=email), now=NOW)


def test_without_an_account_one_is_told_so() -> None:
    with pytest.raises(NoAccount):
        queue_message(letter(), now=NOW)


def test_the_reps_own_account_comes_before_the_house() -> None:
    house = open_house()
    open_account()
    own = open_account(seat=house.ines, from_email="ines@house.example")
    assert queue_message(letter(seat_id=house.ines.pk), now=NOW).account == own
    assert queue_message(letter(seat_id=house.ivo.pk), now=NOW).account != own
