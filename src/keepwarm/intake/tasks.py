"""Intake in the background: imports run and go on, and files are swept."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from huey.contrib.djhuey import db_task

from keepwarm.intake.actions import run_import, sweep_files
from keepwarm.intake.actions.filling import ask_again, sweep_unconfirmed
from keepwarm.intake.models import Import
from keepwarm.lib.periodic import Periodic
from keepwarm.lib.refusal import Refusal

log = logging.getLogger(__name__)


@db_task()  # type: ignore[untyped-decorator]
def carry_on(ref: str) -> None:
    """Run an import from where it stands, at once, unless it was stopped meanwhile.

    What it is told stands in its row; a lost call is made up by `go_on_alone`.
    """
    try:
        run_import(ref, clock=timezone.now, again=False)
    except Refusal as refusal:
        log.warning("Import %s: %s", ref, refusal.sentence)


def go_on_alone(*, now: datetime) -> None:
    """Imports that are to run and that nobody runs, because a process ended under them, go on behind their last row."""
    idle = Q(lease_until__isnull=True, made_at__lt=now) | Q(lease_until__lt=now)
    for ref in Import.objects.filter(idle, state=Import.State.RUNNING).order_by("pk").values_list("ref", flat=True):
        try:
            run_import(ref, clock=timezone.now, again=False)
        except Refusal as refusal:
            log.warning("Import %s: %s", ref, refusal.sentence)


def sweep(*, now: datetime) -> None:
    """Drop files that no import needs any more, and sign-ups that nobody confirmed."""
    sweep_files(now=now)
    sweep_unconfirmed(now=now)


def ask_to_confirm(*, now: datetime) -> None:
    """Mails that ask to confirm an address, and could not be queued yet."""
    ask_again(now=now)


PERIODIC = (
    Periodic(go_on_alone, minutes=1),
    Periodic(ask_to_confirm, minutes=1),
    Periodic(sweep, minutes=59),
)
