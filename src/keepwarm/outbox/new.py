"""What an upper room gives to have a message sent, and what it reads back. Plain values: no rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes along. `media_type` such as `application/pdf`."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class NewMessage:
    """One message to one recipient, before it is frozen.

    Personal mail, answers and notices bring `subject`, `text` and perhaps `html`; a mailing brings `template_id` (see
    `actions.freeze_template`) and `values`, and its `list_id`. `from_…` empty: as the account says. Everything but an answer or a
    notice gets a link to unsubscribe; `unsubscribe_url` overrides the one made here. `calendar` is a whole ICS file,
    `calendar_method` its METHOD. `automatic`: no person pressed "send", so the mail says so (RFC 3834).
    """

    kind: str  # models.Kind
    to_email: str
    prospect_id: int | None = None
    address_id: int | None = None
    touch_id: int | None = None
    seat_id: int | None = None  # in whose name; None: the house's
    account_id: int | None = None  # None: the seat's own, else the house's
    to_name: str = ""
    from_email: str = ""
    from_name: str = ""
    reply_to: str = ""
    subject: str = ""
    text: str = ""
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    calendar: bytes = b""
    calendar_method: str = "REQUEST"
    in_reply_to: str = ""  # a Message-ID, with or without angle brackets
    references: tuple[str, ...] = ()
    template_id: int | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    list_id: str = ""  # such as "Warm words <warm.example.com>"
    unsubscribe_url: str = ""
    automatic: bool = False
    not_before_at: datetime | None = None
    once_key: str = ""  # makes unique what has no touch
    budget_free: str = ""  # why the budget does not hold it back: words.BUDGET_FREE


@dataclass(frozen=True, slots=True)
class Result:
    """A settled message that nobody has been told of. `state` accepted, uncertain, failed, bounced or cancelled (models.State).

    The same message may be told again with another state: an uncertain one of which a person said that it arrived, an
    accepted one that came back.
    """

    id: int
    ref: str
    kind: str
    state: str
    prospect_id: int | None
    touch_id: int | None
    seat_id: int | None
    address_id: int | None
    message_id: str
    settled_at: datetime
    because: str
    last_reply: str
