"""What the background does for mailings: check them, write down their people, send what is due, watch, and read the results."""

from __future__ import annotations

import logging
from datetime import datetime

from django.utils import timezone
from huey.contrib.djhuey import db_task

from keepwarm.lib.periodic import Periodic
from keepwarm.lib.refusal import Refusal
from keepwarm.mailings.actions.checking import run_check
from keepwarm.mailings.actions.listing import write_down
from keepwarm.mailings.actions.sending import send_what_is_due, settle_results
from keepwarm.mailings.actions.steering import skip_the_stopped
from keepwarm.mailings.actions.taking_back import take_back_what_waits
from keepwarm.mailings.queries.checks import waiting_checks

log = logging.getLogger(__name__)


@db_task()  # type: ignore[untyped-decorator]
def do_check(ref: str) -> None:
    """Look at the people and the text of a mailing. What came of it stands in its row; a lost call is made up for by `do_checks`."""
    try:
        run_check(ref, clock=timezone.now)
    except Refusal as refusal:
        log.warning("Check %s: %s", ref, refusal.sentence)


def do_checks(*, now: datetime) -> None:
    """Checks that nobody does, or under which a process ended."""
    for ref in waiting_checks(now=now):
        do_check.call_local(ref)


def write_down_people(*, now: datetime) -> None:
    """Who gets what was approved."""
    write_down(now=now)


def send_mailings(*, now: datetime) -> None:
    """Send what is due, stop what people turn away from, let the rest follow."""
    take_back_what_waits(now=now)
    skip_the_stopped(now=now)
    send_what_is_due(now=now)


def read_results(*, now: datetime) -> None:
    """Settle what is known of what was sent."""
    settle_results(now=now)


PERIODIC = tuple(Periodic(run, minutes=1) for run in (do_checks, write_down_people, send_mailings, read_results))
