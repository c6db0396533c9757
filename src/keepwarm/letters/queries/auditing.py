"""What the audit of the house asks of letters: is any result unread, and does any touch wait for a message that is not there?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db.models import OuterRef, Q

from keepwarm.decisions.auditing import Difference, without_carrier
from keepwarm.outbox.models import Message
from keepwarm.prospects.models import Prospect
from keepwarm.touches.models import Channel

READ_WITHIN = timedelta(minutes=1)
"""The background reads results each minute."""


def find_differences(chunk: Sequence[Prospect], *, now: datetime) -> Iterator[Difference]:
    """Results unsettled for a minute, and letters on their way without a message. Two queries, each on an index."""
    refs = {prospect.pk: prospect.ref for prospect in chunk}
    unread = Message.objects.filter(prospect_id__in=refs, touch__isnull=False, told_at__isnull=True, settled_at__lt=now - READ_WITHIN)
    for prospect_id, state in unread.values_list("prospect_id", "state"):
        yield Difference(refs[prospect_id or 0], "letter", "unsettled", state)
    waits = Message.objects.filter(Q(settled_at__isnull=True) | Q(told_at__isnull=True), touch=OuterRef("pk"))
    yield from without_carrier(chunk, (Channel.EMAIL, Channel.MAILING), waits, until=now)
