"""The mailboxes are read each minute, and whatever was kept and not read is read again."""

from __future__ import annotations

import logging
from datetime import datetime

from keepwarm.inbox.actions import CannotRead, fetch_mailbox, read_waiting
from keepwarm.inbox.models import Mailbox
from keepwarm.lib.periodic import Periodic

logger = logging.getLogger(__name__)


def read_mailboxes(*, now: datetime) -> None:
    """Each mailbox in turn; one that cannot be read says why on its row, and holds up no other."""
    read_waiting(now=now)
    for mailbox in Mailbox.objects.filter(retired_at__isnull=True).order_by("pk"):
        try:
            fetch_mailbox(mailbox, now=now)
        except CannotRead as refusal:
            logger.warning("%s", refusal.sentence)
        except Exception:
            logger.exception("the mailbox %s is read again the next minute", mailbox.ref)


PERIODIC = (Periodic(read_mailboxes, minutes=1),)
