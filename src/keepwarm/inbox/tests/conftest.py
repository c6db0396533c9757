"""Anna got a letter from Ines; what comes back of it is given to the inbox as it came."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from keepwarm.decisions.actions import settle
from keepwarm.inbox.actions import take_mail
from keepwarm.inbox.models import Received
from keepwarm.outbox.actions import queue_message
from keepwarm.outbox.models import Account, Message, State
from keepwarm.outbox.new import NewMessage
from keepwarm.prospects.models import Address, Prospect
from tests.cast import NOW, House, meet, open_house

LATER = NOW + timedelta(hours=2)


@dataclass(frozen=True)
class Written:
    """Anna, the letter that was accepted by her server, and the address to which answers come."""

    house: House
    anna: Prospect
    message: Message
    account: Account

    @property
    def back_to(self) -> str:
        return f"ines+{self.message.tag}@house.example"

    @property
    def thread(self) -> dict[str, str]:
        """The headers of an answer to the letter."""
        return {"in_reply_to": f"<{self.message.message_id}>", "references": f"<{self.message.message_id}>"}

    def address(self) -> Address:
        return Address.objects.get(prospect=self.anna, kind="email")

    def fresh(self) -> Prospect:
        return Prospect.objects.get(pk=self.anna.pk)


def write_to(anna: Prospect, account: Account, *, state: str = State.ACCEPTED, kind: str = "personal", key: str = "first") -> Message:
    """A message of ours that left the house."""
    address = Address.objects.get(prospect=anna, kind="email")
    new = NewMessage(
        kind=kind, to_email=address.normalized, prospect_id=anna.pk, address_id=address.pk, seat_id=anna.owner_id, account_id=account.pk,
        subject="Hello", text="Hello Anna", once_key=key,
    )  # fmt: skip
    message = queue_message(new, now=NOW)
    Message.objects.filter(pk=message.pk).update(state=state, settled_at=NOW, told_at=NOW)
    return Message.objects.get(pk=message.pk)


@pytest.fixture
def written(db: None) -> Written:
    house = open_house()
    anna = meet(house, firm="Arnold Ltd")
    settle([anna.pk], by=None, now=NOW)
    account = Account.objects.create(
        seat=house.ines, name="Ines", host="127.0.0.1", from_email="ines@house.example", from_name="Ines", tags="plus", made_at=NOW
    )
    return Written(house, anna, write_to(anna, account), account)


Take = Callable[..., Received]


@pytest.fixture
def take(db: None) -> Take:
    """Give raw bytes to the inbox, as the pipe does."""

    def taken(raw: bytes, *, now: datetime = LATER) -> Received:
        return take_mail(raw, now=now)

    return taken
