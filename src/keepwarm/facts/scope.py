"""Whose facts are gathered: some prospects by id, or all in a range of ids; and the SQL that both databases need for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

NAT = "(-9223372036854775807 - 1)"
"""What NumPy reads as Not a Time."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Either `ids` or the half-open range `[low, high)` of prospect ids."""

    ids: Sequence[int] = field(default_factory=tuple)
    low: int = 0
    high: int = 0

    def sql(self, column: str) -> str:
        """The condition on `column`; the numbers are our own integers, never a user's text."""
        if self.ids:
            return f"{column} IN ({','.join(str(int(id_)) for id_ in self.ids)})"
        return f"{column} >= {int(self.low)} AND {column} < {int(self.high)}"


def epoch(column: str) -> str:
    """Seconds since 1970 of a datetime column, as an integer; NaT for NULL."""
    if connection.vendor == "postgresql":
        return f"coalesce(floor(extract(epoch from {column}))::bigint, {NAT})"
    return f"coalesce(unixepoch({column}), {NAT})"


def rows(sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def columns(fetched: Sequence[tuple[Any, ...]], count: int) -> list[tuple[Any, ...]]:
    """Rows turned into columns; empty ones when there are no rows."""
    return list(zip(*fetched, strict=True)) if fetched else [()] * count


def times(column: Sequence[int]) -> NDArray[np.datetime64]:
    """A column of `epoch` as moments."""
    return np.array(column, dtype=np.int64).view("datetime64[s]")


def no_times(count: int) -> NDArray[np.datetime64]:
    """So many unknown moments."""
    return np.full(count, np.datetime64("NaT"), dtype="datetime64[s]")


def places_of(ids: NDArray[np.int64], wanted: Sequence[int]) -> NDArray[np.intp]:
    """Where each wanted id stands in `ids`, which is sorted and holds them all."""
    return np.searchsorted(ids, np.array(wanted, dtype=np.int64))
