"""What an import keeps of itself: how far it is, what each line became, which were refused. The caller holds the transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext

from keepwarm.decisions.actions import Arrived
from keepwarm.intake.actions.leasing import LEASE
from keepwarm.intake.models import Import, ImportedRow, Reject
from keepwarm.intake.recognizing.recognizer import Recognized
from keepwarm.intake.shaping.shapes import Flawed
from keepwarm.lib.refusal import Refusal
from keepwarm.prospects.actions.inserting import insert_rows
from keepwarm.prospects.models import Address


class LostLease(Refusal):
    """Another process went on with this import meanwhile."""


@dataclass(slots=True)
class Counted:
    """What a chunk brought."""

    created: int = 0
    matched: int = 0
    already: int = 0
    rejected: int = 0
    doubts: int = 0


def move_on(imported: Import, next_line: int, rows: int, counted: Counted, *, now: datetime) -> None:
    """The cursor and the counts, in the transaction of the rows they tell of. Raises LostLease."""
    _update(
        imported,
        next_line=next_line,
        rows=F("rows") + rows,
        created=F("created") + counted.created,
        matched=F("matched") + counted.matched,
        already=F("already") + counted.already,
        rejected=F("rejected") + counted.rejected,
        doubts=F("doubts") + counted.doubts,
        lease_until=now + LEASE,
    )
    imported.next_line = next_line


def hold_on(imported: Import, doubts: int, *, now: datetime) -> None:
    """A piece of a chunk is written and the cursor stays before it: the lease is prolonged. Raises LostLease."""
    _update(imported, doubts=F("doubts") + doubts, lease_until=now + LEASE)


def _update(imported: Import, **columns: Any) -> None:
    mine = Import.objects.filter(pk=imported.pk, next_line=imported.next_line, runner=imported.runner)
    if not mine.update(**columns):
        raise LostLease(gettext("Another process goes on with import %(ref)s; this one stops.") % {"ref": imported.ref})


def answers_from(imported: Import) -> str:
    """What stands beside each answer of this import: the list, and which import it was. Undo finds them by it."""
    name = imported.source.name if imported.source else ""
    return f"{name[:90]} (import {imported.ref})"


def wishes_from(imported: Import) -> str:
    """What stands beside each wish and permission of this import."""
    return f"import:{imported.ref}"


def written_before(imported: Import, lines: Sequence[int]) -> set[int]:
    """Those of the lines that this import wrote before it broke off."""
    if not lines:
        return set()
    return set(ImportedRow.objects.filter(imported=imported, line__in=lines).values_list("line", flat=True))


def write_rows(imported: Import, rows: Sequence[tuple[Recognized, Arrived]], *, above: int | None = None) -> None:
    """What each line became. What was here already belongs to the import that brought it.

    `above`: addresses with a higher key came with these rows, to people who were known.
    """
    known = {here.prospect_id for _, here in rows if not here.created and not here.already}
    added: dict[int, list[int]] = {}
    if known and above is not None:
        new = Address.objects.filter(prospect_id__in=known, pk__gt=above)
        for prospect_id, pk in new.values_list("prospect_id", "pk"):
            added.setdefault(prospect_id or 0, []).append(pk)
    insert_rows(
        ImportedRow,
        ("imported_id", "line", "prospect_id", "inquiry_id", "created", "added"),
        [
            (imported.pk, one.shaped.line, here.prospect_id, here.inquiry_id, here.created, _added(here, added))
            for one, here in rows
            if not here.already
        ],
    )


def _added(here: Arrived, added: dict[int, list[int]]) -> str:
    """The addresses and the filled columns that an inquiry brought to someone known."""
    if here.created:
        return "{}"
    told = {"addresses": added.pop(here.prospect_id, []), "filled": here.filled}
    return json.dumps({name: what for name, what in told.items() if what}, default=date.isoformat)


def write_rejects(imported: Import, flawed: Sequence[Flawed]) -> None:
    """The rows that could not go in, and why."""
    rows = [Reject(imported=imported, line=one.line, reason=one.reason[:300], raw=list(one.cells)) for one in flawed]
    Reject.objects.bulk_create(rows, batch_size=500)
