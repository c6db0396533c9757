"""Where a mail server offers IDLE (RFC 2177) a mail is read as it comes; besides, every mailbox is read each minute in any case."""

from __future__ import annotations

import imaplib
import logging
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.db import connection
from imap_tools import ImapToolsError

from keepwarm.inbox.actions.fetching import fetch_mailbox, folder_of, opened
from keepwarm.inbox.models import Mailbox
from keepwarm.lib.refusal import Refusal

ROUND: Final = 30.0  # seconds until what is connected and retired is looked up again
SLICE: Final = 2.0  # seconds in which a thread notices that it is to end
RENEWED: Final = 9 * 60.0
"""Seconds until IDLE is said anew: a server may hang up after 30 minutes (RFC 2177), a router forgets a silent line much sooner."""
AFTER_TROUBLE: Final = 60.0
PATIENCE: Final = 10.0  # seconds for the goodbyes at the end
logger = logging.getLogger(__name__)
Clock = Callable[[], datetime]
Line = tuple[int, str, int, str, str, str]
"""A mailbox as it is connected: when any of it changes, it is another line."""


def listen(mailbox_id: int, clock: Clock, stop: threading.Event) -> bool:
    """Read the mailbox whenever its server says that something came, until `stop`. False at once where IDLE is not offered."""
    while not stop.is_set():
        mailbox = Mailbox.objects.filter(pk=mailbox_id, retired_at__isnull=True).first()
        if mailbox is None:
            return True
        try:
            if not _listen_once(mailbox, clock, stop):
                return False
        except (Refusal, ImapToolsError, imaplib.IMAP4.error, OSError, ValueError) as error:
            logger.info("listening to the mailbox %s: %s", mailbox.ref, error)
            connection.close()
            stop.wait(AFTER_TROUBLE)
    return True


def _listen_once(mailbox: Mailbox, clock: Clock, stop: threading.Event) -> bool:
    """On one line. The folder is chosen before it is read, so that what comes in between is told when IDLE begins."""
    with opened(mailbox) as line:
        if b"IDLE" not in line.client.capability()[1][0].upper().split():
            return False
        line.folder.set(folder_of(mailbox, line), readonly=True)
        idle: Any = line.idle
        while not stop.is_set():
            fetch_mailbox(Mailbox.objects.get(pk=mailbox.pk), now=clock())
            connection.close()  # nothing is held while nothing comes
            idle.start()
            try:
                _wait(idle.poll, stop)
            finally:
                idle.stop()
    return True


def _wait(poll: Callable[[float], list[bytes]], stop: threading.Event) -> None:
    """Until the server says something, the line is to be renewed, or all is to end."""
    for _slice in range(int(RENEWED / SLICE)):
        if stop.is_set() or poll(SLICE):
            return


class Listening:
    """A thread for each mailbox in use. A server without IDLE is not asked again: it is read each minute."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.threads: dict[Line, tuple[threading.Thread, threading.Event]] = {}
        self.polled: set[Line] = set()

    def look(self) -> None:
        """Listen to what is new; leave what was retired, or is another line now."""
        columns = ("pk", "host", "port", "user", "folder", "secret")
        wanted: set[Line] = set(Mailbox.objects.filter(retired_at__isnull=True).values_list(*columns))
        connection.close()
        for line in [line for line, (thread, _) in self.threads.items() if line not in wanted or not thread.is_alive()]:
            self.threads.pop(line)[1].set()
        for line in wanted - self.threads.keys() - self.polled:
            stop = threading.Event()
            thread = threading.Thread(target=self._run, args=(line, stop), daemon=True)
            self.threads[line] = (thread, stop)
            thread.start()

    def _run(self, line: Line, stop: threading.Event) -> None:
        try:
            if not listen(line[0], self.clock, stop):
                self.polled.add(line)
        except Exception:
            logger.exception("a mailbox is not listened to for a moment; it is read each minute")
            stop.wait(AFTER_TROUBLE)
        finally:
            connection.close()

    def end(self) -> None:
        """Each thread says goodbye to its server."""
        for _thread, stop in self.threads.values():
            stop.set()
        for thread, _stop in self.threads.values():
            thread.join(timeout=PATIENCE)


def keep_listening(clock: Clock, stop: threading.Event) -> None:
    """Listen to every mailbox until `stop`: a thread of the background process."""
    listening = Listening(clock)
    while True:
        try:
            listening.look()
        except Exception:
            logger.exception("the mailboxes could not be looked up; that is tried again")
        if stop.wait(ROUND):
            break
    listening.end()
