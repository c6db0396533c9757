"""The mailboxes that are read."""

from __future__ import annotations

from django.db.models import QuerySet

from keepwarm.inbox.models import Mailbox
from keepwarm.staff.models import User
from keepwarm.staff.queries import RUNS_THE_TEAM


def mailboxes_for(user: User) -> QuerySet[Mailbox]:
    """Whoever runs the team sees all, a rep their own."""
    rows = Mailbox.objects.filter(retired_at__isnull=True).select_related("seat").order_by("kind", "seat__name", "pk")
    return rows if user.has_role(*RUNS_THE_TEAM) else rows.filter(seat__user=user)
