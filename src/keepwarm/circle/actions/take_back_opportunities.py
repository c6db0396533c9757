"""Opportunities that came with a list go with it, as long as nobody worked with them since."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from keepwarm.circle.actions.pipelines import ask_for, at_work, go_further
from keepwarm.circle.models import Pipeline
from keepwarm.decisions.actions import settle
from keepwarm.decisions.long_work import long_work
from keepwarm.intake.actions.starting import MAY_IMPORT, NotThatWay
from keepwarm.intake.models import Import, ImportedRow, Reject
from keepwarm.selling.actions.absorbing import source_of
from keepwarm.selling.models import Opportunity, Sale
from keepwarm.staff.actions import note_in_audit
from keepwarm.staff.models import User
from keepwarm.staff.queries import require_role
from keepwarm.touches.models import Signal

CHUNK: Final = 100


def ask_to_undo_opportunities(ref: str, *, by: User | None, now: datetime) -> None:
    """Only the opportunities of a list are to go. Raises NotThatWay while they come in, and when its people are not here."""
    require_role(by, *MAY_IMPORT)
    ask_for(_done(ref), Pipeline.State.UNDOING, by=by, now=now)


def undo_opportunities(ref: str, *, by: User | None, clock: Callable[[], datetime]) -> tuple[int, int]:
    """Only the opportunities of a list go; its people stay. How many are gone, and how many stay. Asked again, it goes on.

    Offerings that came with it stay: others may sell them by now. Raises NotThatWay, NotYours.
    """
    require_role(by, *MAY_IMPORT)
    imported = _done(ref)
    row = Pipeline.objects.filter(imported=imported, state=Pipeline.State.UNDOING).first()
    row = row or ask_for(imported, Pipeline.State.UNDOING, by=by, now=clock())
    with at_work(row, clock=clock), long_work():
        removed, kept = take_back_opportunities(imported, clock=clock, row=row)
        with transaction.atomic():
            forget_refused(imported)
            note_in_audit("opportunities_undone", {"import": ref, "removed": removed, "kept": kept}, by=by, now=clock())
    return removed, kept


def _done(ref: str) -> Import:
    imported = Import.objects.filter(ref=ref).first()
    if imported is None:
        raise NotThatWay(gettext("There is no import %s.") % ref)
    if imported.state != Import.State.DONE:
        words = {"ref": ref, "state": imported.get_state_display()}
        raise NotThatWay(gettext("Import %(ref)s is %(state)s; only the opportunities of one that is done go alone.") % words)
    return imported


def forget_refused(imported: Import) -> None:
    """Lines whose person came in and whose opportunity was refused: they are judged anew when the columns mean something else."""
    mine = Reject.objects.filter(imported=imported, line__in=ImportedRow.objects.filter(imported=imported).values("line"))
    if gone := mine.delete()[0]:
        Import.objects.filter(pk=imported.pk).update(rejected=F("rejected") - gone)


def take_back_opportunities(imported: Import, *, clock: Callable[[], datetime], row: Pipeline | None = None) -> tuple[int, int]:
    """How many are gone, and how many stay because they were changed, or because something was promised at their sale.

    `row` is told how far it is, where they go alone.
    """
    mine = Opportunity.objects.filter(source__startswith=f"import:{imported.ref}:")
    ids = list(
        mine.filter(version=1).exclude(sales__promises__isnull=False).exclude(sales__undone_at__isnull=False).values_list("pk", flat=True)
    )
    kept = mine.count() - len(ids)
    if row is not None:
        Pipeline.objects.filter(pk=row.pk).update(total=len(ids), done=0)
    for start in range(0, len(ids), CHUNK):
        some, now = ids[start : start + CHUNK], clock()
        with transaction.atomic():
            _remove(some, now=now)
            if row is not None:
                go_further(row, len(some), now=now)
    return len(ids), kept


def _remove(ids: list[int], *, now: datetime) -> None:
    found = list(Opportunity.objects.filter(pk__in=ids).values_list("ref", "prospect_id", "closed_at"))
    people = [prospect for _ref, prospect, closed in found if closed is None]
    # gone, not voided: the people are removed past the ORM, which looks for signals that wait only
    waits = Signal.objects.open().filter(prospect_id__in=people, kind=Signal.Kind.OPPORTUNITY)
    waits.filter(source__in=[source_of(ref) for ref, _prospect, _closed in found]).delete()
    Sale.objects.filter(opportunity_id__in=ids).delete()
    Opportunity.objects.filter(pk__in=ids).delete()
    settle(people, by=None, now=now)
