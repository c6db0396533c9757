"""A letter as a mail: its address, its foot, its files and its invitation; built ahead of the transaction that queues it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from keepwarm.letters.ics import METHOD, Invitation, write_invitation
from keepwarm.letters.queries.checking import Checked, NewLetter
from keepwarm.letters.queries.known import Known
from keepwarm.letters.refusals import MayNotWrite
from keepwarm.lib.ids import new_ref
from keepwarm.outbox.actions import Built, build_messages
from keepwarm.outbox.links import preferences_url
from keepwarm.outbox.models import Kind
from keepwarm.outbox.new import Attachment, NewMessage
from keepwarm.outbox.queries.accounts import account_of_seat
from keepwarm.prospects.models import Address
from keepwarm.touches.models import Direction

TALK = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Ahead:
    """The reference of the letter that is about to be written, and its bytes by what was known before the transaction."""

    ref: str
    built: Built


def build_ahead(checked: Checked, *, now: datetime) -> Ahead:
    """Make the bytes while no lock is held: a file of 10 MB takes a moment to encode. Raises MayNotWrite, and as `build_messages`."""
    ref, known = new_ref(), checked.known
    address = address_for(checked.new, known)
    mail = mail_of(checked.new, known, address, ref=ref, budget_free=known.never_refused, now=now)
    return Ahead(ref, build_messages([mail], now=now))


def address_for(new: NewLetter, known: Known) -> Address:
    """The address that was chosen, else the first in use. Raises MayNotWrite."""
    chosen = [one for one in known.addresses if one.pk == new.address_id] or list(known.addresses)
    if not chosen:
        raise MayNotWrite(_("There is no email address in use for %(name)s.") % {"name": known.prospect.name})
    return chosen[0]


def mail_of(new: NewLetter, known: Known, address: Address, *, ref: str, budget_free: str, now: datetime) -> NewMessage:
    """The letter as the outbox takes it. `ref`: that of the letter, which names its invitation."""
    reply_to = next((str(one.args.get("message_id", "")) for one in known.past if one.direction == Direction.IN), "")
    return NewMessage(
        kind=Kind.ANSWER if budget_free == "asked" else Kind.PERSONAL,
        to_email=address.value,
        to_name=known.prospect.name,
        prospect_id=known.prospect.pk,
        address_id=address.pk,
        seat_id=new.seat.pk,
        from_name=new.seat.name,
        subject=new.subject,
        text=_with_foot(new.body, known, address),
        attachments=tuple(Attachment(one.title, one.media_type, bytes(one.raw)) for one in new.enclosures),
        calendar=_invitation(new, known, address, ref=ref, now=now),
        calendar_method=METHOD,
        in_reply_to=reply_to if known.asked else "",
        references=(reply_to,) if reply_to and known.asked else (),
        budget_free=budget_free,
    )


def _with_foot(body: str, known: Known, address: Address) -> str:
    """Below each letter, in their language: where they say how they would like to hear from us."""
    url = preferences_url(known.prospect.ref, address_ref=address.ref)
    with translation.override(known.prospect.language or None):
        words = _("How would you like to hear from us? %(url)s") % {"url": url}
    return f"{body.rstrip()}\n\n{words}\n"


def _invitation(new: NewLetter, known: Known, address: Address, *, ref: str, now: datetime) -> bytes:
    """The calendar file for the time that was agreed; nothing without one."""
    account = account_of_seat(new.seat.pk)
    if new.invite_at is None or account is None:
        return b""
    with translation.override(known.prospect.language or None):
        summary = _("Call: %(theirs)s and %(ours)s") % {"theirs": known.prospect.name, "ours": new.seat.name}
    return write_invitation(
        Invitation(
            uid=f"{ref}@{account.from_email.rpartition('@')[2]}",
            starts_at=new.invite_at,
            length=TALK,
            summary=summary,
            ours=(new.seat.name, account.from_email),
            theirs=(known.prospect.name, address.value),
        ),
        now=now,
    )
