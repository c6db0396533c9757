"""A table in a text file, its values parted by a mark."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final, TextIO

from django.utils.translation import gettext

from keepwarm.intake.reading.delimiters import MOST_BYTES_IN_A_VALUE, sniff_delimiter, sniff_quoting
from keepwarm.intake.reading.encodings import detect_encoding
from keepwarm.intake.reading.headers import LOOK_AHEAD, find_header
from keepwarm.intake.reading.tables import Row, Unreadable

_SAMPLE: Final = 1 << 16
_MOST_LINES_OF_A_ROW: Final = 500  # beyond it a quotation mark was never closed
_MARKUP: Final = ("<!doctype", "<html", "<?xml", "<table", '{"', "[{", "{\n", "[\n")
_END_OF_DOS: Final = "\x1a"
_CONTROLS: Final = frozenset(map(chr, (*range(1, 9), *range(14, 32), 127))) - {_END_OF_DOS, "\x1f"}


class CsvTable:
    """See `tables.Table`. `encoding` and `delimiter` are found by reading."""

    form = "csv"

    def __init__(self, path: Path, called: str) -> None:
        self.path = path
        self.encoding = detect_encoding(path)
        with self._open() as file:
            sample = file.read(_SAMPLE)
        _refuse_binary(sample, called)
        self.delimiter = sniff_delimiter(sample)
        self._form = sniff_quoting(sample, self.delimiter)
        self.header, self.header_line = find_header(list(islice(self._all_rows(), LOOK_AHEAD)), called)
        self.lines = _count_lines(path)

    def rows(self, *, from_line: int = 0) -> Iterator[Row]:
        """The rows below the header from `from_line` on; one with more values than there are columns has a problem."""
        wide = len(self.header)
        first = max(from_line, self.header_line + 1)
        for row in self._all_rows():
            if row.line >= first and (row.problem or any(row.cells)):
                yield row if row.problem else _fitted(row, wide) if self._tells(row) else _once_more(row)

    def _tells(self, row: Row) -> bool:
        """Whether it is not the line of titles again, as where several files were hung one behind the other."""
        return len(row.cells) < 2 or not all(map(_same_title, row.cells, self.header)) or len(row.cells) != len(self.header)

    def _open(self) -> TextIO:
        return self.path.open(encoding=self.encoding, errors="replace", newline="")

    def _all_rows(self) -> Iterator[Row]:
        csv.field_size_limit(MOST_BYTES_IN_A_VALUE)
        with self._open() as file:
            yield from _read_rows(_Lines(file), self._form)


class _Lines:
    """Lines of a file, without NULs, with the way back to just behind where the present row began."""

    def __init__(self, file: TextIO) -> None:
        self.file = iter(file)
        self.again: list[str] = []
        self.taken: list[str] = []
        self.number = 0  # of the last line given out

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.again.pop() if self.again else next(self.file)
        if len(self.taken) >= _MOST_LINES_OF_A_ROW:
            self.again.append(line)
            raise csv.Error("a quotation mark that is never closed")
        self.number += 1
        self.taken.append(line)
        return line.replace("\0", "") if "\0" in line else line

    def back_to_second(self) -> None:
        """Give out again all lines of the present row but its first."""
        self.again.extend(reversed(self.taken[1:]))
        self.number -= len(self.taken) - 1
        self.taken.clear()


def _read_rows(lines: _Lines, form: dict[str, Any]) -> Iterator[Row]:
    reader = csv.reader(lines, **form)
    while True:
        begins = lines.number + 1
        lines.taken.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            first = lines.taken[0] if lines.taken else ""
            yield Row(begins, [first.rstrip("\r\n")[:500]], _said(str(problem)))
            lines.back_to_second()
            reader = csv.reader(lines, **form)
            continue
        if (begins == 1 and cells and cells[0].lower().startswith("sep=")) or cells == [_END_OF_DOS]:
            continue
        yield Row(begins, cells)


def _said(problem: str) -> str:
    if "field larger" in problem:
        return "a value is longer than 1,000,000 characters, or a quotation mark is never closed"
    return problem.replace("new-line character seen in unquoted field", "a line break in the middle of a value")


def _fitted(row: Row, wide: int) -> Row:
    """The row as wide as the header: what is missing at its end is empty, what is too much must be empty."""
    have = len(row.cells)
    if have == wide:
        return row
    if have < wide:
        return Row(row.line, row.cells + [""] * (wide - have))
    if any(cell.strip() for cell in row.cells[wide:]):
        return Row(row.line, row.cells, f"{have} values for {wide} columns")
    return Row(row.line, row.cells[:wide])


def _same_title(cell: str, title: str) -> bool:
    return " ".join(cell.split()) == title


def _once_more(row: Row) -> Row:
    return Row(row.line, row.cells, "the titles of the columns once more")


def _refuse_binary(sample: str, called: str) -> None:
    text = sample.replace("\0", "")
    if not text.strip():
        raise Unreadable(gettext("%(called)s is empty.") % {"called": called})
    if text.lstrip().lower().startswith(_MARKUP):
        raise Unreadable(
            gettext("%(called)s is a page or a program's data, not a table. Please give a CSV or an XLSX file.") % {"called": called}
        )
    strange = sum(letter in _CONTROLS or letter == "\ufffd" for letter in text)
    if strange > 0.05 * len(text):
        raise Unreadable(gettext("%(called)s is no text file. Please give a CSV or an XLSX file.") % {"called": called})


def _count_lines(path: Path) -> int:
    lines = 1
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            lines += max(block.count(b"\n"), block.count(b"\r"))
    return lines
