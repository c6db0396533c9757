"""How a room declares what may leave the house: in its `exports.py`, `EXPORTS = (Export(…), …)` and `REPORTS = (Report(…), …)`.

`docs/how-to/add-an-export.md` shows one. The page, the API and the command line find the declarations by their names.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.db.models.sql.where import WhereNode
from django.utils.functional import Promise

from keepwarm.lib.money import to_major
from keepwarm.lib.papers import Paper
from keepwarm.staff.access import EVERYONE
from keepwarm.staff.models import User

R = TypeVar("R")
M = TypeVar("M", bound=Model)
KEYS_AT_ONCE = 50_000
"""Keys that are told at once."""
AT_ONCE = 500
"""Rows of one read. Between two of them nothing is held open, so that a long export never stands in the way of whoever writes."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: by whom it is read, and the filter as it stands in the page's address."""

    for_: User
    now: datetime
    filters: Mapping[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """The value of a filter, "" when it was not given."""
        return self.filters.get(name, "")


@dataclass(frozen=True)  # a generic class with slots cannot be told its type where it is made
class Column(Generic[R]):
    """A column: its title, and its value as the path of an attribute ("owner.name") or a function of the row.

    Moments are told in the reader's zone, which the file adds to the title: those of a path that ends in `_at`, or `moment`.
    Only `roles` get the column.
    """

    title: str | Promise
    value: str | Callable[[R], Any]
    roles: frozenset[str] = EVERYONE
    moment: bool = False

    @property
    def is_moment(self) -> bool:
        """Whether its values are moments."""
        return self.moment or (isinstance(self.value, str) and self.value.endswith("_at"))

    def of(self, row: R) -> Any:
        """The value for a row; None where something on the path is."""
        if not isinstance(self.value, str):
            return self.value(row)
        found: Any = row
        for step in self.value.split("."):
            found = getattr(found, step, None) if found is not None else None
            found = found() if callable(found) else found
        return found


Columns = Sequence[Column[Any]]


@dataclass(frozen=True)
class Export(Generic[R]):
    """A list that may leave the house as CSV or XLSX.

    `rows` starts from what `asked.for_` may see, and reads as it is read itself (`by_key`). `filters` are the names of the page's
    filter that count here, `of` the one without which there is nothing to export (a reference).
    """

    name: str
    title: str | Promise
    columns: Columns | Callable[[Asked], Columns]
    rows: Callable[[Asked], Iterable[R]]
    roles: frozenset[str] = EVERYONE
    filters: tuple[str, ...] = ()
    of: str = ""

    def columns_for(self, asked: Asked) -> Columns:
        """The columns that the reader may have."""
        columns = self.columns(asked) if callable(self.columns) else self.columns
        return [one for one in columns if asked.for_.has_role(*one.roles)]


@dataclass(frozen=True, slots=True)
class Report:
    """A report that may leave the house: as PDF whole, as XLSX with a sheet for each table, as CSV table by table."""

    name: str
    title: str | Promise
    paper: Callable[[Asked], Paper]
    roles: frozenset[str] = EVERYONE
    filters: tuple[str, ...] = ()
    of: str = ""


def by_key(rows: QuerySet[M], *, prepare: Callable[[list[M]], None] | None = None) -> Iterator[M]:
    """The rows by rising key, in short reads. `prepare` is given each lot, to look up at once what belongs to it.

    Which rows are meant is told for many keys at once, since that may be much work; the rows themselves are read in small lots.
    """
    keys, whole, last = rows.order_by("pk").values_list("pk", flat=True), _by_key_alone(rows), 0
    while found := array("q", keys.filter(pk__gt=last)[:KEYS_AT_ONCE]):
        for start in range(0, len(found), AT_ONCE):
            lot = list(by_ids(whole, found[start : start + AT_ONCE]))
            if prepare is not None:
                prepare(lot)
            yield from lot
        last = found[-1]


def _by_key_alone(rows: QuerySet[M]) -> QuerySet[M]:
    """The same rows with all that is read along, without the conditions that chose them."""
    whole = rows.order_by()
    whole.query.where = WhereNode()
    return whole


def by_ids(rows: QuerySet[M], ids: Sequence[int]) -> Iterator[M]:
    """The rows of these keys, in short reads, in their order: where telling who is meant is much work, it is told once."""
    for start in range(0, len(ids), AT_ONCE):
        lot = rows.in_bulk(list(ids[start : start + AT_ONCE]))
        yield from (lot[pk] for pk in ids[start : start + AT_ONCE] if pk in lot)


def money(minor: int | None, currency: str) -> Decimal | None:
    """Minor units as an amount; its currency stands in a column of its own."""
    return None if minor is None else to_major(minor, currency)
