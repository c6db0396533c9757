"""One click from a mailing while the next mailing waits for its dot: what was answered before the gate is asked always wins."""

import threading
import time
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from keepwarm.consent.actions import record_permissions
from keepwarm.consent.links import one_click_path
from keepwarm.consent.models import Permission
from keepwarm.engine.policy import Policy
from keepwarm.outbox.actions import queue_message
from keepwarm.outbox.actions.handing import Ready, hand_over
from keepwarm.outbox.models import Account, Message
from keepwarm.outbox.new import NewMessage
from keepwarm.outbox.protocol import Verdict
from keepwarm.prospects.models import Address, Prospect
from tests.cast import LONG_AGO, House, meet, open_house

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
FENCE = 7
FEW, MANY, SECONDS = 12, 10_000, 60.0


@pytest.fixture
def house() -> House:
    Account.objects.create(name="House", host="127.0.0.1", from_email="hello@house.example", made_at=LONG_AGO)
    return open_house()


def reader(house: House, number: int) -> Prospect:
    found = meet(house, f"Reader {number}", email=f"r{number}@x.example", phone="")
    record_permissions([Permission(prospect=found, channel="mailing", kind="express", proof="form", given_at=LONG_AGO)])
    return found


def claimed(prospect: Prospect, kind: str = "mailing") -> Message:
    """A message to them that a sender has taken along."""
    address, now = Address.objects.get(prospect=prospect, kind="email"), timezone.now()
    to = {"to_email": address.normalized, "prospect_id": prospect.pk, "address_id": address.pk, "seat_id": prospect.owner_id}
    row = queue_message(NewMessage(kind=kind, subject="News", text="News", once_key=f"{kind}-{prospect.pk}", **to), now=now)  # type: ignore[arg-type]
    Message.objects.filter(pk=row.pk).update(state="claimed", fence=FENCE, lease_until=now + timedelta(minutes=20))
    return row


def at_the_gate(row: Message, *, now: datetime) -> Verdict:
    return hand_over([Ready(row.pk, FENCE)], [], worker="w", policy=Policy(), now=now)[row.pk]


def click(prospect: Prospect) -> None:
    address = Address.objects.get(prospect=prospect, kind="email")
    answer = Client().post(one_click_path(prospect.ref, address_ref=address.ref, channel="mailing"), ONE_CLICK)
    assert answer.status_code == 200


@pytest.mark.django_db
def test_it_is_effective_at_the_next_gate_and_a_personal_letter_still_goes(house: House) -> None:
    anna = reader(house, 1)
    mailing, letter = claimed(anna), claimed(anna, "personal")
    click(anna)
    assert at_the_gate(mailing, now=timezone.now()) == Verdict.CANCELLED
    assert at_the_gate(letter, now=timezone.now()) == Verdict.GO


def race(prospect: Prospect, row: Message, head_start: float) -> tuple[bool, Verdict]:
    """Click and gate at about the same moment: whether the click was answered before the gate was asked, and what the gate said."""
    together, answered = threading.Barrier(2), threading.Event()

    def unsubscribe() -> None:
        try:
            together.wait(timeout=60)
            click(prospect)
            answered.set()
        finally:
            connection.close()

    clicking = threading.Thread(target=unsubscribe)
    clicking.start()
    together.wait(timeout=60)
    time.sleep(head_start)
    was_answered = answered.is_set()
    verdict = at_the_gate(row, now=timezone.now())
    clicking.join(timeout=60)
    return was_answered, verdict


def run_races(house: House, count: int, seconds: float) -> None:
    until = time.monotonic() + seconds
    for number in range(count):
        prospect = reader(house, number)
        row = claimed(prospect)
        was_answered, verdict = race(prospect, row, head_start=(number % 6) * 0.02)
        assert not (was_answered and verdict == Verdict.GO), f"trial {number}: it went after they were told that nothing comes any more"
        row.refresh_from_db()
        assert row.state == ("handing_over" if verdict == Verdict.GO else "cancelled")
        assert at_the_gate(claimed(prospect, "personal"), now=timezone.now()) == Verdict.GO
        if time.monotonic() > until:
            break


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_what_was_answered_before_the_gate_always_wins(house: House) -> None:
    run_races(house, FEW, SECONDS)


@pytest.mark.long
@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_the_same_as_often_as_a_minute_allows(house: House) -> None:
    run_races(house, MANY, SECONDS)
