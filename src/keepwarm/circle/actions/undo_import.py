"""Undo of a whole import: people it made and nobody touched since are removed; who was touched stays, without what it brought.

In short transactions; broken off it goes on when it is asked for again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from time import perf_counter
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.circle.actions import take_back
from keepwarm.circle.actions.moving import carry_out
from keepwarm.circle.actions.pipelines import check_still
from keepwarm.circle.actions.take_back_opportunities import take_back_opportunities
from keepwarm.circle.queries.heirs import Heir
from keepwarm.circle.queries.plans import Move
from keepwarm.circle.queries.untouched import touched_since
from keepwarm.decisions.actions import settle
from keepwarm.decisions.actions.completing import empty
from keepwarm.decisions.long_work import long_work
from keepwarm.intake.actions.leasing import LEASE, take_for_undo
from keepwarm.intake.actions.starting import MAY_IMPORT
from keepwarm.intake.models import Import, ImportedRow
from keepwarm.prospects.models import Organization, Prospect
from keepwarm.prospects.search import Merger
from keepwarm.staff.actions import note_in_audit
from keepwarm.staff.models import Seat, User
from keepwarm.staff.queries import require_role
from keepwarm.touches.models import Signal

Row = TypeVar("Row")
AT_ONCE, FEWEST, MOST = 20, 10, 500  # rows of the first piece, and what later ones stay between
AIM = 0.04  # seconds that a piece may hold the write lock; the limit is 0.1 (bin/bench lock)


@dataclass(slots=True)
class Undone:
    """How many people were removed, how many inquiries or touches voided, and the names of those who were touched since and stay."""

    removed: int = 0
    voided: int = 0
    kept: list[str] = field(default_factory=list)


def undo_import(ref: str, *, by: User | None, clock: Callable[[], datetime]) -> Undone:
    """Take back everything an import brought. Raises NotThatWay while it runs, and when it was undone before."""
    require_role(by, *MAY_IMPORT)
    for named in Import.objects.filter(ref=ref):
        check_still(named, now=clock())
    imported = take_for_undo(ref, now=clock())
    undone = Undone()
    with long_work():
        if imported.kind == "history":
            _void_touches(imported, undone, by=by, clock=clock)
            _give_owners_back(imported, by=by, clock=clock)
        else:
            _take_back_people(imported, undone, by=by, clock=clock)
    with transaction.atomic():
        Import.objects.filter(pk=imported.pk).update(state=Import.State.UNDONE, done_at=clock(), lease_until=None, runner="")
        note_in_audit(
            "import_undone",
            {"import": ref, "removed": undone.removed, "voided": undone.voided, "kept": len(undone.kept)},
            by=by,
            now=clock(),
        )
    return undone


def _take_back_people(imported: Import, undone: Undone, *, by: User | None, clock: Callable[[], datetime]) -> None:
    take_back_opportunities(imported, clock=clock)  # before their people: who still has one stays
    _silence_colleagues(imported, now=clock())
    _remove_people(imported, undone, clock=clock)
    Merger().purge()  # nothing that they were found by stays in the file
    _void_inquiries(imported, undone, by=by, clock=clock)
    _sweep_firms(imported)


def _remove_people(imported: Import, undone: Undone, *, clock: Callable[[], datetime]) -> None:
    made = ImportedRow.objects.filter(imported=imported, created=True).order_by("line")
    for ids in _pieces(made.values_list("prospect_id", flat=True)):
        with transaction.atomic():
            touched = touched_since(ids, imported)
            gone = [pk for pk in ids if pk not in touched]
            take_back.remove_people(gone)
            _tell_progress(imported, now=clock())
        undone.removed += len(gone)
        undone.kept += Prospect.objects.filter(pk__in=touched).order_by("pk").values_list("name", flat=True)


def _void_inquiries(imported: Import, undone: Undone, *, by: User | None, clock: Callable[[], datetime]) -> None:
    """Whoever is left: known before, or touched since."""
    rows = ImportedRow.objects.filter(imported=imported, inquiry__isnull=False, inquiry__voided_at__isnull=True)
    for pairs in _pieces(rows.order_by("line").values_list("prospect_id", "inquiry_id", "added")):
        now = clock()
        with transaction.atomic():
            take_back.take_back_said([pk for pk, _inquiry, _added in pairs], imported, now=now)
            take_back.void_rows([inquiry for _pk, inquiry, _added in pairs if inquiry], now=now)
            take_back.drop_addresses([pk for _pk, _inquiry, added in pairs for pk in added.get("addresses", [])])
            empty([(pk, added.get("filled", {})) for pk, _inquiry, added in pairs])
            take_back.stand_anew([pk for pk, _inquiry, _added in pairs], by=by, now=now)
            _tell_progress(imported, now=now)
        undone.voided += len(pairs)


def _void_touches(imported: Import, undone: Undone, *, by: User | None, clock: Callable[[], datetime]) -> None:
    rows = ImportedRow.objects.filter(imported=imported, touch__isnull=False, touch__voided_at__isnull=True)
    for pairs in _pieces(rows.order_by("line").values_list("prospect_id", "touch_id")):
        now = clock()
        with transaction.atomic():
            take_back.void_past_touches([touch for _pk, touch in pairs if touch], by=by, now=now)
            take_back.stand_anew([pk for pk, _touch in pairs], by=by, now=now)
            _tell_progress(imported, now=now)
        undone.voided += len(pairs)


def _give_owners_back(imported: Import, *, by: User | None, clock: Callable[[], datetime]) -> None:
    """Whom the history gave to another owner, and who stayed there, is again whose they were; the newest line first."""
    rows = ImportedRow.objects.filter(imported=imported, added__has_key="was").order_by("-line")
    because = gettext("the history %(name)s was taken back") % {"name": imported.file_name}
    for pairs in _pieces(rows.values_list("prospect_id", "added")):
        now, here = clock(), set(Seat.objects.filter(left_at__isnull=True).values_list("pk", flat=True))
        with transaction.atomic():
            for pk, added in pairs:
                if added["was"] in here:
                    back = [Move(pk, now, Heir(added["was"], because))]
                    settle(carry_out(back, {pk: because}, from_seat=added["now"], by=by, now=now), by=None, now=now)
            _tell_progress(imported, now=now)


def _silence_colleagues(imported: Import, *, now: datetime) -> None:
    """The signals that its inquirers raised at colleagues no longer wait."""
    waiting = dict(Signal.objects.open().filter(kind=Signal.Kind.COLLEAGUE, source__startswith="inquiry:").values_list("pk", "source"))
    inquiries = {int(source.partition(":")[2]): pk for pk, source in waiting.items()}
    mine = ImportedRow.objects.filter(imported=imported, inquiry_id__in=inquiries).values_list("inquiry_id", flat=True)
    signals = [inquiries[pk] for pk in mine if pk]
    for piece in _pieces(signals):
        with transaction.atomic():
            people = list(Signal.objects.filter(pk__in=piece).values_list("prospect_id", flat=True))
            Signal.objects.filter(pk__in=piece).update(voided_at=now)
            settle(people, by=None, now=now)


def _sweep_firms(imported: Import) -> None:
    """Firms that came with it and in which nobody is left."""
    empty = Organization.objects.filter(
        created_at__gte=imported.made_at, prospects__isnull=True, addresses__isnull=True, touches__isnull=True
    )
    for ids in _pieces(empty.values_list("pk", flat=True)):
        Organization.objects.filter(pk__in=ids).delete()


def _tell_progress(imported: Import, *, now: datetime) -> None:
    Import.objects.filter(pk=imported.pk).update(lease_until=now + LEASE)


def _pieces(rows: Iterable[Row]) -> Iterator[Sequence[Row]]:
    """All rows, read before the first is changed, in pieces that hold SQLite's one write lock for about `AIM`."""
    found, at, size = list(rows), 0, AT_ONCE
    while at < len(found):
        began = perf_counter()
        yield found[at : at + size]
        at += size
        size = max(FEWEST, min(MOST, int(size * (1.25 if perf_counter() - began < AIM else 0.6))))
