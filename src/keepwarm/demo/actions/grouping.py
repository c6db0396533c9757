"""The demo's segments: two groups that a marketer of such a house would have."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_noop

from keepwarm.demo.actions.staffing import note_made
from keepwarm.segments.actions import save_segment
from keepwarm.staff.models import User

SEGMENTS = (
    (
        gettext_noop("No talk for two months"),
        '(stage = "new" or stage = "conversing") and last_reached_at is known and not last_reached_at >= 60 days ago',
    ),
    (
        gettext_noop("Spoke with us lately, no lead yet"),
        'last_reached_at >= 45 days ago and (stage = "new" or stage = "conversing")',
    ),
)


def save_segments(*, by: User, now: datetime) -> None:
    """Save them, to be taken away with the demo."""
    note_made("segments", [save_segment(name, condition, by=by, now=now).pk for name, condition in SEGMENTS])
