"""Work that the background repeats: what a room's `tasks.py` lists as `PERIODIC`."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Periodic:
    """`run(now=…)` is called about every `minutes` (1 to 59) while the house is served.

    A call may come late, twice, or be lost with a crash: so `run` reads from rows what is due, and does nothing when
    nothing is. Calls of one `run` never overlap on one machine.
    """

    run: Callable[..., object]
    minutes: int = 1

    @property
    def name(self) -> str:
        """How the log and the queue call it: room and function."""
        return f"{self.run.__module__.split('.')[1]}.{self.run.__name__}"
