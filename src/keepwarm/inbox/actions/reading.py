"""Reading a kept mail: whose it is, what it says, and what follows, in one transaction. Whatever breaks leaves it in quarantine."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import OperationalError, transaction

from keepwarm.decisions.actions.settling import lock_remaining, ready_hours
from keepwarm.inbox import files
from keepwarm.inbox.actions.bouncing import follow_reports
from keepwarm.inbox.actions.replying import follow_reply
from keepwarm.inbox.actions.sent import follow_sent, is_proven, says_it_is_ours, set_aside_unproven
from keepwarm.inbox.models import Mailbox, Received
from keepwarm.inbox.queries.threading import Whose, message_of, whose_is
from keepwarm.inbox.reading.understanding import Understood, understand
from keepwarm.inbox.words import Kind
from keepwarm.outbox.models import Message
from keepwarm.outbox.queries.finding import find_by_message_id

logger = logging.getLogger(__name__)
State = Received.State


def read_waiting(*, now: datetime, most: int = 200) -> int:
    """Read what was kept and not read: after a crash, or by the background. Returns how many."""
    ids = list(Received.objects.filter(state=State.NEW).order_by("pk").values_list("pk", flat=True)[:most])
    for pk in ids:
        read_received(pk, now=now)
    return len(ids)


def read_received(pk: int, *, now: datetime) -> None:
    """Read one mail. Total: what cannot be read, or breaks whatever follows, is put into quarantine with its bytes kept.

    A database that is busy is no fault of the mail: it stays as it is and is read again.
    """
    row = Received.objects.filter(pk=pk, state=State.NEW).first()
    if row is None:
        return
    try:
        understood = understand(files.read(row.hashed))
        _follow(row, understood, now=now)
    except OperationalError:
        logger.warning("mail %s is read again later", row.ref)
    except Exception as error:
        logger.exception("mail %s could not be read", row.ref)
        Received.objects.filter(pk=pk, state=State.NEW).update(state=State.QUARANTINED, problem=type(error).__name__[:300])


def _follow(row: Received, understood: Understood, *, now: datetime) -> None:
    """Lock whom it concerns, then the mail, and do what follows."""
    about = message_of(understood.envelope.to, understood.returned) if understood.bounces else None
    whose = whose_is(understood.envelope)
    ids = [pk for pk in {about.prospect_id if about else None, whose.prospect.pk if whose.prospect else None} if pk is not None]
    ready_hours(ids, now=now)
    with transaction.atomic():
        lock_remaining(sorted(ids))
        held = Received.objects.select_for_update(of=("self",)).filter(pk=row.pk, state=State.NEW).first()
        if held is None:
            return
        _write_down(held, understood)
        _turn_to(held, understood, whose, about, now=now)
        held.save()


def _turn_to(row: Received, understood: Understood, whose: Whose, about: Message | None, *, now: datetime) -> None:
    if _is_report(understood, about):
        follow_reports(row, understood, about, now=now)
    elif (before := _before(row)) is not None:
        row.state, row.kind, row.prospect_id, row.touch_id = State.DONE, Kind.AGAIN, before.prospect_id, before.touch_id
    elif _is_own_mail(row):
        row.state, row.kind = State.DONE, Kind.MACHINE  # a mail of ours that was passed back to us: no loop begins here
    elif is_proven(row, understood):
        follow_sent(row, understood, now=now)
    elif says_it_is_ours(row.from_email):
        set_aside_unproven(row)
    else:
        follow_reply(row, understood, whose, now=now)


def _is_report(understood: Understood, about: Message | None) -> bool:
    """One by its words alone is of a message of ours, and not from whom that went to; any other is somebody's mail, for people."""
    if not understood.bounces or understood.of_a_machine:
        return bool(understood.bounces)
    return about is not None and understood.envelope.from_email != about.to_email


def _write_down(row: Received, understood: Understood) -> None:
    """The outside of the mail."""
    envelope = understood.envelope
    row.dated_at, row.message_id, row.subject = envelope.dated_at, envelope.message_id, envelope.subject
    row.from_email, row.from_name, row.to_emails = envelope.from_email, envelope.from_name, " ".join(envelope.to)[:2000]
    row.same_as, row.problem = understood.same_as, ", ".join(understood.problems)[:300]


def _before(row: Received) -> Received | None:
    """The same mail, come by another way or once more: the same bytes, or the same words under the same Message-ID.

    Whichever was read first, and followed: of two that came at once the later row may have been faster.
    """
    followed = Received.objects.exclude(state__in=[State.NEW, State.QUARANTINED]).exclude(kind=Kind.AGAIN)
    rows = followed.exclude(pk=row.pk).order_by("pk")
    found = rows.filter(same_as=row.same_as).first() if row.same_as else None
    return found or rows.filter(hashed=row.hashed).first()


def _is_own_mail(row: Received) -> bool:
    sent_folder = row.mailbox is not None and row.mailbox.kind == Mailbox.Kind.SENT
    return not sent_folder and bool(row.message_id) and find_by_message_id(f"<{row.message_id}>") is not None
