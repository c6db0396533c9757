"""A table as it is read, whatever the file was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
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


_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file; unpack it first",
    b"7z\xbc\xaf": "a compressed file; unpack it first",
    b"Rar!": "a compressed file; unpack it first",
    b"{\\rtf": "a text document",
    b"SQLite format 3": "a database",
}


def open_table(path: Path, *, name: str = "") -> Table:
    """The table in the file at `path`; `name` is what sentences call it. Raises Unreadable."""
    from keepwarm.intake.reading.csv_table import CsvTable
    from keepwarm.intake.reading.sheet_table import open_sheet

    called = name or path.name
    head = _head_of(path, called)
    if head.startswith((_ZIP, _OLD_OFFICE)):
        return open_sheet(path, called)
    for magic, what in _OTHERS.items():
        if head.startswith(magic):
            raise Unreadable(f"{called} is {what}. Please give a CSV or an XLSX file.")
    return CsvTable(path, called)


def _head_of(path: Path, called: str) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except FileNotFoundError:
        raise Unreadable(f"There is no file {called}.") from None
    except IsADirectoryError:
        raise Unreadable(f"{called} is a folder. Please give a CSV or an XLSX file.") from None
    except OSError as problem:
        raise Unreadable(f"{called} cannot be read: {problem.strerror or problem}.") from None
    if not head:
        raise Unreadable(f"{called} is empty.")
    return head
