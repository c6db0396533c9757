"""What comes into `record_promises`: a promise as somebody wrote it down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class NewPromise:
    """What was promised, for which day, to whom (a prospect's id; None: to whoever bought), and from where we know (`Promise.Source`)."""

    what: str
    due_on: date
    to: int | None = None
    source: str = "rep"
