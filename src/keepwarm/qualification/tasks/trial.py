"""Trials in the background: counted at once, and made up for when a process ended under one or a call was lost."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from huey.contrib.djhuey import db_task

from keepwarm.lib.refusal import Refusal
from keepwarm.qualification.actions.trial import draw_trial, run_trial
from keepwarm.qualification.models import Trial

log = logging.getLogger(__name__)


@db_task()  # type: ignore[untyped-decorator]
def count_trial(ref: str) -> None:
    """Count a trial and draw its chart. What came of it stands in its row; a lost call is made up for by `count_trials`."""
    try:
        trial = run_trial(ref, clock=timezone.now)
    except Refusal as refusal:
        log.warning("Trial %s: %s", ref, refusal.sentence)
        return
    draw_trial(trial)


def count_trials(*, now: datetime) -> None:
    """Trials that nobody counts are counted, and those without a chart get one."""
    idle = Q(lease_until__isnull=True, asked_at__lt=now) | Q(lease_until__lt=now)
    waiting = Trial.objects.filter(idle, finished_at__isnull=True, stopped_at__isnull=True)
    for ref in list(waiting.order_by("pk").values_list("ref", flat=True)):
        count_trial.call_local(ref)
    for trial in Trial.objects.defer("rows").filter(finished_at__isnull=False, result__chart__isnull=True):
        draw_trial(trial)
