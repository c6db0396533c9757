"""What the background does for mail beside the sender: filing copies in Sent folders. The sender is a process of its own."""

from datetime import datetime

from keepwarm.lib.periodic import Periodic
from keepwarm.outbox.sending.sent_folder import file_what_is_due


def file_letters(*, now: datetime) -> None:
    """Accepted letters get their copy in the Sent folder."""
    file_what_is_due(now=now)


PERIODIC = (Periodic(file_letters, minutes=1),)
