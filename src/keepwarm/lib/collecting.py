"""Python's search for circles among objects: needless where rows are made by the million, and no circles (docs/speed.md)."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

SELDOM: Final = (20_000, 50, 100)


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Within the block circles are seldom looked for, and never among the objects that stand by now.

    Where some are frozen already, it is left at that.
    """
    usual, was_frozen = gc.get_threshold(), gc.get_freeze_count()
    if not was_frozen:
        gc.collect()
        gc.freeze()
    gc.set_threshold(*(max(pair) for pair in zip(usual, SELDOM, strict=True)))
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        if not was_frozen:
            gc.unfreeze()
