"""Reads for the pages of an import."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext

from keepwarm.intake import files
from keepwarm.intake.mapping.guess import guess_order, guess_roles
from keepwarm.intake.mapping.plan import NOT_OF_THE_MAP
from keepwarm.intake.mapping.read import read_map
from keepwarm.intake.models import Import, ImportedRow, Reject
from keepwarm.intake.reading.opening import open_table
from keepwarm.intake.trial import Trial, run_trial
from keepwarm.prospects.models import Doubt
from keepwarm.prospects.words import say_likeness
from keepwarm.staff.models import Seat

SAMPLE = 200  # rows looked at before
SHOWN_IMPORTS = 50
SHOWN_DOUBTS = 50


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file: its place and name, and a value or two of it."""

    place: int
    name: str
    examples: str


@dataclass(frozen=True, slots=True)
class ColumnsLook:
    """What is in a file, and what the form begins with."""

    header: tuple[str, ...]
    columns: tuple[Column, ...]
    guessed: dict[str, Any]
    form: str


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One import as its page shows it."""

    row: Import
    done: int
    total: int
    is_running: bool
    waits: bool
    reasons: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class DoubtLine:
    """Two who may be one, with the reasons in words."""

    id: int
    left: Any
    right: Any
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True)
class DoubtsPage:
    """A page of doubts, the newest first; `older` is where the next begins."""

    lines: Sequence[DoubtLine]
    older: int


def newest_imports() -> Sequence[Import]:
    """The imports so far, the newest first."""
    return list(Import.objects.select_related("source", "by").order_by("-pk")[:SHOWN_IMPORTS])


def look_at_columns(draft: Import) -> ColumnsLook:
    """Read the header and the first rows, and guess what each column is; what was chosen before stands."""
    table = open_table(files.path_of(draft.file_hash), name=draft.file_name)
    rows = [row.cells for row in islice(table.rows(), SAMPLE) if not row.problem]
    roles = guess_roles(table.header, rows)
    seat = Seat.objects.exclude(place="").order_by("pk").first()
    guessed: dict[str, Any] = {
        "source": Path(draft.file_name).stem.replace("_", " ").replace("-", " ")[:120],
        "dates": guess_order(table.header, rows, roles),
        "country": seat.place[:2] if seat else "",
        "spread": True,
        **{f"column_{place}": role for place, role in enumerate(roles)},
        **draft.map.get("chosen", {}),
    }
    columns = tuple(Column(place, name, _examples(rows, place)) for place, name in enumerate(table.header))
    return ColumnsLook(table.header, columns, guessed, table.form)


def _examples(rows: Sequence[Sequence[str]], place: int) -> str:
    """Two different values that are not empty."""
    found = dict.fromkeys(row[place].strip()[:40] for row in rows if place < len(row) and row[place].strip())
    return " · ".join(list(found)[:2])


def look_before(draft: Import, *, now: datetime) -> Trial:
    """How the first rows would land. Writes nothing."""
    path = files.path_of(draft.file_hash)
    table = open_table(path, name=draft.file_name)
    data = {key: value for key, value in draft.map.items() if key not in NOT_OF_THE_MAP}
    plan = read_map(data, table.header, called=gettext("the chosen columns"), file=draft.file_name)
    return run_trial(path, plan, called=draft.file_name, lines=table.lines, now=now, most=SAMPLE)


def import_page(imported: Import, *, now: datetime) -> ImportPage:
    """One import. `waits`: it is to run, and nobody runs it just now. While it is undone, `done` are the people who are gone again."""
    running = imported.state in {Import.State.RUNNING, Import.State.UNDOING}
    idle = imported.lease_until is None or imported.lease_until < now
    reasons = Reject.objects.filter(imported=imported).values_list("reason").annotate(count=Count("pk")).order_by("-count")[:5]
    done, total = min(imported.rows, imported.total), imported.total
    if imported.state == Import.State.UNDOING:
        left = ImportedRow.objects.filter(imported=imported, created=True).count()
        done, total = max(imported.created - left, 0), imported.created
    return ImportPage(
        row=imported,
        done=done,
        total=total,
        is_running=running,
        waits=running and idle,
        reasons=list(reasons),
    )


def open_doubts(*, after: int = 0) -> DoubtsPage:
    """Doubts that nobody settled yet, by number downwards from `after`."""
    rows = Doubt.objects.filter(settled_at__isnull=True).select_related("a__organization", "b__organization").order_by("-pk")
    found = list((rows.filter(pk__lt=after) if after else rows)[: SHOWN_DOUBTS + 1])
    lines = [DoubtLine(one.pk, one.a, one.b, [say_likeness(reason) for reason in one.reasons]) for one in found[:SHOWN_DOUBTS]]
    return DoubtsPage(lines, lines[-1].id if len(found) > SHOWN_DOUBTS else 0)
