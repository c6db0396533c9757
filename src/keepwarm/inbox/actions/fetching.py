"""Reading a mailbox by IMAP: from where it was left, each mail once, and whatever a mail is.

A mail is kept before the mailbox hears that it was seen. When the server numbers its mails anew (UIDVALIDITY), the folder is
read from its beginning: what came before is known by its bytes and words, and nothing follows it twice.
"""

from __future__ import annotations

import imaplib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext
from imap_tools import BaseMailBox, ImapToolsError, MailBox, MailBoxStartTls, MailBoxUnencrypted

from keepwarm.inbox.actions.keeping import keep_mail
from keepwarm.inbox.actions.mailboxes import SEALED_ABOUT
from keepwarm.inbox.actions.reading import read_received
from keepwarm.inbox.actions.sent import concerns_somebody
from keepwarm.inbox.models import Mailbox
from keepwarm.inbox.reading.understanding import understand
from keepwarm.lib.refusal import Refusal
from keepwarm.outbox.models import Security
from keepwarm.outbox.sealing import SecretLost, unseal
from keepwarm.outbox.sending.sent_folder import known_sent_folder
from keepwarm.touches.actions import note_sent_folder_read
from keepwarm.touches.queries import LOOK_BACK

logger = logging.getLogger(__name__)
AT_ONCE: Final = 200
"""Mails of one mailbox that are read in one go; the rest is read the next minute."""
PATIENCE: Final = 30.0  # seconds that a server may be silent
LARGEST: Final = 64_000_000
"""Bytes of a mail that are fetched; of a larger one the beginning is, and it is read as too big."""
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LINES: Final = {Security.TLS: MailBox, Security.STARTTLS: MailBoxStartTls, Security.NONE: MailBoxUnencrypted}


class CannotRead(Refusal):
    """The mailbox could not be read; the sentence says what its server said."""


def fetch_mailbox(mailbox: Mailbox, *, now: datetime, most: int = AT_ONCE) -> int:
    """Read what is new. Returns how many mails were kept. Raises CannotRead, after what came until then is kept."""
    Mailbox.objects.filter(pk=mailbox.pk).update(tried_at=now)
    try:
        with opened(mailbox) as line:
            count, at_end = _read(mailbox, line, now=now, most=most)
    except (ImapToolsError, imaplib.IMAP4.error, OSError, ValueError, LookupError, SecretLost) as error:
        said = " ".join(str(error).split())[:200] or type(error).__name__
        Mailbox.objects.filter(pk=mailbox.pk).update(problem=said)
        raise CannotRead(gettext("The mailbox of %(user)s could not be read: %(said)s") % {"user": mailbox.user, "said": said}) from error
    if at_end:
        _note_read(mailbox, now)
    return count


def _note_read(mailbox: Mailbox, now: datetime) -> None:
    Mailbox.objects.filter(pk=mailbox.pk).update(read_at=now, problem="")
    if mailbox.kind == Mailbox.Kind.SENT and mailbox.seat_id is not None:
        note_sent_folder_read(mailbox.seat_id, now=now)


@contextmanager
def opened(mailbox: Mailbox) -> Iterator[BaseMailBox]:
    """A line to its server, signed in and with no folder chosen; closed whatever happens."""
    line = _LINES[Security(mailbox.security)](mailbox.host, port=mailbox.port, timeout=PATIENCE)
    try:
        secret = unseal(mailbox.secret, about=SEALED_ABOUT)
        sign_in = line.login if (mailbox.user + secret).isascii() else line.login_utf8
        sign_in(mailbox.user, secret, initial_folder=None)
        yield line
    finally:
        try:
            line.logout()
        except (ImapToolsError, imaplib.IMAP4.error, OSError):
            logger.info("the mailbox %s was left without a word", mailbox.ref)


def _read(mailbox: Mailbox, line: BaseMailBox, *, now: datetime, most: int) -> tuple[int, bool]:
    folder = folder_of(mailbox, line)
    status = line.folder.status(folder, ["UIDVALIDITY", "UIDNEXT"])
    line.folder.set(folder, readonly=mailbox.kind != Mailbox.Kind.HOUSE)
    first, after = _begin(mailbox, int(status.get("UIDVALIDITY", 1)), int(status.get("UIDNEXT", 1)))
    if first:
        return 0, True
    since = _imap_day(_ours_from(mailbox) - timedelta(days=1))  # by the calendar of the server, which may be a day behind ours
    new = sorted(uid for uid in (int(one) for one in line.uids(f"UID {after + 1}:* SINCE {since}")) if uid > after)
    kept = 0
    for uid in new[:most]:
        kept += _take(mailbox, line, uid, now=now)
        Mailbox.objects.filter(pk=mailbox.pk).update(last_uid=uid)
        mailbox.last_uid = uid
    return kept, len(new) <= most


def _imap_day(at: datetime) -> str:
    """A day as IMAP names it. Numbered anew, a folder is not read to before it was ours to read."""
    return f"{at:%d}-{_MONTHS[at.month - 1]}-{at:%Y}"


def _begin(mailbox: Mailbox, validity: int, next_uid: int) -> tuple[bool, int]:
    """Whether this is the first time (then only how far it goes is noted), and after which number to read.

    A Sent folder is read from its beginning, as far as it is ours to read.
    """
    first = mailbox.uid_validity == 0 and mailbox.kind != Mailbox.Kind.SENT
    if first or mailbox.uid_validity != validity:
        mailbox.last_uid = max(next_uid - 1, 0) if first else 0
        mailbox.uid_validity = validity
        Mailbox.objects.filter(pk=mailbox.pk).update(uid_validity=validity, last_uid=mailbox.last_uid)
    return first, mailbox.last_uid


def _ours_from(mailbox: Mailbox) -> datetime:
    """From when on its mails are ours to read. Of a Sent folder some days before, for the share is of the last days worked."""
    return mailbox.made_at - LOOK_BACK[0] if mailbox.kind == Mailbox.Kind.SENT else mailbox.made_at


def _take(mailbox: Mailbox, line: BaseMailBox, uid: int, *, now: datetime) -> int:
    """Keep one mail, tell the mailbox, read it. 0 for one that is gone, or none of ours."""
    raw = _raw(line, uid)
    if raw is None or (mailbox.kind != Mailbox.Kind.HOUSE and not _concerns_us(raw)):
        return 0
    row = keep_mail(raw, now=now, mailbox=mailbox, uid_validity=mailbox.uid_validity, uid=uid)
    if mailbox.kind == Mailbox.Kind.HOUSE:
        line.client.uid("STORE", str(uid), "+FLAGS", r"(\Seen)")
    read_received(row.pk, now=now)
    return 1


def _concerns_us(raw: bytes) -> bool:
    try:
        return concerns_somebody(understand(raw))
    except Exception:
        logger.exception("a mail in somebody's own folder could not be looked at; it is left there")
        return False


def _raw(line: BaseMailBox, uid: int) -> bytes | None:
    """The bytes of a mail, read without marking it."""
    answer: Any = line.client.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{LARGEST}>)")
    for piece in answer[1] or []:
        if isinstance(piece, tuple) and len(piece) == 2:
            return bytes(piece[1])
    return None


def folder_of(mailbox: Mailbox, line: BaseMailBox) -> str:
    """The folder that is read. Raises ValueError where no Sent folder is found."""
    return mailbox.folder or _sent_folder(line)


def _sent_folder(line: BaseMailBox) -> str:
    """The folder that the server marks for sent mail, or one that is called so."""
    if not (name := known_sent_folder(line)):
        raise ValueError("it has no Sent folder")
    return name
