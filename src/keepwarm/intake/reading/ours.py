"""A file that this house wrote is read back as it was: without the apostrophes that keep a spreadsheet from running a text as a formula.

Only such a file: what another program wrote behind an apostrophe is what somebody wrote. Ours is known by how its rows begin: with
our reference and the name, as every list of people does, or with line and reason, as refused rows do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final

from django.utils.translation import gettext

from keepwarm.intake.reading.tables import Row, Table
from keepwarm.lib.sheets import unguard, unguard_start

LOOKED_AT: Final = 20
_REFERENCE: Final = re.compile(r"[A-Za-z][A-Za-z0-9]{11}")


class OurTable:
    """See `tables.Table`: another one, with each value as it was before it was written."""

    def __init__(self, table: Table, as_was: Callable[[str], str]) -> None:
        self._table, self._as_was = table, as_was
        self.header = tuple(as_was(title) for title in table.header)
        self.header_line, self.lines, self.form = table.header_line, table.lines, table.form

    def rows(self, *, from_line: int = 0) -> Iterator[Row]:
        """Those of the table."""
        for row in self._table.rows(from_line=from_line):
            yield Row(row.line, [self._as_was(cell) for cell in row.cells], row.problem)


def as_written(table: Table) -> Table:
    """The same table, or, when we wrote it, one whose values are as they were."""
    if not is_ours(table):
        return table
    return OurTable(table, unguard if table.form == "csv" else unguard_start)


def is_ours(table: Table) -> bool:
    """Whether its titles and the first cells of its first rows are such as we write."""
    titles = tuple(table.header[:2])
    first = [row.cells for row in islice(table.rows(), LOOKED_AT) if len(row.cells) > 1]
    if titles == ("line", "reason"):
        return all(cells[0].isdigit() and cells[1] for cells in first)
    return titles == (gettext("Reference"), gettext("Name")) and all(_REFERENCE.fullmatch(cells[0]) for cells in first)
