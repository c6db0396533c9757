"""Rows for a spreadsheet: what a cell may hold, lines of CSV one by one, and no text that a spreadsheet would run as a formula.

A text is dangerous where its first visible letter is one of = + - @ (also in their fullwidth and small forms, behind blanks and
quotation marks), and where it begins with a tab or a line break. It is written behind an apostrophe. Where a program of another
country takes `;`, a tab or a line break within a value for the end of a cell, what follows is such a beginning too. Numbers stay
numbers: those typed as such, and texts that are nothing but digits with a sign, as phone numbers are.
`unguard` gives back exactly what `guard` was given.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

Cell = str | int | float | Decimal | date | datetime | None
"""What a cell may hold. A datetime is aware, in the zone in which it is to be read."""

BOM = "\ufeff"
"""Without it Excel takes UTF-8 for the letters of the machine."""
_SIGNS = "=+\\-@＝＋－＠﹦﹢﹣﹫⁺⁻⁼₊₋₌−"
_UNSEEN = "\\s\"'\\x00-\\x1f\\x7f-\\x9f\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff"
_RISKY = re.compile(f"'*[\t\r\n]|[{_UNSEEN}]*[{_SIGNS}]")
_INNER = re.compile(f"([;\t\r\n])(?=[{_UNSEEN}]*[{_SIGNS}])")
_GUARDED = re.compile(f"([;\t\r\n])'(?=[{_UNSEEN}]*[{_SIGNS}])")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")


def guard(text: str) -> str:
    """The text, behind an apostrophe where a spreadsheet would take it for a formula."""
    return f"'{text}" if _RISKY.match(text) and not _NUMBER.fullmatch(text) else text


def guard_parts(text: str) -> str:
    """The same for CSV, also behind each mark that some program takes for the end of a cell."""
    return guard(_INNER.sub(r"\1'", text))


def unguard(text: str) -> str:
    """What `guard` or `guard_parts` was given."""
    return _GUARDED.sub(r"\1", unguard_start(text))


def unguard_start(text: str) -> str:
    """What `guard` was given: a workbook parts its cells itself."""
    return text[1:] if text.startswith("'") and _RISKY.match(text[1:]) and not _NUMBER.fullmatch(text[1:]) else text


def csv_lines(titles: Sequence[str], rows: Iterable[Sequence[Cell]], *, bom: bool = True) -> Iterator[str]:
    """A file of CSV, line by line: commas, CRLF, UTF-8 with its mark for Excel. Never more than one row is held."""
    out = io.StringIO()
    writer = csv.writer(out)
    out.write(BOM if bom else "")
    for row in _with_titles(titles, rows):
        writer.writerow([as_text(cell) for cell in row])
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def as_text(cell: Cell) -> str:
    """A cell in CSV: moments in ISO 8601 with their offset, numbers with a point, text guarded; nothing as an empty one."""
    if cell is None or (isinstance(cell, float) and not math.isfinite(cell)):
        return ""
    if isinstance(cell, str):
        return guard_parts(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds")
    return cell.isoformat() if isinstance(cell, date) else format(cell, "f") if isinstance(cell, Decimal) else str(cell)


def _with_titles(titles: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
    if titles:
        yield titles
    yield from rows
