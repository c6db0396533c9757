"""Makes senders quickly: loaded once, divided for each. `python -m tests.faults.nursery` reads a word a line and answers with a line.

`sender`: the pid of a new one. `fill COUNT PORT` and `tell` are carried out by a child too, since whoever divides holds no database.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from datetime import timedelta

from tests.faults.filling import fill, tell

LEASE = timedelta(seconds=2)
QUICK_DELAYS = tuple(timedelta(seconds=seconds) for seconds in (0.1, 0.2, 0.4))


def main() -> None:
    """Load the house, and divide until stdin ends."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.faults.settings"
    import django

    django.setup()
    import keepwarm.outbox.sending.sender  # noqa: F401  # so that children need not load it
    from keepwarm.outbox import protocol

    protocol.DELAYS = QUICK_DELAYS  # type: ignore[misc]  # minutes are for real servers
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that are killed
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            carry_out(line.split())
        if line.startswith("sender"):
            print(pid, flush=True)


def carry_out(words: list[str]) -> None:
    """In the child; ends it."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    if words[0] == "sender":
        be_a_sender()
    elif words[0] == "fill":
        fill(int(words[1]), int(words[2]))
        print("filled", flush=True)
    else:
        _tell()
    os._exit(0)


def _tell() -> None:
    """A line in any case: a PostgreSQL that starts does not answer yet."""
    from django.db import DatabaseError

    try:
        print(tell(), flush=True)
    except DatabaseError:
        print("not now", flush=True)


def be_a_sender() -> None:
    """Send until killed."""
    from django.utils import timezone

    from keepwarm.outbox.sending.lane import Rhythm
    from keepwarm.outbox.sending.sender import Sending
    from keepwarm.outbox.sending.steps import Timing

    timing = Timing(connect=3, reply=3, block=3, dot=3)
    rhythm = Rhythm(poll=0.05, rest=0.1, longest_rest=0.5, dot_within=1.0, idle=0.5, lease=LEASE)

    async def run() -> None:
        sending = Sending(timezone.now, timing=timing, rhythm=rhythm)
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, sending.stop)
        await sending.run()

    asyncio.run(run())


if __name__ == "__main__":
    main()
