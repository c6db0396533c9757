"""A table in the first sheet of a spreadsheet that holds one."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext

from keepwarm.intake.reading.headers import LOOK_AHEAD, find_header
from keepwarm.intake.reading.tables import Row, Unreadable

# calamine keeps the whole sheet in memory, about ten times its packed size; larger ones are streamed, which is slower.
_KEPT_WHOLE: Final = 40 << 20  # bytes of unpacked sheets
_MOST_UNPACKED: Final = 4 << 30


class SheetTable:
    """See `tables.Table`. `read` gives the rows of the sheet anew each time."""

    form = "sheet"

    def __init__(self, read: Callable[[], Iterator[Any]], lines: int, called: str) -> None:
        self._read = read
        self.lines = lines
        self.header, self.header_line = find_header(list(islice(self._all_rows(), LOOK_AHEAD)), called)

    def rows(self, *, from_line: int = 0) -> Iterator[Row]:
        """The rows below the header from `from_line` on."""
        wide = len(self.header)
        first = max(from_line, self.header_line + 1)
        for row in self._all_rows():
            if row.line >= first and any(row.cells):
                missing = wide - len(row.cells)
                yield Row(row.line, row.cells[:wide] if missing <= 0 else row.cells + [""] * missing)

    def _all_rows(self) -> Iterator[Row]:
        for line, values in enumerate(self._read(), start=1):
            yield Row(line, [cell_text(value) for value in values])


def open_sheet(path: Path, called: str) -> SheetTable:
    """The first sheet with any rows of a spreadsheet. Raises Unreadable."""
    unpacked, is_xlsx = _looked_into(path, called)
    if unpacked > _KEPT_WHOLE and not is_xlsx:
        raise Unreadable(gettext("%(called)s is too large for its form. Please save it as XLSX or CSV.") % {"called": called})
    try:
        return _streamed(path, called) if unpacked > _KEPT_WHOLE else _whole(path, called)
    except Unreadable:
        raise
    except Exception as problem:  # noqa: BLE001 - a broken file breaks its reader in many ways
        raise Unreadable(
            gettext("%(called)s cannot be read as a spreadsheet: %(problem)s.") % {"called": called, "problem": str(problem)[:120]}
        ) from None


def _looked_into(path: Path, called: str) -> tuple[int, bool]:
    """The size of what is packed in it, in bytes, and whether it is an XLSX, which can be streamed."""
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
            names = packed.namelist()
    except zipfile.BadZipFile:
        return path.stat().st_size, False  # an old XLS, or broken: its reader will say
    if not any(name.endswith(("workbook.xml", "workbook.bin", "content.xml")) for name in names):
        raise Unreadable(gettext("%(called)s is a compressed file; unpack it first, and give a CSV or an XLSX file.") % {"called": called})
    if size > _MOST_UNPACKED:
        raise Unreadable(gettext("%(called)s is larger than 4 GB when unpacked. Please save it as CSV.") % {"called": called})
    return size, "xl/workbook.xml" in names


def _whole(path: Path, called: str) -> SheetTable:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        if sheet.total_height:
            rows = sheet.to_python(skip_empty_area=False)
            return SheetTable(rows.__iter__, len(rows), called)
    raise Unreadable(gettext("%(called)s is empty.") % {"called": called})


def _streamed(path: Path, called: str) -> SheetTable:
    from openpyxl import load_workbook

    def read() -> Iterator[Any]:
        with path.open("rb") as file:  # by its content: it is kept under its hash, and openpyxl reads no name without .xlsx
            yield from load_workbook(file, read_only=True, data_only=True).worksheets[at].iter_rows(values_only=True)

    with path.open("rb") as file:
        sheets = load_workbook(file, read_only=True, data_only=True).worksheets
        at = next((place for place, sheet in enumerate(sheets) if _is_filled(sheet)), -1)
        if at < 0:
            raise Unreadable(gettext("%(called)s is empty.") % {"called": called})
        lines = sheets[at].max_row or 0
    return SheetTable(read, lines, called)


def _is_filled(sheet: Any) -> bool:
    return any(value not in (None, "") for row in sheet.iter_rows(max_row=LOOK_AHEAD, values_only=True) for value in row)


def cell_text(value: Any) -> str:
    """What stands in a cell, as text: whole numbers without a point, dates in ISO form, yes and no in words."""
    if isinstance(value, str):
        return value.replace("\0", "")
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(int(value.total_seconds())) if isinstance(value, timedelta) else str(value)
