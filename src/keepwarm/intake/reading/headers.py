"""Where the names of the columns stand, and whether they are names at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext

from keepwarm.intake.reading.tables import Row, Unreadable

LOOK_AHEAD: Final = 30
MOST_COLUMNS: Final = 2000
_VALUE: Final = re.compile(
    r"[^@\s]+@[^@\s]+\.[a-z]{2,}"  # an email
    r"|[+(]?[\d][\d\s().,/-]*"  # a number, a phone, a date in digits
    r"|\d{4}-\d{2}-\d{2}.*|https?://.*",
    re.IGNORECASE,
)


def find_header(rows: Sequence[Row], called: str) -> tuple[tuple[str, ...], int]:
    """The names of the columns and the line they stand on: the first row as wide as the others. Raises Unreadable.

    Title lines and blank lines above are passed over. A first row that holds values is no header.
    """
    filled = [row for row in rows if not row.problem and any(cell.strip() for cell in row.cells)]
    if not filled:
        raise Unreadable(gettext("%(called)s holds no rows.") % {"called": called})
    usual = max(Counter(_width(row) for row in filled).items(), key=lambda counted: (counted[1], counted[0]))[0]
    at = next((place for place, row in enumerate(filled) if _width(row) >= max(1, 0.6 * usual)), 0)
    header = filled[at]
    _refuse_values(header, called)
    if len(header.cells) > MOST_COLUMNS:
        raise Unreadable(
            gettext("%(called)s has %(count)s columns; more than %(most)s cannot be read.")
            % {"called": called, "count": len(header.cells), "most": MOST_COLUMNS}
        )
    return _unique(header.cells), header.line


def _width(row: Row) -> int:
    return sum(bool(cell.strip()) for cell in row.cells)


def _refuse_values(header: Row, called: str) -> None:
    cells = [cell.strip() for cell in header.cells if cell.strip()]
    values = [cell for cell in cells if _VALUE.fullmatch(cell)]
    if not cells or len(values) * 3 > len(cells):
        shown = values[0][:40] if values else ""
        raise Unreadable(
            gettext("%(called)s has no header: line %(line)s holds values (“%(shown)s”). Put the names of the columns into the first line.")
            % {"called": called, "line": header.line, "shown": shown}
        )


def _unique(cells: Sequence[str]) -> tuple[str, ...]:
    """Names without blanks around them; an empty one is named by its place, a second of the same name by its count."""
    names: list[str] = []
    seen: Counter[str] = Counter()
    for place, cell in enumerate(cells, start=1):
        name = " ".join(cell.split()) or f"column {place}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)
