"""Short messages as pages, the API and the command line show them: the newest, the doubtful, and what people sent us."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from keepwarm.courier.models import State
from keepwarm.messaging.models import Heard, Message
from keepwarm.messaging.refusals import UnknownMessage
from keepwarm.messaging.words import say_state, say_why, what_to_do
from keepwarm.prospects.queries.visibility import visible_to
from keepwarm.staff.models import User

LINES = 50


@dataclass(frozen=True, slots=True)
class MessageLine:
    """A message on a list. `state`: of its parcel, or delivered or failed when the gateway told so, or held; `to_do`: for a person."""

    ref: str
    key: str
    name: str
    prospect_ref: str
    text: str
    state: str
    state_label: str
    because: str
    to_do: str
    tries: int
    code: int
    said: str
    made_at: datetime
    next_try_at: datetime | None
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class HeardLine:
    """What somebody sent us. `prospect_ref` "": nobody we know."""

    ref: str
    name: str
    prospect_ref: str
    sender: str
    text: str
    is_stop: bool
    heard_at: datetime


def list_messages(*, for_: User | None, state: str = "", limit: int = LINES) -> list[MessageLine]:
    """The newest first; `state`: only those whose parcel stands so."""
    rows = messages_seen_by(for_)
    rows = rows.filter(parcel__state=state) if state else rows
    return [line_of(one) for one in rows.order_by("-pk")[:limit]]


def list_doubtful(*, for_: User | None, limit: int = LINES) -> list[MessageLine]:
    """Those that perhaps arrived, and of which nobody has said anything yet."""
    rows = messages_seen_by(for_).filter(parcel__state=State.UNCERTAIN, parcel__ruled_at__isnull=True, report="")
    return [line_of(one) for one in rows.order_by("-pk")[:limit]]


def list_heard(*, for_: User | None, limit: int = LINES) -> list[HeardLine]:
    """What came in, the newest first; whoever sees only some people sees only what is of these."""
    rows = Heard.objects.select_related("prospect")
    rows = rows if for_ is None else rows.filter(prospect__in=visible_to(for_)) | rows.filter(prospect__isnull=True)
    return [
        HeardLine(
            ref=one.ref,
            name=one.prospect.name if one.prospect else "",
            prospect_ref=one.prospect.ref if one.prospect else "",
            sender=one.sender,
            text=one.text,
            is_stop=one.is_stop,
            heard_at=one.heard_at,
        )
        for one in rows.order_by("-heard_at", "-pk")[:limit]
    ]


def find_message(ref: str, *, for_: User | None = None) -> Message:
    """By reference. Raises UnknownMessage."""
    message = messages_seen_by(for_).filter(ref=ref).first()
    if message is None:
        raise UnknownMessage(_("There is no such message."))
    return message


def line_of(message: Message) -> MessageLine:
    """A message as people read it."""
    parcel = message.parcel
    return MessageLine(
        ref=message.ref,
        key=parcel.ref if parcel else "",
        name=message.prospect.name,
        prospect_ref=message.prospect.ref,
        text=message.text,
        state=message.report or (parcel.state if parcel else "held"),
        state_label=say_state(message),
        because=say_why(message),
        to_do=what_to_do(message),
        tries=parcel.tries if parcel else 0,
        code=parcel.code if parcel else 0,
        said=parcel.said if parcel else "",
        made_at=message.made_at,
        next_try_at=parcel.next_try_at if parcel and parcel.state == State.QUEUED else None,
        settled_at=parcel.settled_at if parcel else None,
    )


def messages_seen_by(for_: User | None) -> QuerySet[Message]:
    """Messages to people whom the reader may see, in no order."""
    rows = Message.objects.select_related("prospect", "parcel")
    return rows if for_ is None else rows.filter(prospect__in=visible_to(for_))
