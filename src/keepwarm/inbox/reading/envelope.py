"""What stands on the outside of a mail, as far as it can be read: who, to whom, when and in answer to what."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from keepwarm.inbox.reading.headers import addresses_in, date_of, ids_in, name_and_address
from keepwarm.inbox.reading.mime import Mail

_TO = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-delivered-to", "x-envelope-to", "apparently-to")


@dataclass(frozen=True, slots=True)
class Envelope:
    """`to` are all addresses to which it came, those that servers wrote down too; `answers` what it answers, the nearest first.

    `hidden_to`: those that nobody who got it could see: of blind copies, and as servers wrote them down.
    """

    from_email: str
    from_name: str
    to: tuple[str, ...]
    shown_to: tuple[str, ...]
    subject: str
    message_id: str
    answers: tuple[str, ...]
    dated_at: datetime | None
    hidden_to: tuple[str, ...] = ()


def envelope_of(mail: Mail) -> Envelope:
    """Read it."""
    head = mail.headers
    name, email = name_and_address(head.get("from"))
    referred = ids_in(head.all("references"))
    return Envelope(
        from_email=email[:320],
        from_name=name,
        to=tuple(dict.fromkeys(one for field in _TO for value in head.all(field) for one in addresses_in(value)))[:100],
        shown_to=tuple(dict.fromkeys(one for field in ("to", "cc", "bcc") for value in head.all(field) for one in addresses_in(value)))[
            :100
        ],
        subject=head.get("subject")[:300],
        message_id=next(iter(ids_in(head.all("message-id"))), "")[:250],
        answers=tuple(dict.fromkeys((*ids_in(head.all("in-reply-to")), *referred[::-1])))[:50],
        dated_at=date_of(head.get("date")),
        hidden_to=tuple(one for one in _all(mail, (*_TO[2:], "bcc")) if one not in set(_all(mail, _TO[:2]))),
    )


def _all(mail: Mail, names: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys(one for name in names for value in mail.headers.all(name) for one in addresses_in(value)))[:100]


def sameness(envelope: Envelope, text: str) -> str:
    """Equal for the same mail that came by two ways, and for no other: two mails with one Message-ID differ in their words.

    "" for a mail that has no Message-ID.
    """
    if not envelope.message_id:
        return ""
    said = "\n".join((envelope.message_id, envelope.from_email, envelope.subject, " ".join(text.split())))
    return hashlib.sha256(said.encode()).hexdigest()
