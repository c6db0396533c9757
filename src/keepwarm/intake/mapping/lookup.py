"""A second table beside the list: its columns are joined to each row by a key, and are called by its name, as `accounts.sector`.

In a map: `[[lookup]]` with `file` (or `rows`, as they are kept with the import), `by` = what of the row is looked up, and
`key` = the column of the second table in which it stands. What is not found there is not answered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from keepwarm.intake.mapping.checks import Reader
from keepwarm.intake.mapping.plan import Value
from keepwarm.lib.text import fold

KEYS: Final = ("file", "name", "by", "key", "header", "rows")


@dataclass(frozen=True, slots=True)
class Lookup:
    """One joined table: rows by folded key."""

    by: Value
    rows: Mapping[str, tuple[str, ...]]
    width: int

    def of(self, cells: Sequence[str]) -> tuple[str, ...]:
        """The cells of the row that is found; empty ones when none is."""
        return self.rows.get(fold(self.by.of(cells))) or ("",) * self.width


def joined(cells: list[str], lookups: Sequence[Lookup]) -> list[str]:
    """The row with what every lookup adds, one after the other: a later one may look up what an earlier one has found."""
    for lookup in lookups:
        cells = [*cells, *lookup.of(cells)]
    return cells


def read_lookups(reader: Reader, entries: Sequence[tuple[Mapping[str, Any], str]]) -> tuple[Reader, tuple[Lookup, ...]]:
    """The lookups of a map, and a reader that knows their columns too. Raises MapWrong."""
    lookups: list[Lookup] = []
    for one, where in entries:
        reader.known(one, KEYS, where)
        if "rows" not in one or "header" not in one:
            raise reader.fail(where, "a second file is read from beside the list, by the command line only.")
        header = [str(name) for name in one["header"]]
        inner = replace(reader, header=tuple(header), file=str(one.get("name", "the second file")))
        key = inner.column(str(one.get("key", "")), f"{where}.key")
        if "by" not in one:
            raise reader.fail(where, "say what of the row is looked up: by = “…”.")
        by = reader.value(one["by"], f"{where}.by")
        rows = {fold(str(row[key])): tuple(str(cell) for cell in row) for row in reversed(one["rows"])}  # the first row of a key counts
        rows.pop("", None)
        lookups.append(Lookup(by, rows, len(header)))
        reader = replace(reader, header=(*reader.header, *(f"{one.get('name', '')}.{name}" for name in header)))
    return reader, tuple(lookups)
