"""What the page of consent shows: permissions that will soon be over, suppressions by reason, and the wordings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max

from keepwarm.consent.models import Permission, Suppression, Wording
from keepwarm.consent.words import say_suppression
from keepwarm.prospects.queries.visibility import visible_to
from keepwarm.staff.models import User

SOON = timedelta(days=60)
"""Permissions that are over within it are shown, so that a new one can be asked for in a conversation. Our choice."""
MOST = 100


@dataclass(frozen=True, slots=True)
class Counted:
    """Suppressions of one reason, kind and scope."""

    reason: str
    words: str
    kind: str
    scope: str
    count: int
    newest_at: datetime | None


def count_suppressions() -> list[Counted]:
    """Those in force, the most frequent first."""
    rows = Suppression.objects.filter(lifted_at__isnull=True).values_list("reason", "kind", "scope")
    counted = rows.annotate(count=Count("pk"), newest=Max("at")).order_by("-count", "reason", "kind", "scope")
    return [
        Counted(reason, say_suppression(reason), _label(Suppression.Kind, kind), _label(Suppression.Scope, scope), count, newest)
        for reason, kind, scope, count, newest in counted
    ]


def expiring(*, for_: User, now: datetime) -> list[Permission]:
    """Permissions of open prospects that end within SOON, the next first; 100 at most."""
    rows = Permission.objects.filter(withdrawn_at__isnull=True, expires_at__gt=now, expires_at__lte=now + SOON)
    theirs = rows.filter(prospect__in=visible_to(for_), prospect__ended_at__isnull=True)
    return list(theirs.select_related("prospect", "prospect__owner").order_by("expires_at", "pk")[:MOST])


def wordings() -> list[tuple[Wording, int]]:
    """Every wording with how many said yes to it, by name, the newest version first."""
    return [(row, row.count) for row in Wording.objects.annotate(count=Count("permissions")).order_by("name", "language", "-version")]


def _label(choices: type[Suppression.Kind | Suppression.Scope], value: str) -> str:
    return str(choices(value).label) if value in choices.values else value
