"""Connecting and retiring the mailboxes that are read."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.inbox.models import Mailbox
from keepwarm.lib.refusal import Refusal
from keepwarm.outbox.addressing import is_server
from keepwarm.outbox.models import Security
from keepwarm.outbox.sealing import seal
from keepwarm.staff.models import Seat, User
from keepwarm.staff.queries import RUNS_THE_TEAM, NotYours, require_role
from keepwarm.touches.actions import forget_sent_folder

SEALED_ABOUT = "inbox"
ON_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


class UnusableMailbox(Refusal):
    """A mailbox that cannot be read so."""


def connect_mailbox(
    kind: str, *, host: str, user: str, password: str, by: User | None, now: datetime, seat: Seat | None = None, port: int = 993,
    security: str = Security.TLS, folder: str = "",
) -> Mailbox:  # fmt: skip
    """Read this folder from now on; one of the same user and folder is changed. Raises UnusableMailbox, NotYours.

    What lies in it already is not read: the first time only notes how far it goes. Of a Sent folder the last days are read, for the share.
    """
    _check(kind, seat, host, user, security, by)
    folder = folder.strip() or ("" if kind == Mailbox.Kind.SENT else "INBOX")
    which = {"kind": kind, "seat": seat, "host": host.strip(), "user": user.strip(), "folder": folder}
    with transaction.atomic():
        row = Mailbox.objects.filter(**which, retired_at__isnull=True).first() or Mailbox(**which, made_at=now, made_by=by)
        row.port, row.security = port, security
        row.secret, row.problem = seal(password, about=SEALED_ABOUT) or row.secret, ""
        row.save()
    return row


def retire_mailbox(mailbox: Mailbox, *, by: User, now: datetime) -> None:
    """It is read no more. Of a rep without their Sent folder the share of letters is unknown again. Raises NotYours."""
    _may(mailbox.seat, by)
    with transaction.atomic():
        Mailbox.objects.filter(pk=mailbox.pk).update(retired_at=now, secret="")
        if mailbox.kind == Mailbox.Kind.SENT and mailbox.seat_id is not None:
            forget_sent_folder(mailbox.seat_id)


def _check(kind: str, seat: Seat | None, host: str, user: str, security: str, by: User | None) -> None:
    if by is not None:
        _may(seat, by)
    if kind not in Mailbox.Kind.values or (kind == Mailbox.Kind.HOUSE) != (seat is None):
        raise UnusableMailbox(gettext("A mailbox is the house's, or somebody's own."))
    if not host.strip() or not user.strip() or any(letter in host + user for letter in "\r\n\x00 "):
        raise UnusableMailbox(gettext("Give the server's name and the user, each without blanks."))
    if not is_server(host.strip()):
        raise UnusableMailbox(gettext("“%(host)s” is not the name of a server.") % {"host": host.strip()[:60]})
    if security == Security.NONE and host.strip() not in ON_THIS_MACHINE:
        raise UnusableMailbox(gettext("Without TLS only a server on this machine can be read."))


def _may(seat: Seat | None, by: User) -> None:
    if seat is None or seat.user_id != by.pk:
        require_role(by, *RUNS_THE_TEAM)


__all__ = ["SEALED_ABOUT", "NotYours", "UnusableMailbox", "connect_mailbox", "retire_mailbox"]
