"""The agreed stages of selling, how many opportunities stand at each, and what was changed about them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Q

from keepwarm.selling.models import SellingStage
from keepwarm.staff.models import AuditRow

FIRST_STAGES: Final = (
    ("need_clear", "Need is clear"),
    ("offer_made", "Offer is made"),
    ("deciding", "They decide"),
    ("agreed", "Agreed by word"),
)
"""With these a house begins that agreed on none."""
CHANGED: Final = "selling_stages"
"""The word of a change in the book."""
SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class StageRow:
    """One stage. `open`: opportunities that stand there now; a retired one may have some until they are moved."""

    key: str
    label: str
    open: int
    retired_at: datetime | None


@dataclass(frozen=True, slots=True)
class StagesChange:
    """Who changed the stages, when, to which, and why. `by` "": the command line."""

    at: datetime
    by: str
    before: Sequence[str]
    after: Sequence[str]
    because: str


def list_agreed() -> list[SellingStage]:
    """Those in use, in their order."""
    return list(SellingStage.objects.filter(retired_at__isnull=True))


def list_stages() -> list[StageRow]:
    """All of them, those in use first."""
    is_open = Q(opportunities__closed_at__isnull=True, opportunities__isnull=False)
    rows = SellingStage.objects.annotate(open=Count("opportunities", filter=is_open)).order_by("position", "pk")
    shown = [StageRow(one.key, one.label, one.open, one.retired_at) for one in rows]
    return sorted(shown, key=lambda one: one.retired_at is not None)


def stages_version() -> str:
    """Another for each other list: whoever saves says which one they saw."""
    told = repr([(one.key, one.label) for one in list_agreed()] or list(FIRST_STAGES))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def list_changes() -> list[StagesChange]:
    """The newest first."""
    rows = AuditRow.objects.filter(what=CHANGED).select_related("by").order_by("-pk")[:SHOWN]
    return [
        StagesChange(row.at, row.by.name if row.by else "", row.args["before"], row.args["after"], str(row.args["because"])) for row in rows
    ]
