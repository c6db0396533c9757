"""The lists that came in, and how many opportunities each of them brought."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet
from django.db.models.functions import Substr

from keepwarm.intake.models import Import, ImportedRow, Reject
from keepwarm.lib.ids import REF_LENGTH
from keepwarm.selling.models import Opportunity
from keepwarm.staff.exporting import by_key

SHOWN = 30
FROM = "import:"
"""How an opportunity that came in names its list: this, the list's reference, and its line."""


@dataclass(frozen=True, slots=True)
class List:
    """A list whose people are here. `opportunities`: how many of it are here; `refused`: lines that became none, or nobody."""

    ref: str
    called: str
    file: str
    people: int
    opportunities: int
    refused: int
    at: datetime
    by: str


def lists_with_people() -> list[List]:
    """The newest lists of people, those that may hold opportunities."""
    brought = count_by_list()
    return [_line(row, brought) for row in _lists().order_by("-made_at")[:SHOWN]]


def all_lists_with_people() -> Iterator[List]:
    """Every one of them, the oldest first, in short reads."""
    brought = count_by_list()
    return (_line(row, brought) for row in by_key(_lists()))


def _lists() -> QuerySet[Import]:
    return Import.objects.filter(kind="inquiries", state=Import.State.DONE).select_related("source", "by")


def _line(row: Import, brought: Mapping[str, int]) -> List:
    return List(
        ref=row.ref,
        called=row.source.name if row.source else row.file_name,
        file=row.file_name,
        people=row.created + row.matched,
        opportunities=brought.get(row.ref, 0),
        refused=row.rejected,
        at=row.made_at,
        by=row.by.name if row.by else "",
    )


def count_by_list() -> Mapping[str, int]:
    """How many opportunities are here, by the reference of the list they came with."""
    rows = Opportunity.objects.filter(source__startswith=FROM).annotate(of=Substr("source", len(FROM) + 1, REF_LENGTH))
    return dict(rows.order_by().values("of").annotate(count=Count("pk")).values_list("of", "count"))


def count_refused(imported: Import) -> int:
    """Lines whose person is here, and whose opportunity was refused."""
    return Reject.objects.filter(imported=imported, line__in=ImportedRow.objects.filter(imported=imported).values("line")).count()
