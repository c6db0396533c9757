"""The book of what left the house, for the admin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from keepwarm.exports.queries.finding import all_exports
from keepwarm.staff.models import AuditRow, User

PAGE = 50
WHAT = "export"


@dataclass(frozen=True, slots=True)
class Line:
    """One export: who took what, when, how many rows, and by which filter. `by` "": the command line."""

    pk: int
    at: datetime
    by: str
    title: str
    kind: str
    rows: int
    filters: str


def list_taken(*, before: int | None = None) -> list[Line]:
    """The newest first, behind the line `before`."""
    rows = taken()
    found = rows.filter(pk__lt=before) if before is not None else rows
    return [line_of(row) for row in found.order_by("-pk")[:PAGE]]


def taken() -> QuerySet[AuditRow]:
    """Every line of the book."""
    return AuditRow.objects.filter(what=WHAT).select_related("by")


def line_of(row: AuditRow) -> Line:
    """A row in words."""
    args: dict[str, Any] = row.args
    found = all_exports().get(str(args.get("name", "")))
    filters = ", ".join(f"{name}: {value}" for name, value in args.get("filters", {}).items())
    title = str(found.title) if found else str(args.get("name", ""))
    return Line(row.pk, row.at, row.by.name if row.by else "", title, str(args.get("kind", "")).upper(), int(args.get("rows", 0)), filters)


def taken_as(row: AuditRow) -> str:
    """In whose name the command line took it; "" otherwise."""
    ref = row.args.get("as", "")
    found = User.objects.filter(ref=ref).first() if ref else None
    return found.name if found else ""
