"""Whose a mail is: by the signed address it came to, by the letter it answers, or by who sent it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from keepwarm.inbox.models import Received
from keepwarm.inbox.reading.envelope import Envelope
from keepwarm.outbox.models import Message
from keepwarm.outbox.queries.finding import find_by_message_id, find_by_tag
from keepwarm.prospects.models import FORGOTTEN, Address, Prospect
from keepwarm.prospects.queries.remaining import remaining

Linked = Received.Linked


@dataclass(frozen=True, slots=True)
class Whose:
    """`prospect` None: nobody's, several people's, or of somebody forgotten. `is_verified`: it came from an address of theirs."""

    prospect: Prospect | None = None
    message: Message | None = None
    address: Address | None = None
    linked: str = Linked.NOT
    is_verified: bool = False


def whose_is(envelope: Envelope) -> Whose:
    """Find it. A thread says more than a sender: people write from several addresses. Unless it is that of another whom we know: what
    they answer was passed on to them, and what they write they say of themselves."""
    message, linked = _message(envelope)
    sender = _by_sender(envelope.from_email)
    if message is not None and (prospect := _remaining(message.prospect_id)) is not None:
        theirs = _theirs(prospect, envelope.from_email)
        known = theirs is not None or envelope.from_email == message.to_email
        if known or not sender.is_verified:
            return Whose(prospect, message, theirs or message.address, linked, known)
    return sender


def message_of(to: Iterable[str], message_ids: Iterable[str]) -> Message | None:
    """The message of ours that a report is about: by the signed address it came back to, or by the Message-ID it returns."""
    for address in to:
        if message := find_by_tag(address):
            return message
    for message_id in list(message_ids)[:10]:
        if message := find_by_message_id(message_id):
            return message
    return None


def holders_of(emails: Iterable[str]) -> dict[int, Address]:
    """Every prospect who has one of these addresses as their own, with the address."""
    rows = Address.objects.filter(kind=Address.Kind.EMAIL, normalized__in=[one for one in emails if one][:100], prospect__isnull=False)
    kept = remaining({row.prospect_id for row in rows if row.prospect_id is not None})
    return {kept[row.prospect_id]: row for row in rows.order_by("-pk") if row.prospect_id is not None}


def _message(envelope: Envelope) -> tuple[Message | None, str]:
    for address in envelope.to:
        if message := find_by_tag(address):
            return message, Linked.TAG
    if envelope.answers and (message := find_by_message_id(" ".join(f"<{one}>" for one in envelope.answers[::-1]))):
        return message, Linked.THREAD
    return None, Linked.NOT


def _by_sender(email: str) -> Whose:
    """By the sender alone, when it is one person's."""
    held = holders_of([email]) if email else {}
    alive = {pk: row for pk, row in held.items() if _remaining(pk) is not None}
    if len(alive) != 1:
        return Whose()
    ((pk, row),) = alive.items()
    return Whose(Prospect.objects.get(pk=pk), None, row, Linked.SENDER, not row.shared)


def _theirs(prospect: Prospect, email: str) -> Address | None:
    return Address.objects.filter(prospect=prospect, kind=Address.Kind.EMAIL, normalized=email).first() if email else None


def _remaining(prospect_id: int | None) -> Prospect | None:
    """The prospect, or who they were merged into; None for who was forgotten."""
    if prospect_id is None:
        return None
    found = Prospect.objects.filter(pk=remaining([prospect_id])[prospect_id]).first()
    return found if found is not None and found.end_reason != FORGOTTEN else None
