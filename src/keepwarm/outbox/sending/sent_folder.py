"""The copy in the Sent folder of the account (IMAP APPEND), after a letter was accepted. It never sends anything again."""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from datetime import datetime
from imaplib import IMAP4

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted, MailMessageFlags
from imap_tools.errors import ImapToolsError

from keepwarm.outbox.actions.filing import Due, note_filed, note_not_filed, take_due
from keepwarm.outbox.building import BytesDiffer, bytes_of
from keepwarm.outbox.models import Account, Message, Security
from keepwarm.outbox.sealing import SecretLost, unseal
from keepwarm.outbox.sending.sender import signer_of

WAIT = 30.0  # seconds
BROKEN = (OSError, IMAP4.error, ImapToolsError, SecretLost, BytesDiffer, ValueError)
COMMON_NAMES = (
    "sent", "sent items", "sent mail", "sent messages", "gesendet", "gesendete elemente", "gesendete objekte", "gesendete nachrichten",
    "envoyés", "éléments envoyés", "messages envoyés", "enviados", "elementos enviados", "mensajes enviados", "itens enviados",
    "mensagens enviadas", "posta inviata", "inviata", "verzonden", "verzonden items",
)  # fmt: skip
"""Of the last part of a folder's name; the same for filing and for reading, so that both mean one folder."""


def file_what_is_due(*, now: datetime) -> int:
    """Files accepted letters account by account; how many. What does not work is tried again, ever more seldom, for some days."""
    return sum(_file(due, now) for due in take_due(now=now))


def _file(due: Due, now: datetime) -> int:
    filed = 0
    try:
        with open_mailbox(due.account) as mailbox:
            folder = find_sent_folder(mailbox, due.account.sent_folder)
            for message in due.messages:
                _append(mailbox, folder, due.account, message)
                filed += note_filed(message, now=now)
    except BROKEN as problem:
        note_not_filed(due.messages[filed:], said=str(problem), now=now)
    return filed


def open_mailbox(account: Account) -> BaseMailBox:
    """Signed in at the account's IMAP server. Raises one of BROKEN."""
    host, port = account.imap_host, account.imap_port
    if account.imap_security == Security.TLS:
        mailbox: BaseMailBox = MailBox(host, port, timeout=WAIT, ssl_context=ssl.create_default_context())
    elif account.imap_security == Security.STARTTLS:
        mailbox = MailBoxStartTls(host, port, timeout=WAIT, ssl_context=ssl.create_default_context())
    else:
        mailbox = MailBoxUnencrypted(host, port, timeout=WAIT)
    return mailbox.login(account.imap_user or account.user, unseal(account.imap_secret, about="imap"), initial_folder=None)


def find_sent_folder(mailbox: BaseMailBox, named: str) -> str:
    """The folder that was named, else the one that is there, else a new one called Sent."""
    found = named or known_sent_folder(mailbox)
    if not found:
        mailbox.folder.create("Sent")
    return found or "Sent"


def known_sent_folder(mailbox: BaseMailBox) -> str:
    """The folder that the server marks for sent mail, else one with a common name; "" where there is none."""
    folders = list(mailbox.folder.list())
    marked = [one.name for one in folders if "\\sent" in {flag.lower() for flag in one.flags}]
    called = [one.name for one in folders if one.name.split(one.delim or "/")[-1].lower() in COMMON_NAMES]
    return next(iter([*marked, *called]), "")


def _append(mailbox: BaseMailBox, folder: str, account: Account, message: Message) -> None:
    """As it left, signature included, read already. One that is there, from a try whose answer was lost, is not put there twice."""
    mailbox.folder.set(folder)
    if _has(mailbox, message.message_id):
        return
    raw, signer = bytes_of(message), signer_of(account)
    whole = signer.sign(raw, at=message.dated_at) + raw if signer else raw
    mailbox.append(whole, folder, dt=message.dated_at, flag_set=[MailMessageFlags.SEEN])


def _has(mailbox: BaseMailBox, message_id: str) -> Sequence[str]:
    found: Sequence[str] = mailbox.uids(f'HEADER Message-ID "<{message_id}>"')
    return found
