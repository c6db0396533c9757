"""The sender as a process: until it is told to end, until its parent is gone, or once. Several may run; they share rows and pace.

Started by `keepwarm serve` and `keepwarm send` as `python -m keepwarm.outbox.sending.process PARENT`.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime

NICE = 5
"""Whoever reads a page comes first."""


def send(clock: Callable[[], datetime], *, once: bool = False, parent: int = 0) -> tuple[str, int]:
    """Send until SIGTERM or SIGINT, or once; the sender's name, and how many messages were accepted. Django is set up."""
    from keepwarm.outbox.sending.sender import Sending

    async def run() -> tuple[str, int]:
        sender = Sending(clock)
        loop = asyncio.get_running_loop()
        for wanted in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(wanted, sender.stop)
        watching = asyncio.create_task(_watch(parent, sender.stop)) if parent else None
        await sender.run(once=once)
        if watching is not None:
            watching.cancel()
        return sender.name, sender.sent

    return asyncio.run(run())


async def _watch(parent: int, stop: Callable[[], None]) -> None:
    """Whoever started it may be killed and say nothing."""
    while os.getppid() == parent:  # noqa: ASYNC110  # no event tells of a parent that was killed
        await asyncio.sleep(1)
    stop()


def main(parent: int) -> None:
    """Run beside the process that started it."""
    import django

    with contextlib.suppress(OSError):
        os.nice(NICE)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "keepwarm.site.settings")
    django.setup()
    from django.utils import timezone

    send(timezone.now, parent=parent)  # noqa: TID251  # the edge of a process of its own


if __name__ == "__main__":
    main(int(sys.argv[1]))
