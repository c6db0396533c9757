"""What a check finds: a state, what was seen, what to do, and the DNS record to copy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How it stands. UNKNOWN: it could not be asked from here."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Record:
    """A DNS record to put in: its full name, its type, and its value."""

    name: str
    type: str
    value: str


@dataclass(frozen=True, slots=True)
class Check:
    """One check. `key` names it for programs, `name` and the rest for people; `seen` is what the DNS says, word for word."""

    key: str
    name: str
    state: State
    said: str
    todo: str = ""
    record: Record | None = None
    seen: tuple[str, ...] = ()
