"""A table as it is read, whatever the file was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from keepwarm.lib.refusal import Refusal


class Unreadable(Refusal):
    """The file holds no table that can be read."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it begins on (1 is the first line of the file), its values, and what is wrong with it ("" nothing)."""

    line: int
    cells: list[str]
    problem: str = ""


class Table(Protocol):
    """A header and rows. `lines`: how many lines the file has at most, for the progress."""

    header: tuple[str, ...]
    header_line: int
    lines: int
    form: str

    def rows(self, *, from_line: int = 0) -> Iterator[Row]:
        """The rows below the header that begin on `from_line` or later."""
        ...
