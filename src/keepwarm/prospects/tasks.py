"""What the background does for the room: the index of search lines is kept in few parts."""

from __future__ import annotations

from datetime import datetime
from time import sleep
from typing import Final

from keepwarm.lib.periodic import Periodic
from keepwarm.prospects.search import Merger

PAUSE: Final = 0.05  # seconds between two steps, in which whoever logs a call has the write lock


def merge_lines(*, now: datetime) -> None:
    """Merge what the commits since the last time have added, and finish a purge that broke off."""
    merger = Merger()
    while merger.step_of_purge() or merger.step():
        sleep(PAUSE)


PERIODIC = (Periodic(merge_lines, minutes=1),)
