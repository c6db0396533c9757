"""One loads the demo at a time. Who does holds a lock on a file, and lets go of it when killed, too: so it is known what was broken off."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings


@contextmanager
def alone() -> Iterator[bool]:
    """Whether nobody else loads the demo; while inside nobody else will."""
    with (settings.HOME / "demo.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True


def is_being_loaded() -> bool:
    """Whether somebody loads the demo at this moment."""
    with alone() as is_mine:
        return not is_mine
