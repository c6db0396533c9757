"""The append-only book of what must be traceable."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from keepwarm.staff.models import AuditRow, User


def note_in_audit(what: str, args: Mapping[str, Any], *, by: User | None, now: datetime) -> AuditRow:
    """One line: what happened, with the values it needs to be understood. `by` None is the command line or the background."""
    return AuditRow.objects.create(at=now, by=by, what=what, args=dict(args))
