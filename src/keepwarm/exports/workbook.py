"""A workbook of XLSX, written row by row: openpyxl keeps no row once it is written."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from keepwarm.lib.sheets import Cell, guard

MOST_ROWS = 1_048_576  # of a sheet, with its titles: more go on the next sheet
LONGEST = 32_767  # letters of a cell
MOST_DIGITS = 15  # of a number: Excel forgets those behind
FIRST_YEAR = 1900  # before it Excel knows no dates
WIDE, NARROW = 28, 14
_STRAY = re.compile("[\ud800-\udfff\ufffe\uffff]")
_NOT_IN_A_NAME = re.compile(r"[\\/*?:\[\]']")

Sheet = tuple[str, Sequence[str], Iterable[Sequence[Cell]]]
"""The name of a sheet, its titles, its rows."""


def write_workbook(sheets: Iterable[Sheet], to: IO[bytes]) -> int:
    """Writes the sheets into a file; how many rows, without titles."""
    book, count = Workbook(write_only=True), 0
    for name, titles, rows in sheets:
        left = iter(rows)
        for number in range(1, 1000):
            first = list(islice(left, 1))
            if number > 1 and not first:
                break
            count += _write_sheet(book, f"{name} {number}" if number > 1 else name, titles, chain(first, islice(left, MOST_ROWS - 2)))
    book.save(to)
    return count


def _write_sheet(book: Workbook, name: str, titles: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    sheet: Any = book.create_sheet(_NOT_IN_A_NAME.sub(" ", name)[:31] or "1")
    sheet.freeze_panes = "A2"
    for place in range(1, len(titles) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDE if place == 1 else NARROW + 4
    sheet.append([_title(sheet, title) for title in titles])
    count = 0
    for row in rows:
        sheet.append([as_cell(sheet, cell) for cell in row])
        count += 1
    return count


def as_cell(sheet: Any, cell: Cell) -> Any:
    """A value as a cell: numbers and days as such, moments in their zone, text always as text."""
    if isinstance(cell, datetime) and cell.year >= FIRST_YEAR:
        return _dated(sheet, cell.replace(tzinfo=None, microsecond=0), "yyyy-mm-dd hh:mm:ss")
    if isinstance(cell, date):
        return _dated(sheet, cell, "yyyy-mm-dd") if cell.year >= FIRST_YEAR else _text(sheet, cell.isoformat())
    if isinstance(cell, int | float | Decimal):
        return _number(sheet, cell)
    return None if cell is None or not cell else _text(sheet, cell)


def _number(sheet: Any, cell: float | Decimal) -> Any:
    if not math.isfinite(cell):
        return None
    if isinstance(cell, int) and len(str(abs(cell))) > MOST_DIGITS:
        return _text(sheet, str(cell))
    return cell


def _text(sheet: Any, text: str) -> Any:
    clean = _STRAY.sub("\ufffd", ILLEGAL_CHARACTERS_RE.sub("", text))
    return _typed(sheet, guard(clean)[:LONGEST])


def _typed(sheet: Any, text: str) -> Any:
    made = WriteOnlyCell(sheet, text)
    made.data_type = "s"  # whatever openpyxl read in it: never a formula, an error or a link
    return made


def _dated(sheet: Any, value: date, form: str) -> Any:
    made = WriteOnlyCell(sheet)
    made.value = value
    made.number_format = form
    return made


def _title(sheet: Any, title: str) -> Any:
    made = _text(sheet, title)
    made.font = Font(bold=True)
    return made
