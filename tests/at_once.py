"""Several acts in the same moment, each on a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from keepwarm.lib.refusal import Refusal

Act = Callable[[], object]


def at_once(*acts: Act) -> list[str]:
    """What each was told; empty when it was done."""
    start = Barrier(len(acts))

    def run(act: Act) -> str:
        try:
            start.wait(60)
            act()
        except Refusal as refusal:
            return refusal.sentence
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))
