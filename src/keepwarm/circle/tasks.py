"""What the background does for the circle: absences begin, are looked after, and end; what nobody answered passes on."""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial

from django.db.models import Q
from django.utils import timezone
from huey.contrib.djhuey import db_task

from keepwarm.circle.actions import come_back, cover
from keepwarm.circle.actions.bring_opportunities import bring_opportunities
from keepwarm.circle.actions.leave import give_on_what_came_late
from keepwarm.circle.actions.passing_on import pass_on_unanswered
from keepwarm.circle.actions.pipelines import give_up
from keepwarm.circle.actions.take_back_opportunities import undo_opportunities
from keepwarm.circle.actions.undo_import import undo_import
from keepwarm.circle.models import Pipeline
from keepwarm.intake.models import Import
from keepwarm.lib.periodic import Periodic
from keepwarm.lib.refusal import Refusal
from keepwarm.staff.models import Absence, User

log = logging.getLogger(__name__)


def keep_absences(*, now: datetime) -> int:
    """Covers for whoever is away now, also for what came due since; who was to be back is back. How many were looked at."""
    running = list(Absence.objects.filter(returned_at__isnull=True, starts_at__lte=now).select_related("seat"))
    for absence in running:
        if absence.ends_at is not None and absence.ends_at <= now:
            come_back(absence, by=None, now=now)
        else:
            cover(absence, by=None, now=now)
    return len(running)


def follow_who_left(*, now: datetime) -> None:
    """Nobody stays with somebody who left while they came in."""
    give_on_what_came_late(now=now)


def pass_on(*, now: datetime) -> None:
    """Whoever asked to be contacted, and was not within half the agreed time, goes to somebody else."""
    pass_on_unanswered(now=now)


@db_task()  # type: ignore[untyped-decorator]
def take_import_back(ref: str, by_id: int) -> None:
    """Undo an import; broken off, `finish_undoing` goes on with it."""
    try:
        undo_import(ref, by=User.objects.filter(pk=by_id).first(), clock=timezone.now)
    except Refusal as refusal:
        log.warning("Undo of import %s: %s", ref, refusal.sentence)


@db_task()  # type: ignore[untyped-decorator]
def bring_pipeline(ref: str, by_id: int) -> None:
    """Bring in the opportunities of an import from where they stand; broken off, `finish_pipelines` goes on with it."""
    try:
        bring_opportunities(ref, by=User.objects.filter(pk=by_id).first(), clock=timezone.now, again=False)
    except Refusal as refusal:
        log.warning("Opportunities of import %s: %s", ref, refusal.sentence)


@db_task()  # type: ignore[untyped-decorator]
def take_pipeline_back(ref: str, by_id: int) -> None:
    """Undo the opportunities of an import; broken off, `finish_pipelines` goes on with it."""
    try:
        undo_opportunities(ref, by=User.objects.filter(pk=by_id).first(), clock=timezone.now)
    except Refusal as refusal:
        log.warning("Undo of the opportunities of import %s: %s", ref, refusal.sentence)


def finish_undoing(*, now: datetime) -> None:
    """Imports that are being undone by nobody, because a process ended under it, are undone to the end."""
    idle = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    for ref in Import.objects.filter(idle, state=Import.State.UNDOING).values_list("ref", flat=True):
        try:
            undo_import(ref, by=None, clock=timezone.now)
        except Refusal as refusal:
            log.warning("Undo of import %s: %s", ref, refusal.sentence)


def finish_pipelines(*, now: datetime) -> None:
    """Opportunities that are to come in or to go, and that nobody is at, because a process ended under them, are done to the end."""
    free = Q(lease_until__isnull=True, asked_at__lt=now) | Q(lease_until__lt=now)
    rows = Pipeline.objects.filter(free, state__in=[Pipeline.State.RUNNING, Pipeline.State.UNDOING]).select_related("imported", "by")
    for row in rows.order_by("pk"):
        act = partial(bring_opportunities, again=False) if row.state == Pipeline.State.RUNNING else undo_opportunities
        try:
            act(row.imported.ref, by=row.by, clock=timezone.now)
        except Refusal as refusal:
            log.warning("Opportunities of import %s: %s", row.imported.ref, refusal.sentence)
            give_up(row, refusal.sentence, now=now)


PERIODIC = (
    Periodic(finish_undoing, minutes=1),
    Periodic(finish_pipelines, minutes=1),
    Periodic(keep_absences, minutes=5),
    Periodic(pass_on, minutes=1),
    Periodic(follow_who_left, minutes=1),
)
