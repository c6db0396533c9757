"""What became of letters, read in the background: each minute, and soon after one was sent."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from huey.contrib.djhuey import db_task

from keepwarm.letters.actions import settle_results
from keepwarm.lib.periodic import Periodic

SOON = (timedelta(seconds=5), timedelta(seconds=20))
"""A letter leaves within seconds where the mail server is well; whoever wrote it sees so."""


def read_results(*, now: datetime) -> None:
    """Settle all results that nobody has read yet."""
    settle_results(now=now)


@db_task()  # type: ignore[untyped-decorator]
def settle_now() -> None:
    """The same at once."""
    settle_results(now=timezone.now())


def look_soon() -> None:
    """Look a few seconds from now, and once more. Rows are the truth: a wake-up that is lost costs a minute."""
    for wait in SOON:
        settle_now.schedule(delay=int(wait.total_seconds()))


PERIODIC = (Periodic(read_results, minutes=1),)
