"""What the audit of the house asks here: does any touch wait for a letter on paper that is not there?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db.models import OuterRef

from keepwarm.decisions.auditing import Difference, without_carrier
from keepwarm.post.models import Letter
from keepwarm.prospects.models import Prospect
from keepwarm.touches.models import Channel

TAKEN_UP_WITHIN = timedelta(minutes=15)
"""The background takes up what is queued each minute; what lies so long nobody takes up."""


def find_differences(chunk: Sequence[Prospect], *, now: datetime) -> Iterator[Difference]:
    """Touches on their way that nothing carries."""
    yield from without_carrier(chunk, (Channel.POST,), Letter.objects.filter(touch=OuterRef("pk")), until=now - TAKEN_UP_WITHIN)
