"""A message and its parcel, together: what all ways of writing one share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from keepwarm.courier.actions import queue_parcels
from keepwarm.courier.models import Endpoint
from keepwarm.courier.new import NewParcel
from keepwarm.messaging.models import Message
from keepwarm.prospects.models import Address, Prospect
from keepwarm.staff.models import User
from keepwarm.touches.models import Touch

SENDS = "message.send"


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message that is written: `touch` is there already, and holds its place in the calendar."""

    touch: Touch
    person: Prospect
    address: Address | None
    text: str
    held: str = ""
    item_id: int | None = None
    is_answer: bool = False
    made_by: User | None = None


def queue_messages(news: Sequence[NewMessage], gateway: Endpoint | None, *, now: datetime) -> list[Message]:
    """Keep them, with a parcel for each that goes. In the caller's transaction; a touch has one message, so again changes nothing."""
    going = [new for new in news if gateway is not None and not new.held and new.address is not None]
    endpoint_id = gateway.pk if gateway is not None else 0
    parcels = queue_parcels([_parcel(new, endpoint_id) for new in going], now=now)
    rows = [
        Message(
            prospect=new.person,
            address=new.address,
            touch=new.touch,
            item_id=new.item_id,
            parcel=parcels.get(_key(new)),
            text=new.text,
            is_answer=new.is_answer,
            held_because="" if _key(new) in parcels else new.held or "no_gateway",
            made_at=now,
            made_by=new.made_by,
        )
        for new in news
    ]
    return Message.objects.bulk_create(rows, batch_size=200)


def _key(new: NewMessage) -> str:
    return f"message:{new.touch.ref}"


def _parcel(new: NewMessage, endpoint_id: int) -> NewParcel:
    assert new.address is not None
    to = {"kind": new.address.kind, "value": new.address.normalized if new.address.kind == Address.Kind.PHONE else new.address.value}
    body = {"to": to, "text": new.text, "language": new.person.language[:2].lower() or "en", "is_answer": new.is_answer}
    return NewParcel(endpoint_id, _key(new), SENDS, body)
