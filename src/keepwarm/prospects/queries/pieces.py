"""One list out of many small ordered reads, in one statement: a piece for each owner and step, as the index gives them.

The pieces differ only in the owner and the step, so that Django writes one of them and the others are copies of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

from django.db import connection
from django.db.models import Q, QuerySet

from keepwarm.prospects.models import Prospect

_OWNER: Final = -8_128_001  # no key of a row: it marks the place of the owner among the parameters
_STEP: Final = "<step>"

Piece = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Pieces:
    """`rows`, read apart for each of `owners` and each of `steps`; read as a whole where there are none."""

    rows: QuerySet[Prospect]
    owners: Sequence[int] = ()
    steps: Sequence[str] = ()

    def first_ids(self, order: Sequence[str], size: int, *, where: Q | None = None) -> list[int]:
        """Keys of the first `size` rows over all pieces, in `order`: names of fields, with a minus before those that fall."""
        merged = ", ".join(f"{name.lstrip('-')} {'DESC' if name.startswith('-') else 'ASC'}" for name in order)
        columns = [name.lstrip("-") for name in order]
        rows = self._marked().filter(where) if where is not None else self._marked()
        sql, params = _united(self._copies(rows.order_by(*order).values_list(*columns)[:size]))
        return _column(f"SELECT id FROM ({sql}) AS merged ORDER BY {merged} LIMIT {int(size)}", params)  # noqa: S608 - our own SQL

    def count(self, most: int) -> int:
        """How many rows there are, counted to `most`."""
        sql, params = _united(self._copies(self._marked().order_by().values_list("pk")[:most]))
        found = _column(f"SELECT count(*) FROM (SELECT 1 FROM ({sql}) AS merged LIMIT {int(most)}) AS counted", params)  # noqa: S608
        return found[0]

    def _marked(self) -> QuerySet[Prospect]:
        rows = self.rows
        if self.owners:
            rows = rows.filter(owner=_OWNER)
        return rows.filter(next_step=_STEP) if self.steps else rows

    def _copies(self, query: QuerySet[Any]) -> Iterator[Piece]:
        sql, params = query.query.sql_with_params()
        for owner, step in product(self.owners or (_OWNER,), self.steps or (_STEP,)):
            instead = {_OWNER: owner, _STEP: step}
            yield sql, tuple(instead[one] if isinstance(one, int | str) and one in instead else one for one in params)


def _united(pieces: Iterator[Piece]) -> Piece:
    parts: list[str] = []
    params: list[Any] = []
    for number, (sql, own) in enumerate(pieces):
        parts.append(f"SELECT * FROM ({sql}) AS piece{number}")  # noqa: S608 - our own SQL
        params += own
    return " UNION ALL ".join(parts), tuple(params)


def _column(sql: str, params: tuple[Any, ...]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [int(row[0]) for row in cursor.fetchall()]
