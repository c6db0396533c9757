"""What the background does for paper: take up, open and hold letters, and finish what a crash left of a posted batch."""

from __future__ import annotations

from datetime import datetime

from keepwarm.lib.periodic import Periodic
from keepwarm.post.actions import collect, settle_posted


def look_after_paper(*, now: datetime) -> None:
    """Rows say what is due; a run that is lost costs its minutes."""
    settle_posted(now=now)
    collect(now=now)


PERIODIC = (Periodic(look_after_paper, minutes=5),)
