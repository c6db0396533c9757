"""A mail is kept before it is read: its bytes on the disk, then its row. From then on nothing about it can be lost."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from keepwarm.inbox import files
from keepwarm.inbox.actions.reading import read_received
from keepwarm.inbox.models import Mailbox, Received


def keep_mail(raw: bytes, *, now: datetime, mailbox: Mailbox | None = None, uid_validity: int = 0, uid: int = 0) -> Received:
    """Keep it, once: a second time by the same number of the same mailbox, or the same bytes by the pipe, gives the first row."""
    hashed = files.keep(raw)
    known = _known(hashed, mailbox, uid_validity, uid)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return Received.objects.create(
                hashed=hashed, size=len(raw), mailbox=mailbox, uid_validity=uid_validity, uid=uid, received_at=now
            )
    except IntegrityError:  # another process read the same mailbox meanwhile
        return Received.objects.get(mailbox=mailbox, uid_validity=uid_validity, uid=uid)


def take_mail(raw: bytes, *, now: datetime, mailbox: Mailbox | None = None) -> Received:
    """Keep it and read it at once: what the pipe does."""
    kept = keep_mail(raw, now=now, mailbox=mailbox)
    read_received(kept.pk, now=now)
    kept.refresh_from_db()
    return kept


def _known(hashed: str, mailbox: Mailbox | None, uid_validity: int, uid: int) -> Received | None:
    if uid:
        return Received.objects.filter(mailbox=mailbox, uid_validity=uid_validity, uid=uid).first()
    return Received.objects.filter(hashed=hashed, mailbox=mailbox, uid=0).first()
