"""A page of the rows behind a figure: whom or what each is about, what the columns say of it, and where the next page goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Self, TypeVar
from zoneinfo import ZoneInfo

from django.db.models import Max, Q, QuerySet
from django.utils.formats import date_format

from keepwarm.lib.money import money, to_major
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import User

SHOWN = 50
AT_ONCE = 500
FIRST_KEYS, MOST_KEYS = 2_000, 64_000
Row = TypeVar("Row")
Labelled = list[tuple["Line", list[tuple[str, str]]]]


class Amount(str):  # noqa: SLOT000  # it carries its number along
    """Money as people read it, and what a file needs to add it up: the number, and in which currency it is."""

    major: Decimal
    currency: str

    def __new__(cls, minor: int, currency: str) -> Self:
        """Of minor units."""
        made = super().__new__(cls, money(minor, currency))
        made.major, made.currency = to_major(minor, currency), currency
        return made


@dataclass(frozen=True, slots=True)
class Line:
    """One row: who, where the link leads ("sale" or "prospect", and its key; "" nowhere), and what the columns say."""

    name: str
    firm: str
    to: str
    ref: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowPage:
    """A page of rows; `after` is the key of the next, "" on the last. `told`: what the figure is narrowed to."""

    title: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    after: str = ""
    told: str = ""

    @property
    def labelled(self) -> Labelled:
        """Each row with its cells beside the names of their columns, as a phone shows them."""
        return beside_labels(self.columns, self.lines)


def beside_labels(columns: tuple[str, ...], lines: Sequence[Line]) -> Labelled:
    """Each row, and its cells as pairs of column and words."""
    return [(line, list(zip(columns, line.cells, strict=True))) for line in lines]


def page_of(rows: QuerySet[Any, Row], key: Callable[[Row], str]) -> tuple[list[Row], str]:
    """The first rows in their order, and the key of the last of them when there are more."""
    found = list(rows[: SHOWN + 1])
    return found[:SHOWN], key(found[SHOWN - 1]) if len(found) > SHOWN else ""


def page_of_people(rows: QuerySet[Any, Row], after: int, known: Sequence[int] | None) -> tuple[list[Row], str]:
    """A page by the keys of people. `known`: among whom they are, some at a time; None: they are so many that walking along finds them."""
    return page_in_pieces(rows, _walked(after) if known is None else _among(known, after))


def page_in_pieces(rows: QuerySet[Any, Row], pieces: Iterable[Q]) -> tuple[list[Row], str]:
    """A page of people by their keys: of one piece of them after the other, in the order of keys, until it is full."""
    found = list[Row]()
    for piece in pieces:
        found += rows.filter(piece).order_by("pk")[: SHOWN + 1 - len(found)]
        if len(found) > SHOWN:
            break
    return found[:SHOWN], str(found[SHOWN - 1].pk) if len(found) > SHOWN else ""  # type: ignore[attr-defined]


def _among(known: Sequence[int], after: int) -> Iterator[Q]:
    left = sorted(pk for pk in known if pk > after)
    for begins in range(0, len(left), AT_ONCE):
        yield Q(pk__in=left[begins : begins + AT_ONCE])


def _walked(after: int) -> Iterator[Q]:
    """Keys of people, some thousand at a time and then more: PostgreSQL otherwise reads all touches before the first person."""
    last, width = Prospect.objects.aggregate(last=Max("pk"))["last"] or 0, FIRST_KEYS
    while after < last:
        yield Q(pk__gt=after, pk__lte=after + width)
        after, width = after + width, min(2 * width, MOST_KEYS)


def line_of(prospect: Prospect, *cells: str, to: str = "prospect", ref: str = "") -> Line:
    """A row about a prospect, read with the organization; it leads to them, or to what `to` and `ref` name."""
    firm = prospect.organization.name if prospect.organization else ""
    return Line(prospect.name, firm, to, ref or prospect.ref, cells)


def day_of(at: datetime, reader: User) -> str:
    """A moment as a day in the reader's zone."""
    return date_format(at.astimezone(ZoneInfo(reader.zone)), "D j M Y")
