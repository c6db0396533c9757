"""The background process: huey as clock and wake-up, over the work that rooms list in their `tasks.py`.

Started by `keepwarm serve` as `python -m keepwarm.site.background PARENT`; it ends when its parent does.
"""

import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec

from keepwarm.lib.periodic import Periodic
from keepwarm.site.rooms import ROOMS

NICE = 5
"""Whoever reads a page comes before the work in the background, when both want the processor."""
CHECKPOINT_SECONDS = 1.0
WORKERS = 2
GOODBYES = 15
"""Seconds in which the lines to mail servers are closed."""
log = logging.getLogger(__name__)


def list_periodic() -> Iterator[Periodic]:
    """What every standing room wants repeated, from the ground up."""
    for room in ROOMS:
        if find_spec(f"keepwarm.{room}.tasks"):
            yield from getattr(import_module(f"keepwarm.{room}.tasks"), "PERIODIC", ())


def register_with_huey(work: Periodic) -> None:
    """Make `work` a periodic task of huey; two runs of it never overlap on this machine."""
    from huey import crontab
    from huey.contrib.djhuey import HUEY, db_periodic_task

    lock = HUEY.lock_task(work.name)  # known from here on, so that `register_all` finds what a killed process left

    def run() -> None:
        with lock:
            work.run(now=datetime.now(UTC))

    run.__name__ = work.name
    db_periodic_task(crontab(minute=f"*/{work.minutes}"), name=work.name)(run)


def register_all() -> None:
    """What the rooms want repeated is known to huey, and no lock of a process that was killed stands in its way for ever."""
    from huey.contrib.djhuey import HUEY

    for work in list_periodic():
        register_with_huey(work)
    HUEY.flush_locks()


def keep_checkpointing(parent: int, stop: threading.Event) -> None:
    """Checkpoint every second until told to stop, or until the parent process is gone: then end this process."""
    from keepwarm.site.tasks import checkpoint_databases

    while not stop.wait(CHECKPOINT_SECONDS):
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGINT)  # huey's graceful stop
            return
        try:
            checkpoint_databases()
        except Exception:
            log.exception("The checkpoint failed; it is tried again in %s s.", CHECKPOINT_SECONDS)


def main(parent: int) -> None:
    """Run until stopped."""
    import django

    os.nice(NICE)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "keepwarm.site.settings")
    django.setup()
    from huey.contrib.djhuey import HUEY

    from keepwarm.inbox.listening import keep_listening

    register_all()
    stop = threading.Event()
    threading.Thread(target=keep_checkpointing, args=(parent, stop), daemon=True).start()
    listening = threading.Thread(target=keep_listening, args=(lambda: datetime.now(UTC), stop), daemon=True)
    listening.start()
    HUEY.create_consumer(workers=WORKERS, periodic=True, initial_delay=0.2, max_delay=1.0).run()
    stop.set()
    listening.join(timeout=GOODBYES)


if __name__ == "__main__":
    main(int(sys.argv[1]))
